import type { Hash, PersonId } from '../ids.ts';
import type { By } from '../incident/events.ts';
import type { Medium } from '../media.ts';
import type { PageMessage } from '../message.ts';
import type { Instant } from '../time.ts';
import type { How, WayTo } from './proofs.ts';

/** One way of somebody who is asked, and when its message is to leave. */
export type AskedWay = { readonly medium: Medium; readonly to: string; readonly at: Instant };
export type AskedPerson = { readonly person: string; readonly ways: readonly AskedWay[] };
export type NotAsked = { readonly who: string; readonly why: string };

/** Everything that can happen to the reach of the people of a plan. */
export type ReachChange =
  /** Tests and notes go by this plan from now on. */
  | { readonly type: 'reachTaken'; readonly planHash: Hash }
  | {
      readonly type: 'testAsked';
      readonly n: number;
      readonly why: 'weekly' | 'asked';
      /** Somebody asked for their own: quiet hours are theirs to break. */
      readonly self: boolean;
      /** Nobody, when a weekly one found nobody to ask. */
      readonly people: readonly AskedPerson[];
      readonly skipped: readonly NotAsked[];
      /** Answers after this hour still prove a way, but a missing one is counted. */
      readonly endsAt: Instant;
    }
  | ({ readonly type: 'testSent'; readonly n: number; readonly attempt: number; readonly reference: string } & WayTo)
  | ({
      readonly type: 'testFailed';
      readonly n: number;
      readonly attempt: number;
      readonly reason: string;
      readonly permanent: boolean;
    } & WayTo)
  /** `silent`: those who answered by no way at all. */
  | { readonly type: 'testEnded'; readonly n: number; readonly silent: readonly string[] }
  | ({ readonly type: 'proved'; readonly how: How; readonly answeredAt: Instant } & WayTo)
  /** From a page of an incident that the medium refused for good, or a message that was not delivered. */
  | ({ readonly type: 'wayFailed'; readonly key: string; readonly reason: string } & WayTo)
  | { readonly type: 'ownerTold'; readonly key: string }
  | { readonly type: 'ownerNotTold'; readonly key: string };

export type ReachCommand =
  | { readonly type: 'take'; readonly planHash: Hash }
  /** `who`: people, roles, schedules or vendors of the plan, or all of them. */
  | { readonly type: 'ask'; readonly who: readonly string[] | 'all'; readonly self: boolean }
  /** Twice on one day is once. `at`: when they answered, now if it is left out. */
  | ({ readonly type: 'prove'; readonly how: How; readonly at?: Instant } & WayTo)
  /** `key` names the page for ever: `INC-42/page/1.0/ann/sms/2`. */
  | ({ readonly type: 'fail'; readonly key: string; readonly reason: string } & WayTo)
  /** What the provider said later about a test message; `key` is the message's own. One that nobody knows is passed over. */
  | { readonly type: 'undelivered'; readonly key: string; readonly reason: string };

export type ReachEffect =
  | { readonly kind: 'test'; readonly self: boolean; readonly message: PageMessage }
  | {
      readonly kind: 'tellPerson';
      readonly note: {
        readonly person: PersonId;
        readonly key: string;
        readonly subject: string;
        readonly text: string;
      };
    };

export type ReachEvent = ReachChange & { readonly at: Instant; readonly by: By };
