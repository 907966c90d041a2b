import ICAL from 'ical.js';
import type { PersonId } from '../../../core/ids.ts';
import type { Live, Shift } from '../../../core/oncall.ts';
import { NOT_BEGUN, NO_LAYER, onCall, shifts } from '../../../core/oncall.ts';
import type { Plan } from '../../../core/plan/schema.ts';
import { entry } from '../../../core/plan/schema.ts';
import type { Instant } from '../../../core/time.ts';
import { DAY_MS, plusMs } from '../../../core/time.ts';

/** So far back and ahead. */
const BACK_MS = 8 * 7 * DAY_MS;
const AHEAD_MS = 26 * 7 * DAY_MS;

/**
 * RFC 5545, 3.1: a line has at most 75 octets. ical.js does not count the space in front of a continued one, so it is told one
 * less.
 */
ICAL.foldLength = 74;

/** Hours in which nobody is to be on call. */
const MEANT: readonly string[] = [NOT_BEGUN, NO_LAYER];

type Asked = { readonly plan: Plan; readonly live: Live; readonly now: Instant };
type Turn = Shift & { readonly schedule: string };

/** The turns of a person on every schedule, or of everybody on one schedule, as an iCalendar text (RFC 5545) in UTC. */
export function feedOf(asked: Asked, who: string): string {
  const { plan, now } = asked;
  const person = entry(plan.people, who);
  const turns =
    person === undefined
      ? turnsIn(asked, who).filter(({ person: id, why }) => id !== undefined || !MEANT.includes(why))
      : Object.keys(plan.schedules).flatMap((id) => turnsIn(asked, id).filter((turn) => turn.person === who));
  const name = `On call: ${person === undefined ? who : person.name}`;
  const calendar = new ICAL.Component('vcalendar');
  calendar.updatePropertyWithValue('prodid', '-//Muster//On call//EN');
  calendar.updatePropertyWithValue('version', '2.0');
  calendar.updatePropertyWithValue('calscale', 'GREGORIAN');
  calendar.updatePropertyWithValue('method', 'PUBLISH');
  calendar.updatePropertyWithValue('name', plain(name));
  calendar.updatePropertyWithValue('x-wr-calname', plain(name));
  // RFC 7986, 5.7, and what older programs read instead: look again every hour.
  calendar.updatePropertyWithValue('refresh-interval', ICAL.Duration.fromString('PT1H'));
  calendar.updatePropertyWithValue('x-published-ttl', 'PT1H');
  for (const turn of turns.toSorted((a, b) => (a.from < b.from ? -1 : 1)))
    calendar.addSubcomponent(eventOf(turn, { plan, now, isOwn: person !== undefined }));
  return `${calendar.toString()}\r\n`;
}

/** Whole turns only: one that is cut by the edge of the window would have another name tomorrow. */
function turnsIn({ plan, live, now }: Asked, schedule: string): readonly Turn[] {
  const [from, to] = [plusMs(now, -BACK_MS), plusMs(now, AHEAD_MS)];
  const endOf = (cut: Shift) => onCall(plan, schedule, { at: cut.from, live }).until;
  const before = onCall(plan, schedule, { at: plusMs(from, -1), live });
  return shifts(plan, schedule, { from, to, live })
    .filter((shift) => shift.from > from || before.until <= from)
    .map((shift) => ({ ...shift, schedule, until: shift.until < to ? shift.until : endOf(shift) }));
}

type Around = { readonly plan: Plan; readonly now: Instant; readonly isOwn: boolean };

function eventOf({ schedule, person, from, until, why }: Turn, { plan, now, isOwn }: Around) {
  const event = new ICAL.Component('vevent');
  const set = (name: string, value: string | ReturnType<typeof utc>) => event.updatePropertyWithValue(name, value);
  const id = `${schedule}-${person ?? 'nobody'}-${from.replaceAll(/[-:]|\.000/g, '')}`;
  set('uid', `${id}@oncall.muster`);
  set('dtstamp', utc(now));
  set('dtstart', utc(from));
  set('dtend', utc(until));
  set('summary', plain(titleOf(plan, { schedule, person, isOwn })));
  set('description', plain(why));
  // A turn does not make its person busy all week.
  set('transp', 'TRANSPARENT');
  return event;
}

type Named = { readonly schedule: string; readonly person: PersonId | undefined; readonly isOwn: boolean };

function titleOf(plan: Plan, { schedule, person, isOwn }: Named): string {
  if (person === undefined) return `NOBODY on call: ${schedule}`;
  return isOwn ? `On call: ${schedule}` : `${entry(plan.people, person)?.name ?? person}: on call in ${schedule}`;
}

const utc = (at: Instant) => ICAL.Time.fromDateTimeString(`${at.slice(0, 19)}Z`);

/** No control characters: they have no place in a TEXT (RFC 5545, 3.3.11). What else is special, ical.js escapes. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const plain = (text: string) => text.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ');
