import { MOST_STAND_INS } from './core/oncall-calendar.ts';
import type { Instant } from './core/time.ts';
import { dateOf, dayAndTime } from './core/time.ts';
import type { Note } from './ports/notices.ts';

/** What the plan's owner is told of a schedule's calendar, each at most once a day. */
type CalendarNote = Omit<Note, 'person'>;
type Of = { readonly schedule: string; readonly at: Instant; readonly zone: string };

/** So many titles are named; whoever sees five knows which calendar it is. */
const MOST_TITLES = 5;

/** One note for all, named by the day: a note for each title would be forgotten, and sent again, where there are hundreds. */
export function unknownNote({ schedule, at, zone }: Of, titles: readonly string[]): CalendarNote {
  const named = titles.slice(0, MOST_TITLES).map((title) => `"${title}"`);
  const more = titles.length - named.length;
  const all = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const which =
    titles.length === 1
      ? `an event ${all}, which names no person of the plan, or several`
      : `${titles.length} titles that name no person of the plan, or several: ${all}`;
  return {
    key: `calendar/${schedule}/${dateOf(at, zone)}`,
    subject: `The calendar of ${schedule} names nobody of the plan`,
    text: `The calendar of ${schedule} has ${which}. Nobody stands in by ${titles.length === 1 ? 'it' : 'them'}. Write one person's name or id into a title, or invite them by the e-mail address in the plan.`,
  };
}

/** There is more in it than is taken over. */
export function fullNote({ schedule, at, zone }: Of, refused: number): CalendarNote {
  const total = refused + MOST_STAND_INS;
  return {
    key: `calendar-full/${schedule}/${dateOf(at, zone)}`,
    subject: `The calendar of ${schedule} holds too many stand-ins`,
    text: `The calendar of ${schedule} holds ${total} stand-ins in the next 90 days: the first ${MOST_STAND_INS} count, the ${refused} after them do not. Look for an event that repeats each hour or each day and names a person, and change or delete it; turns that come round for good belong into the plan's schedule.`,
  };
}

export function awayNote(
  { schedule, since, zone }: Omit<Of, 'at'> & { readonly since: Instant },
  reason: string,
): CalendarNote {
  return {
    key: `calendar-away/${schedule}/${since.slice(0, 10)}`,
    subject: `The calendar of ${schedule} cannot be read`,
    text: `The calendar of ${schedule} cannot be read since ${dayAndTime(since, zone)}: ${reason}. What it said last goes on to count.`,
  };
}
