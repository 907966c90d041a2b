/**
 * The hours of a week in which a layer counts, as stretches that begin so many minutes after Monday 00:00 and may go over
 * midnight and over the end of the week. None at all means always.
 */
export type WeekHours = readonly WeekStretch[];
export type WeekStretch = { readonly from: number; readonly minutes: number };

export const DAY_MINUTES = 1_440;
const WEEK_MINUTES = 7 * DAY_MINUTES;
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The same hours on each of these days (0 is Monday), from one minute of the day to another; the same one means all day. */
export const onDays = (days: readonly number[], from: number, to: number): WeekHours =>
  days.map((day) => ({ from: day * DAY_MINUTES + from, minutes: (to > from ? 0 : DAY_MINUTES) + to - from }));

export const EVERY_DAY: readonly number[] = [0, 1, 2, 3, 4, 5, 6];

/** One day's piece of a stretch; `to` may be 1,440. */
type Piece = { readonly day: number; readonly from: number; readonly to: number };

/** Pieces of single days, none touching another of its day, in order. */
function piecesOf(hours: WeekHours): readonly Piece[] {
  const cut = hours.flatMap(({ from, minutes }): Piece[] => {
    const pieces: Piece[] = [];
    const end = from + Math.min(minutes, WEEK_MINUTES);
    for (let at = from; at < end;) {
      const [day, start] = [Math.floor(at / DAY_MINUTES), at % DAY_MINUTES];
      const stop = Math.min(end, (day + 1) * DAY_MINUTES);
      pieces.push({ day: day % 7, from: start, to: start + stop - at });
      at = stop;
    }
    return pieces;
  });
  const joined: Piece[] = [];
  for (const piece of cut.toSorted((a, b) => a.day - b.day || a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && last.day === piece.day && piece.from <= last.to)
      joined[joined.length - 1] = { ...last, to: Math.max(last.to, piece.to) };
    else joined.push(piece);
  }
  return joined;
}

/** True when there is a minute of the week that both cover. */
export function overlap(one: WeekHours, other: WeekHours): boolean {
  if (one.length === 0 || other.length === 0) return true;
  const pieces = piecesOf(other);
  return piecesOf(one).some(({ day, from, to }) => pieces.some((it) => it.day === day && it.from < to && from < it.to));
}

/**
 * The hours as a plan writes them: `Mon-Fri 08:00-18:00, Sat 09:00-12:00`; undefined for always. A night is written as two
 * stretches, up to midnight and from it, so that nobody has to wonder whose day it belongs to.
 */
export function hoursText(hours: WeekHours): string | undefined {
  const pieces = piecesOf(hours);
  const whole = pieces.filter(({ from, to }) => from === 0 && to === DAY_MINUTES);
  if (pieces.length === 0 || whole.length === 7) return undefined;
  const days = new Map<string, number[]>();
  for (const { day, from, to } of pieces) {
    const stretch = `${clock(from)}-${clock(to)}`;
    days.set(stretch, [...(days.get(stretch) ?? []), day]);
  }
  return [...days].map(([stretch, on]) => `${daysText(on)} ${stretch}`).join(', ');
}

const two = (n: number) => String(n).padStart(2, '0');
const clock = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

/** `Mon-Fri`, `Mon,Wed`, `daily`. */
function daysText(days: readonly number[]): string {
  if (days.length === 7) return 'daily';
  const runs: number[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs.map((run) => [...new Set([run.at(0), run.at(-1)])].map((day) => DAYS[day ?? 0]).join('-')).join(',');
}
