import type { Medium } from '../media.ts';
import { isAway, quietUntil } from '../plan/presence.ts';
import type { Plan } from '../plan/schema.ts';
import { entry } from '../plan/schema.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, HOUR_MS, spanMs } from '../time.ts';
import { clockMs, fromWall, midnight } from '../wall.ts';

/** Calls for a test ring only between these hours of the person's own day. */
const CALLS_FROM_MS = 9 * HOUR_MS;
const CALLS_TO_MS = 17 * HOUR_MS;
/** Quiet hours and the hours for calls push each other on a few times at most; more never fits. */
const MOST_LOOKS = 6;

const RINGS: readonly Medium[] = ['call', 'desk'];

/**
 * When a test that somebody else asked for may leave, this instant or later: outside of quiet hours, and a call only between
 * 09:00 and 17:00. Undefined when there is never such an hour, as for a call to somebody who sleeps by day.
 */
export function testHour(
  plan: Plan,
  to: { readonly person: string; readonly medium: Medium },
  at: Instant,
): Instant | undefined {
  const person = entry(plan.people, to.person);
  const zone = person?.timezone ?? plan.plan.timezone;
  let hour = at;
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const awake = person === undefined ? undefined : quietUntil(person, hour);
    const next = awake ?? (RINGS.includes(to.medium) ? callHour(zone, hour) : hour);
    if (next === hour) return hour;
    hour = next;
  }
  return undefined;
}

/** This instant between 09:00 and 17:00, else the next 09:00. */
function callHour(zone: string, at: Instant): Instant {
  const today = midnight(at, zone);
  const [from, to] = [fromWall(today + CALLS_FROM_MS, zone), fromWall(today + CALLS_TO_MS, zone)];
  if (at < from) return from;
  return at < to ? at : fromWall(today + DAY_MS + CALLS_FROM_MS, zone);
}

/** Whether somebody is on leave by the plan; a vendor never is. */
export function isGone(plan: Plan, id: string, at: Instant): boolean {
  const person = entry(plan.people, id);
  return person !== undefined && isAway(person, at);
}

const WEEK_DAYS = 7;
/** 1 January 1970 was a Thursday: so many days after a Monday. */
const THURSDAY = 3;

/** The next hour of the automatic test after an instant, in the company's zone; undefined when the plan asks for none. */
export function nextWeekly(plan: Plan, after: Instant): Instant | undefined {
  const rule = plan.incident_bot.test_pages;
  if (rule === undefined) return undefined;
  const zone = plan.plan.timezone;
  const weeks = spanMs(rule.every) / (WEEK_DAYS * DAY_MS);
  const today = midnight(after, zone);
  for (let day = 0; day <= WEEK_DAYS * (weeks + 1); day += 1) {
    const wall = today + day * DAY_MS;
    const count = Math.floor(wall / DAY_MS) + THURSDAY;
    const isTheDay = (count % WEEK_DAYS) + 1 === rule.at.day && Math.floor(count / WEEK_DAYS) % weeks === 0;
    const hour = isTheDay ? fromWall(wall + clockMs(rule.at.time), zone) : after;
    if (hour > after) return hour;
  }
  return undefined;
}
