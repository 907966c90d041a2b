import { retryMs } from '../incident/effects.ts';
import type { Instant } from '../time.ts';
import { plusMs } from '../time.ts';
import type { Category, ChangeKind, Digest, Facts, NearMissChange, Status } from './events.ts';

export type ProposedChange = {
  readonly kind: ChangeKind;
  readonly say: string;
  readonly yaml: string;
  readonly decided: {
    readonly accepted: boolean;
    readonly why: string;
    readonly plan: string;
    readonly at: Instant;
  } | null;
};

export type NearMiss = Facts & {
  /** When the batch was written. */
  readonly takenAt: Instant;
  readonly status: Status;
  /** The first answer of a person. */
  readonly answeredAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly category: Category | null;
  readonly lesson: string | null;
  readonly changes: readonly ProposedChange[];
  /** The digest that it was in. */
  readonly published: string | null;
  readonly missed: boolean;
  /** The reporter has written since the last answer. */
  readonly unread: boolean;
  /** A question waits for the reporter. */
  readonly asks: boolean;
  /** Its thread is deleted, 90 days after the end. */
  readonly forgotten: boolean;
};

type Telling = {
  readonly key: string;
  readonly at: Instant;
  readonly attempt: number;
  readonly about: 'new' | 'missed';
  readonly count: number;
};

export type NearMissState = {
  readonly all: Readonly<Record<string, NearMiss>>;
  readonly digests: readonly Digest[];
  /** The last period that was published or held. */
  readonly period: string | null;
  readonly batches: number;
  readonly tell: readonly Telling[];
};

/** Whoever cannot be told so often is not told any more; the console shows it all the same. */
export const MOST_ATTEMPTS = 8;

export const begin: NearMissState = { all: {}, digests: [], period: null, batches: 0, tell: [] };
const taken = (facts: Facts, at: Instant): NearMiss => ({
  ...facts,
  takenAt: at,
  status: 'received',
  answeredAt: null,
  closedAt: null,
  category: null,
  lesson: null,
  changes: [],
  published: null,
  missed: false,
  unread: true,
  asks: false,
  forgotten: false,
});

type Stamped = NearMissChange & { readonly at: Instant };
const isEnd = (status: Status) => status === 'changed' || status === 'no change because';

function change(state: NearMissState, id: string, make: (one: NearMiss) => NearMiss): NearMissState {
  const one = Object.hasOwn(state.all, id) ? state.all[id] : undefined;
  return one === undefined ? state : { ...state, all: { ...state.all, [id]: make(one) } };
}

export function evolve(state: NearMissState, event: Stamped): NearMissState {
  switch (event.type) {
    case 'nearMissesTaken': {
      const fresh = Object.fromEntries(event.reports.map((facts) => [facts.id, taken(facts, event.at)]));
      const next = event.letters.reduce(
        (now, id) => change(now, id, (one) => ({ ...one, unread: true, asks: false })),
        { ...state, all: { ...state.all, ...fresh }, batches: state.batches + 1 },
      );
      const key = `tell/new-${next.batches}`;
      const count = event.reports.length + event.letters.length;
      return { ...next, tell: [...state.tell, { key, at: event.at, attempt: 1, about: 'new', count }] };
    }
    case 'nearMissAnswered':
      return change(state, event.id, (one) => ({
        ...one,
        status: event.status,
        answeredAt: one.answeredAt ?? event.at,
        unread: false,
        asks: event.asks,
        closedAt: isEnd(event.status) ? (one.closedAt ?? event.at) : null,
      }));
    case 'nearMissSorted':
      return change(state, event.id, (one) => ({ ...one, category: event.category }));
    case 'lessonWritten':
      return change(state, event.id, (one) => ({ ...one, lesson: event.text }));
    case 'planChangeProposed': {
      const { kind, say, yaml } = event;
      return change(state, event.id, (one) => ({
        ...one,
        changes: [...one.changes, { kind, say, yaml, decided: null }],
      }));
    }
    case 'planChangeDecided': {
      const { accepted, why, plan, at } = event;
      const decide = (one: ProposedChange, nth: number) =>
        nth === event.nth ? { ...one, decided: { accepted, why, plan, at } } : one;
      return change(state, event.id, (one) => ({ ...one, changes: one.changes.map(decide) }));
    }
    case 'nearMissDigestPublished': {
      const marked = event.ids.reduce(
        (now, id) => change(now, id, (one) => ({ ...one, published: event.period })),
        state,
      );
      return { ...marked, period: event.period, digests: [...state.digests, event.digest] };
    }
    case 'nearMissDigestHeld':
      return { ...state, period: event.period };
    case 'nearMissFeedbackMissed': {
      const telling = { key: `tell/missed-${event.id}`, at: event.at, attempt: 1, about: 'missed', count: 1 } as const;
      return { ...change(state, event.id, (one) => ({ ...one, missed: true })), tell: [...state.tell, telling] };
    }
    case 'nearMissForgotten':
      return change(state, event.id, (one) => ({ ...one, forgotten: true }));
    case 'receiversTold':
      return { ...state, tell: state.tell.filter(({ key }) => key !== event.key) };
    case 'receiversNotTold': {
      const again = (one: Telling) =>
        one.key !== event.key
          ? [one]
          : event.attempt >= MOST_ATTEMPTS
            ? []
            : [{ ...one, attempt: event.attempt + 1, at: plusMs(event.at, retryMs(event.attempt)) }];
      return { ...state, tell: state.tell.flatMap(again) };
    }
    default:
      return state;
  }
}
