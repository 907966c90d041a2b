import type { Aggregate, Decision, Outcome, Owed } from '../aggregate.ts';
import { decided } from '../aggregate.ts';
import type { PersonId } from '../ids.ts';
import type { Medium } from '../media.ts';
import type { Instant } from '../time.ts';
import { latest, MINUTE_MS, plusMs } from '../time.ts';
import { bundled } from './bundle.ts';
import { nextTry, triesOver, type Turn } from './turn.ts';

/** What somebody should know and what wakes nobody: one small stream for each person, `NOTE-ann`. */
export const NOTICES = 'NOTE-';
export const noticesOf = (person: PersonId) => `${NOTICES}${person}`;

/** Stands in a message where a page names its incident: nothing can be answered to it. */
export const NOTE = 'note';
/** What comes in for one person within so long travels as one message. */
export const GATHER_MS = 10 * MINUTE_MS;
/** The names of notes that are over are remembered so far back; the same one again is not sent again. */
const MOST_KNOWN = 500;

export type QuietWay = { readonly medium: Medium; readonly to: string };
type Noted = {
  readonly person: PersonId;
  readonly key: string;
  readonly subject: string;
  readonly text: string;
  /** In the order in which they are tried; empty when the plan has none but a call. */
  readonly ways: readonly QuietWay[];
  /** Not before: the end of the person's quiet hours. */
  readonly earliest: Instant;
};
export type WaitingNote = Noted & { readonly due: Instant };

export type NoticesChange =
  | ({ readonly type: 'noted' } & Noted)
  | { readonly type: 'notesSent'; readonly keys: readonly string[]; readonly medium: Medium }
  | { readonly type: 'notesNotSent'; readonly reason: string; readonly permanent: boolean }
  /** No way took them for a day, or the plan has none. */
  | { readonly type: 'notesGivenUp'; readonly keys: readonly string[]; readonly reason: string };
export type NoticesCommand = { readonly type: 'notify' } & Noted;
export type NoticeEffect = {
  readonly kind: 'notice';
  readonly person: PersonId;
  readonly keys: readonly string[];
  readonly key: string;
  readonly way: QuietWay;
  readonly subject: string;
  readonly text: string;
};

export type Notices = {
  readonly waiting: readonly WaitingNote[];
  /** Names of notes that are over, oldest first. */
  readonly known: readonly string[];
  readonly turn: Turn;
};

const FIRST: Turn = { bundle: 1, attempt: 1, way: 0, tries: 0, round: 1, at: null };
const begin: Notices = { waiting: [], known: [], turn: FIRST };

function evolve(state: Notices, event: NoticesChange & { readonly at: Instant }): Notices {
  switch (event.type) {
    case 'noted': {
      const { person, key, subject, text, ways, earliest, at } = event;
      const due = latest(plusMs(at, GATHER_MS), earliest);
      return { ...state, waiting: [...state.waiting, { person, key, subject, text, ways, earliest, due }] };
    }
    case 'notesSent':
    case 'notesGivenUp': {
      const known = [...state.known, ...event.keys].slice(-MOST_KNOWN);
      const waiting = state.waiting.filter(({ key }) => !event.keys.includes(key));
      return { waiting, known, turn: { ...FIRST, bundle: state.turn.bundle + 1 } };
    }
    case 'notesNotSent':
      return { ...state, turn: nextTry(state.turn, waysOf(state).length, event) };
    default:
      return state;
  }
}

/** Those of the newest note: the plan may have changed since the others were asked for. */
const waysOf = ({ waiting }: Notices) => waiting.at(-1)?.ways ?? [];

function decide({ waiting, known }: Notices, command: NoticesCommand): Decision<NoticesChange> {
  if (known.includes(command.key) || waiting.some(({ key }) => key === command.key)) return decided();
  const noted = { ...command, type: 'noted' } as const;
  if (command.ways.length > 0) return decided(noted);
  const reason = 'the plan has no way for what can wait: no chat, e-mail, push or SMS';
  return decided<NoticesChange>(noted, { type: 'notesGivenUp', keys: [command.key], reason });
}

/** The first that is due, with all that may be sent by then. */
function outstanding(state: Notices): readonly Owed<NoticeEffect>[] {
  const { waiting, turn } = state;
  const [first] = waiting.map(({ due }) => due).toSorted();
  const ways = waysOf(state);
  const way = ways[turn.way % Math.max(1, ways.length)];
  if (first === undefined || way === undefined) return [];
  const at = turn.at === null ? first : latest(first, turn.at);
  const notes = waiting.filter(({ earliest }) => earliest <= at);
  const person = notes[0]?.person;
  if (person === undefined) return [];
  const name = `${noticesOf(person)}/${turn.bundle}`;
  const effect = {
    kind: 'notice',
    person,
    keys: notes.map(({ key }) => key),
    key: `${name}/${way.medium}/${turn.attempt}`,
    way,
    ...bundled(notes),
  } as const;
  return [{ key: `${name}.${turn.attempt}`, at, lane: 'house', class: 'at least once', effect }];
}

function settle(state: Notices, { effect }: Owed<NoticeEffect>, outcome: Outcome): readonly NoticesChange[] {
  const { keys, way } = effect;
  if (outcome.outcome === 'accepted') return [{ type: 'notesSent', keys, medium: way.medium }];
  const { reason } = outcome;
  const permanent = outcome.outcome === 'failed' && outcome.permanent;
  const failed = { type: 'notesNotSent', reason, permanent } as const;
  return triesOver(state.turn, waysOf(state).length, permanent)
    ? [failed, { type: 'notesGivenUp', keys, reason: `no way took them for a day; the last: ${reason}` }]
    : [failed];
}

export const notices: Aggregate<Notices, NoticesChange, NoticesCommand, NoticeEffect> = {
  prefixes: [NOTICES],
  begin,
  pins: () => undefined,
  evolve,
  decide,
  live: ({ waiting }) => waiting.length > 0,
  deadlines: () => [],
  outstanding,
  pass: () => [],
  intend: () => [],
  settle: (state, owed, { outcome }) => settle(state, owed, outcome),
};
