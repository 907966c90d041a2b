import ICAL from 'ical.js';
import type { CalendarEvent } from '../../../core/oncall-calendar.ts';
import type { Instant } from '../../../core/time.ts';
import { fromMs, isZone } from '../../../core/time.ts';
import { fromWall } from '../../../core/wall.ts';

export type Window = { readonly from: Instant; readonly to: Instant; readonly zone: string };

/** A rule that never ends must. */
const MOST_STEPS = 20_000;
const MOST_EVENTS = 5_000;
const MOST_CHARACTERS = 500;
const MOST_GUESTS = 50;
/** Nobody is on call by the minute. */
const TOO_OFTEN = ['SECONDLY', 'MINUTELY'];

/**
 * What a calendar (RFC 5545) holds between two instants, repetitions and their exceptions one by one, by their beginning. Times
 * without a zone, and whole days, are of `zone`. Throws with a sentence when the text is none, or holds too much.
 */
export function eventsIn(text: string, window: Window): readonly CalendarEvent[] {
  const root = componentOf(text);
  const all = root.getAllSubcomponents('vevent');
  if (all.length > MOST_EVENTS) throw new Error(`it holds more than ${MOST_EVENTS} events`);
  const budget = { steps: MOST_STEPS };
  const series = Map.groupBy(all, (one) => String(one.getFirstPropertyValue('uid') ?? ''));
  return [...series.values()]
    .flatMap((same) => occurrences(same, { window, budget }))
    .filter(({ from, to }) => from < to && to > window.from && from < window.to)
    .toSorted((a, b) => (a.from === b.from ? (a.uid < b.uid ? -1 : 1) : a.from < b.from ? -1 : 1));
}

function componentOf(text: string) {
  const read: unknown = ICAL.parse(text);
  const root = new ICAL.Component(read as ConstructorParameters<typeof ICAL.Component>[0]);
  if (root.name !== 'vcalendar') throw new Error('it is no calendar');
  return root;
}

type Component = ReturnType<typeof componentOf>;
type Around = { readonly window: Window; readonly budget: { steps: number } };

/** The events of one name: the series, and what was changed in it. */
function occurrences(same: readonly Component[], { window, budget }: Around): readonly CalendarEvent[] {
  const [masters, exceptions] = [
    same.filter((one) => !one.hasProperty('recurrence-id')),
    same.filter((one) => one.hasProperty('recurrence-id')),
  ];
  const found = masters.flatMap((master) => {
    const event = new ICAL.Event(master, { exceptions: [...exceptions], strictExceptions: false });
    if (!event.isRecurring()) return seen(master, { start: event.startDate, end: event.endDate }, window);
    if (TOO_OFTEN.some((often) => Object.hasOwn(event.getRecurrenceTypes() as object, often)))
      throw new Error('an event repeats every minute');
    const all: CalendarEvent[] = [];
    const iterator = event.iterator();
    for (let next = nextOf(iterator); next !== undefined; next = nextOf(iterator)) {
      if ((budget.steps -= 1) < 0) throw new Error(`its repetitions are more than ${MOST_STEPS}`);
      const { item, startDate: start, endDate: end } = event.getOccurrenceDetails(next);
      if (instantOf(next, master, window) >= window.to) break;
      all.push(...seen(item.component, { start, end }, window));
    }
    return all;
  });
  // An exception whose series is not in the text stands for itself.
  const alone =
    masters.length > 0
      ? []
      : exceptions.flatMap((one) => {
          const event = new ICAL.Event(one);
          return seen(one, { start: event.startDate, end: event.endDate }, window);
        });
  return [...found, ...alone];
}

type Time = InstanceType<typeof ICAL.Time>;
/** At the end the iterator gives nothing, whatever its type says. */
const nextOf = (iterator: { next(): Time }): Time | undefined => iterator.next() ?? undefined;

type Stretch = { readonly start: Time; readonly end: Time };

/** Nothing for one that was called off. */
function seen(one: Component, { start, end }: Stretch, window: Window): readonly CalendarEvent[] {
  const valueOf = (name: string) => String(one.getFirstPropertyValue(name) ?? '');
  const attendees = one.getAllProperties('attendee').map((attendee) => ({
    address: String(attendee.getFirstValue() ?? '').replace(/^mailto:/i, ''),
    name: String(attendee.getFirstParameter('cn') ?? ''),
  }));
  if (valueOf('status').toUpperCase() === 'CANCELLED') return [];
  const [from, to] = [start, end].map((time) => instantOf(time, one, window));
  if (from === undefined || to === undefined) return [];
  const summary = valueOf('summary').slice(0, MOST_CHARACTERS);
  return [{ uid: valueOf('uid'), summary, attendees: attendees.slice(0, MOST_GUESTS), from, to }];
}

/** By the name of the zone where it is one that we know; else by the rules that the calendar brings along. */
function instantOf(time: Time, one: Component, { zone }: Window): Instant {
  const { year, month, day, hour, minute, second } = time;
  const tzid = String(one.getFirstProperty('dtstart')?.getFirstParameter('tzid') ?? '');
  if (!time.isDate && time.zone === ICAL.Timezone.utcTimezone) return fromMs(time.toUnixTime() * 1_000);
  const isForeign = time.zone !== ICAL.Timezone.localTimezone && !isZone(tzid) && !time.isDate;
  if (isForeign) return fromMs(time.toUnixTime() * 1_000);
  const wall = Date.UTC(
    year,
    month - 1,
    day,
    time.isDate ? 0 : hour,
    time.isDate ? 0 : minute,
    time.isDate ? 0 : second,
  );
  return fromWall(wall, !time.isDate && isZone(tzid) ? tzid : zone);
}
