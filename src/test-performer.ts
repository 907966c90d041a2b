import type { Outcome, Postponed } from './core/aggregate.ts';
import type { Plan } from './core/plan/schema.ts';
import type { ReachEffect } from './core/reach/events.ts';
import { testHour } from './core/reach/hours.ts';
import type { Instant } from './core/time.ts';
import { msBetween } from './core/time.ts';
import type { Sender } from './engine/paging.ts';
import type { Performer } from './ports/performer.ts';

type Parts = {
  readonly sender: Sender;
  readonly plan: () => Plan;
  /** The clock of the incidents. */
  readonly now: () => Promise<Instant>;
};

/** Sends test messages by the same ways as pages. */
export const testPerformer = ({ sender, plan, now }: Parts): Performer<Extract<ReachEffect, { kind: 'test' }>> => ({
  timeoutMs: sender.timeoutMs,
  async perform({ message, self }, signal): Promise<Outcome | Postponed> {
    // Judged once more when it leaves: Muster may have stood still since it was planned, and it may be night by now.
    const at = await now();
    const hour = self ? at : testHour(plan(), message, at);
    if (hour !== undefined && hour > at)
      return { outcome: 'postponed', afterMs: msBetween(at, hour), reason: 'no test is sent at this hour' };
    return sender.send(message, signal);
  },
});
