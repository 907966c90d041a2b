/**
 * A second, slower way to say who is on call, written without a look at the first: it walks the year in half hours with the
 * wall clock of Intl, and remembers for each moment the latest time that the wall has shown so far. What begins or ends on
 * the wall has begun or ended when that time has been shown: at the end of a missing hour, at the first pass of a repeated one.
 * It knows nothing of offsets. Everything it is given lies on half hours.
 */
export type ModelLayer = {
  readonly people: readonly string[];
  readonly every: { readonly minutes: number } | { readonly months: number };
  /** Wall minutes since 1970. */
  readonly from: number;
  /** Stretches of the week in minutes since Monday 00:00; one may run over its end. Left out: always. */
  readonly only?: readonly (readonly [number, number])[];
};
export type Gone = { readonly from: number; readonly to: number; readonly cover?: string };
export type ModelSchedule = {
  readonly zone: string;
  readonly layers: readonly ModelLayer[];
  /** By the wall of the schedule's zone. */
  readonly planned: readonly { readonly who: string; readonly from: number; readonly to: number }[];
  /** By the clock of the world, in ms. */
  readonly live: readonly { readonly who: string; readonly from: number; readonly to: number }[];
  /** By the wall of each person's own zone. */
  readonly away: Readonly<Record<string, { readonly zone: string; readonly gone: readonly Gone[] }>>;
};

const HALF_HOUR = 30 * 60_000;
const DAY = 24 * 60;
const WEEK = 7 * DAY;

/** Every half hour from a moment on, in ms since 1970. */
export const halfHours = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => from + i * HALF_HOUR);

const shown = new Map<string, Int32Array>();
/** The latest wall time, in minutes, that a zone's clocks have shown at each of the half hours. */
function latestShown(zone: string, from: number, count: number): Int32Array {
  const key = `${zone} ${from} ${count}`;
  const known = shown.get(key);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const all = new Int32Array(count);
  let latest = 0;
  for (let i = 0; i < count; i += 1) {
    const wall = Date.parse(`${format.format(from + i * HALF_HOUR).replace(' ', 'T')}Z`) / 60_000;
    latest = Math.max(latest, wall);
    all[i] = latest;
  }
  shown.set(key, all);
  return all;
}

/** Minutes on the wall of the nth turn: months are counted by asking the calendar, one month after the other. */
function beginsAt({ every, from }: ModelLayer, n: number): number {
  if ('minutes' in every) return from + n * every.minutes;
  const date = new Date(from * 60_000);
  const wanted = date.getUTCDate();
  const month = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + n * every.months, 1));
  const day = new Date(month);
  while (day.getUTCDate() < wanted) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (day.getUTCMonth() !== month.getUTCMonth()) {
      day.setUTCDate(0);
      break;
    }
  }
  return day.getTime() / 60_000 + (from % DAY);
}

const isInWeek = (wall: number, [from, to]: readonly [number, number]) => {
  // 1 January 1970 was a Thursday.
  const inWeek = (wall + 3 * DAY) % WEEK;
  return (inWeek >= from && inWeek < to) || (inWeek + WEEK >= from && inWeek + WEEK < to);
};

/** Who is on call at each of the half hours; undefined: nobody. */
export function onCallAt(
  schedule: ModelSchedule,
  { from, count }: { readonly from: number; readonly count: number },
): readonly (string | undefined)[] {
  const wall = latestShown(schedule.zone, from, count);
  const walls = new Map(
    Object.entries(schedule.away).map(([who, { zone }]) => [who, latestShown(zone, from, count)] as const),
  );
  const turns = schedule.layers.map(() => -1);
  const goneOf = (who: string, i: number): Gone | undefined => {
    const here = walls.get(who)?.[i] ?? 0;
    return schedule.away[who]?.gone.findLast((one) => one.from <= here && here < one.to);
  };
  /** The first of these who is there, or whose cover is. */
  const there = (who: string, i: number): string | undefined => {
    const gone = goneOf(who, i);
    if (gone === undefined) return who;
    return gone.cover !== undefined && goneOf(gone.cover, i) === undefined ? gone.cover : undefined;
  };

  return halfHours(from, count).map((ms, i) => {
    const now = wall[i] ?? 0;
    schedule.layers.forEach((layer, l) => {
      while (beginsAt(layer, (turns[l] ?? -1) + 1) <= now) turns[l] = (turns[l] ?? -1) + 1;
    });
    const counting = schedule.layers
      .map((layer, l) => ({ layer, turn: turns[l] ?? -1 }))
      .filter(({ layer, turn }) => turn >= 0 && (layer.only?.some((hours) => isInWeek(now, hours)) ?? true))
      .toReversed();
    const swap =
      schedule.live.findLast((one) => one.from <= ms && ms < one.to) ??
      schedule.planned.findLast((one) => one.from <= now && now < one.to);
    const found = swap === undefined ? undefined : there(swap.who, i);
    if (found !== undefined) return found;
    for (const [n, { layer, turn }] of counting.entries()) {
      const place = turn % layer.people.length;
      const inRotation = swap === undefined ? -1 : layer.people.indexOf(swap.who);
      const isSwapped = n === 0 && swap !== undefined;
      // Who overrides is followed by the next in turn after them, or by the one whose turn it would be.
      const start = isSwapped ? (inRotation >= 0 ? inRotation + 1 : place) : place;
      const order = layer.people.map((_, k) => layer.people[(start + k) % layer.people.length] ?? '');
      const [first = '', ...others] = order;
      const holder = isSwapped ? (goneOf(first, i) === undefined ? first : undefined) : there(first, i);
      const next = holder ?? others.find((who) => goneOf(who, i) === undefined);
      if (next !== undefined) return next;
    }
    return undefined;
  });
}
