import type { Outcome, Postponed } from './core/aggregate.ts';
import type { Plan } from './core/plan/schema.ts';
import type { ReachEffect } from './core/reach/events.ts';
import { testHour } from './core/reach/hours.ts';
import type { Instant } from './core/time.ts';
import { MINUTE_MS, msBetween } from './core/time.ts';
import { pagePerformer } from './engine/paging.ts';
import { reasonOf } from './engine/notice.ts';
import type { Clock } from './ports/clock.ts';
import type { TellPerson } from './ports/notices.ts';
import type { Pager } from './ports/pager.ts';
import type { Performer } from './ports/performer.ts';

type Parts = {
  readonly pagers: readonly Pager[];
  readonly plan: () => Plan;
  /** The clock of the incidents. */
  readonly now: () => Promise<Instant>;
  /** A provider that says nothing is overtaken by this one. */
  readonly wall: Clock;
  readonly tell: TellPerson;
};
type EffectOf<Kind extends ReachEffect['kind']> = Extract<ReachEffect, { readonly kind: Kind }>;

/** Sends test messages by the same ways as pages, and tells the plan's owner what failed. */
export function reachPerformers({ pagers, plan, now, wall, tell }: Parts): {
  readonly test: Performer<EffectOf<'test'>>;
  readonly tellOwner: Performer<EffectOf<'tellOwner'>>;
} {
  const pages = pagePerformer(pagers, wall);
  return {
    test: {
      timeoutMs: pages.timeoutMs,
      async perform({ message, self }, signal): Promise<Outcome | Postponed> {
        // Judged once more when it leaves: Muster may have stood still since it was planned, and it may be night by now.
        const at = await now();
        const hour = self ? at : testHour(plan(), message, at);
        if (hour !== undefined && hour > at)
          return { outcome: 'postponed', afterMs: msBetween(at, hour), reason: 'no test is sent at this hour' };
        return pages.perform({ kind: 'page', page: message.key, attempt: 1, message }, signal);
      },
    },
    tellOwner: {
      timeoutMs: pages.timeoutMs,
      async perform({ note }): Promise<Outcome | Postponed> {
        try {
          await tell(note);
          return { outcome: 'accepted', reference: note.key };
        } catch (fault) {
          return { outcome: 'postponed', afterMs: MINUTE_MS, reason: reasonOf(fault) };
        }
      },
    },
  };
}
