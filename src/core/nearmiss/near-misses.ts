import type { Aggregate, Deadline, Decision, Moment, Owed } from '../aggregate.ts';
import { decided, refuse } from '../aggregate.ts';
import { retryMs } from '../incident/effects.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, plusMs } from '../time.ts';
import { digestOf } from './digest.ts';
import type { Category, ChangeKind, Digest, Facts, NearMissChange, Status } from './events.ts';

/** What is known about near misses, one stream for each plan. */
export const NEAR_MISSES = 'NEAR';

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

export type NearMissCommand =
  | { readonly type: 'take'; readonly reports: readonly Facts[]; readonly letters: readonly string[] }
  | { readonly type: 'answer'; readonly id: string; readonly status: Status; readonly asks: boolean }
  | { readonly type: 'sort'; readonly id: string; readonly category: Category }
  | { readonly type: 'write'; readonly id: string; readonly text: string }
  | {
      readonly type: 'propose';
      readonly id: string;
      readonly kind: ChangeKind;
      readonly say: string;
      readonly yaml: string;
    }
  | {
      readonly type: 'decide';
      readonly id: string;
      readonly nth: number;
      readonly accepted: boolean;
      readonly why: string;
      readonly plan: string;
    }
  /** The period is over. `least`: how many must be ready; `thanks`: names by the id of reports that may be thanked for. */
  | {
      readonly type: 'publish';
      readonly period: string;
      readonly least: number;
      readonly thanks: Readonly<Record<string, string>>;
    };

/** Receivers are told that something waits for them; nothing of what was reported is in it. */
export type NearMissEffect = {
  readonly kind: 'tellReceivers';
  readonly key: string;
  readonly about: 'new' | 'missed';
  readonly count: number;
};

/** A thread is deleted so long after its end (domain 5.5); the lesson stays. */
export const FORGET_AFTER_DAYS = 90;
const MOST_ATTEMPTS = 8;

const begin: NearMissState = { all: {}, digests: [], period: null, batches: 0, tell: [] };
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

function evolve(state: NearMissState, event: Stamped): NearMissState {
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

const NOT_THERE = refuse('no-such-report', 'There is no such report any more. Load the page of the near misses again.');

function decide(state: NearMissState, command: NearMissCommand, _moment: Moment): Decision<NearMissChange> {
  if (command.type === 'take') return take(state, command);
  if (command.type === 'publish') {
    const { period, least, thanks } = command;
    if (state.period === period) return decided();
    const found = digestOf(Object.values(state.all), { period, least, thanks });
    if (found === undefined) return decided({ type: 'nearMissDigestHeld', period });
    return decided({ type: 'nearMissDigestPublished', period, ...found });
  }
  const one = Object.hasOwn(state.all, command.id) ? state.all[command.id] : undefined;
  if (one === undefined || one.forgotten) return NOT_THERE;
  switch (command.type) {
    case 'answer':
      return command.asks && !one.mayAsk
        ? refuse('may-not-ask', 'This reporter did not agree to questions. Write what you decided, without asking.')
        : decided({ ...command, type: 'nearMissAnswered' });
    case 'sort':
      return decided({ ...command, type: 'nearMissSorted' });
    case 'write':
      return one.mayPublish
        ? decided({ ...command, type: 'lessonWritten' })
        : refuse('may-not-publish', 'This reporter did not agree to a published lesson.');
    case 'propose':
      return decided({ ...command, type: 'planChangeProposed' });
    case 'decide':
      return one.changes[command.nth]?.decided === null
        ? decided({ ...command, type: 'planChangeDecided' })
        : refuse('decided-already', 'Somebody has decided about this change already. Load the page again.');
    default:
      return command satisfies never;
  }
}

/** The same batch twice is one; what arrived in which order cannot be told from it. */
function take(
  state: NearMissState,
  { reports, letters }: Extract<NearMissCommand, { type: 'take' }>,
): Decision<NearMissChange> {
  const fresh = reports.filter(({ id }) => !Object.hasOwn(state.all, id)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const known = new Set([...Object.keys(state.all), ...fresh.map(({ id }) => id)]);
  const wrote = [...new Set(letters)].filter((id) => known.has(id)).toSorted();
  return fresh.length + wrote.length === 0
    ? decided()
    : decided({ type: 'nearMissesTaken', reports: fresh, letters: wrote });
}

function deadlines({ all }: NearMissState): readonly Deadline[] {
  return Object.values(all).flatMap((one): readonly Deadline[] => {
    if (one.forgotten) return [];
    const shared = { lane: 'house', facet: 'nearMiss' } as const;
    if (one.closedAt !== null)
      return [{ key: `forget/${one.id}`, at: plusMs(one.closedAt, FORGET_AFTER_DAYS * DAY_MS), ...shared }];
    return one.answeredAt === null && !one.missed ? [{ key: `feedback/${one.id}`, at: one.replyBy, ...shared }] : [];
  });
}

const outstanding = ({ tell }: NearMissState): readonly Owed<NearMissEffect>[] =>
  tell.map(({ key, at, attempt, about, count }) => ({
    key: `${key}/${attempt}`,
    at,
    lane: 'house',
    class: 'at least once',
    effect: { kind: 'tellReceivers', key: `${key}/${attempt}`, about, count },
  }));

export const nearMisses: Aggregate<NearMissState, NearMissChange, NearMissCommand, NearMissEffect> = {
  prefixes: [NEAR_MISSES],
  begin,
  pins: () => undefined,
  evolve,
  decide,
  live: () => false,
  deadlines,
  outstanding,
  pass(_state, { key }) {
    const [what, id = ''] = key.split('/');
    return [what === 'forget' ? { type: 'nearMissForgotten', id } : { type: 'nearMissFeedbackMissed', id }];
  },
  intend: () => [],
  settle(state, owed, { outcome }) {
    const key = owed.key.slice(0, owed.key.lastIndexOf('/'));
    const attempt = state.tell.find((one) => one.key === key)?.attempt ?? MOST_ATTEMPTS;
    return outcome.outcome === 'accepted'
      ? [{ type: 'receiversTold', key }]
      : [{ type: 'receiversNotTold', key, attempt, reason: outcome.reason }];
  },
};
