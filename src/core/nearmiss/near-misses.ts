import type { Aggregate, Deadline, Decision, Moment, Owed } from '../aggregate.ts';
import { decided, refuse } from '../aggregate.ts';
import { DAY_MS, plusMs } from '../time.ts';
import { digestOf } from './digest.ts';
import type { Facts, NearMissChange } from './events.ts';
import type { NearMissState } from './state.ts';
import { begin, evolve, MOST_ATTEMPTS } from './state.ts';

/** What is known about near misses, one stream for each plan. */
export const NEAR_MISSES = 'NEAR';

type Of<Type extends NearMissChange['type']> = Omit<Extract<NearMissChange, { readonly type: Type }>, 'type'>;

export type NearMissCommand =
  | { readonly type: 'take'; readonly reports: readonly Facts[]; readonly letters: readonly string[] }
  | ({ readonly type: 'answer' } & Of<'nearMissAnswered'>)
  | ({ readonly type: 'sort' } & Of<'nearMissSorted'>)
  | ({ readonly type: 'write' } & Of<'lessonWritten'>)
  | ({ readonly type: 'propose' } & Of<'planChangeProposed'>)
  | ({ readonly type: 'decide' } & Of<'planChangeDecided'>)
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
