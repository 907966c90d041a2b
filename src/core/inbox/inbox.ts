import type { Aggregate, Owed } from '../aggregate.ts';
import { decided } from '../aggregate.ts';
import { retryMs } from '../incident/effects.ts';
import type { Instant } from '../time.ts';
import { fromMs, plusMs } from '../time.ts';

/**
 * What a chat platform or a provider delivered: kept before it is acknowledged, worked afterwards. One small stream for each
 * delivery, named by the delivery's own id, so that the same one twice is one.
 */
export const INBOX = 'IN-';

/** `source` names who works it: `slack`, `teams`. `id` is the delivery's own. */
type Taken = { readonly id: string; readonly source: string; readonly body: unknown };

export type InboxChange =
  | ({ readonly type: 'taken' } & Taken)
  | { readonly type: 'worked' }
  | { readonly type: 'notWorked'; readonly attempt: number; readonly reason: string };
export type InboxCommand = { readonly type: 'take' } & Taken;
export type InboxEffect = { readonly kind: 'deliver' } & Taken;

export type Inbox = {
  readonly taken: Taken | null;
  readonly open: boolean;
  readonly attempt: number;
  readonly at: Instant;
};

/** What throws so often is poison, and is left for people to look at in the log: about two minutes of trying. */
const MOST_ATTEMPTS = 8;
const begin: Inbox = { taken: null, open: false, attempt: 1, at: fromMs(0) };

function evolve(state: Inbox, event: InboxChange & { readonly at: Instant }): Inbox {
  switch (event.type) {
    case 'taken':
      return { ...begin, taken: { id: event.id, source: event.source, body: event.body }, open: true, at: event.at };
    case 'worked':
      return { ...state, open: false };
    case 'notWorked': {
      const { attempt, at } = event;
      return { ...state, open: attempt < MOST_ATTEMPTS, attempt: attempt + 1, at: plusMs(at, retryMs(attempt)) };
    }
    default:
      return state;
  }
}

/** In the lane of pages: an answer that stops the paging is as urgent as a page. */
function outstanding({ open, taken, attempt, at }: Inbox): readonly Owed<InboxEffect>[] {
  if (!open || taken === null) return [];
  const effect = { kind: 'deliver', ...taken } as const;
  return [{ key: `deliver/${attempt}`, at, lane: 'page', class: 'at least once', effect }];
}

export const inbox: Aggregate<Inbox, InboxChange, InboxCommand, InboxEffect> = {
  prefixes: [INBOX],
  begin,
  pins: () => undefined,
  evolve,
  decide: (state, command) => (state.taken === null ? decided({ ...command, type: 'taken' }) : decided()),
  live: ({ open }) => open,
  deadlines: () => [],
  outstanding,
  pass: () => [],
  intend: () => [],
  settle: ({ attempt }, _owed, { outcome }) =>
    outcome.outcome === 'accepted' ? [{ type: 'worked' }] : [{ type: 'notWorked', attempt, reason: outcome.reason }],
};
