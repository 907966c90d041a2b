import type { PersonId } from '../../../core/ids.ts';
import { isLive } from '../../../core/incident/lifecycle.ts';
import { isMember } from '../../../core/incident/members.ts';
import type { Instant } from '../../../core/time.ts';
import { MINUTE_MS, plusMs } from '../../../core/time.ts';
import type { TimeControl, WebParts } from '../parts.ts';

/** How many times as fast time may be made to run; 0 is a pause. */
export const SPEEDS: readonly number[] = [0, 1, 4, 10, 60];
/** Leaps ahead, in minutes. */
export const LEAPS: readonly number[] = [1, 5];

/** As far as to the next thing that is due. */
export const NEXT = 'next';

/** The next hour at which something is due, in the incidents that this person may know of. */
export async function nextDueFor(parts: WebParts, time: TimeControl, person: PersonId) {
  const seen = (await parts.incidents()).filter((one) => isLive(one) && isMember(one, person));
  return time.nextDue(seen.map(({ lifecycle }) => lifecycle.id));
}

export type ClockOrder = { readonly speed: string; readonly minutes: string; readonly to: string };

/** Does what the form of the clock says; answers what was done, for the log, or undefined when there is no such thing. */
export async function orderTime(parts: WebParts, order: ClockOrder, person: PersonId): Promise<string | undefined> {
  const { time } = parts;
  if (time === undefined) return undefined;
  const speed = SPEEDS.find((one) => String(one) === order.speed);
  if (speed !== undefined) {
    time.setSpeed(speed);
    return speed === 0 ? 'paused' : `${speed} times as fast`;
  }
  const target = await targetOf(parts, time, { order, person });
  return target === undefined ? undefined : `went on to ${await time.goTo(target)}`;
}

type Asked = { readonly order: ClockOrder; readonly person: PersonId };

/** What is due next is looked up when it is pressed: an open page may be older than what it was made of. */
async function targetOf(parts: WebParts, time: TimeControl, { order, person }: Asked): Promise<Instant | undefined> {
  const minutes = LEAPS.find((one) => String(one) === order.minutes);
  if (minutes !== undefined) return plusMs(await parts.now(), minutes * MINUTE_MS);
  return order.to === NEXT ? (await nextDueFor(parts, time, person))?.at : undefined;
}
