import type { Facts, Status } from './events.ts';
import type { NearMiss } from './state.ts';
import type { Texts } from './report.ts';

/** One turn of the talk between a reporter and the receivers. A reporter's bears the week, a receiver's the day. */
export type Letter = { readonly from: 'reporter' | 'receivers'; readonly when: string; readonly text: string };

/** What lies in the sealed file about one report, until it is forgotten. */
export type Thread = {
  readonly facts: Facts;
  readonly texts: Texts;
  readonly signed: { readonly name: string; readonly mayThank: boolean } | null;
  readonly letters: readonly Letter[];
};

/** What a reporter finds with the code. */
export type Mailbox = {
  /** `waiting`: not written yet, and lost if Muster crashes before it is. */
  readonly state: 'waiting' | 'open' | 'closed' | 'deleted';
  readonly status: Status;
  readonly week: string | null;
  readonly replyBy: string | null;
  readonly asks: boolean;
  readonly what: string;
  readonly letters: readonly Letter[];
  /** Changes to the plan that came of it, in the words of the receivers. */
  readonly changes: readonly { readonly say: string; readonly plan: string }[];
};

export function mailboxOf(one: NearMiss, thread: Thread | undefined): Mailbox {
  const changes = one.changes.flatMap(({ say, decided }) =>
    decided?.accepted === true ? [{ say, plan: decided.plan }] : [],
  );
  return {
    state: one.forgotten || thread === undefined ? 'deleted' : one.closedAt === null ? 'open' : 'closed',
    status: one.status,
    week: one.week,
    replyBy: one.answeredAt === null ? one.replyBy : null,
    asks: one.asks,
    what: thread?.texts.what ?? '',
    letters: thread?.letters ?? [],
    changes,
  };
}
