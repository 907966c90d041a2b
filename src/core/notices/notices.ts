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
/** The reference of a note that was not sent: what it is about was over before it could leave. */
export const PAST = 'past';
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
  /** Not gathered: it leaves at once, alone. */
  readonly now?: true;
};
export type WaitingNote = Noted & { readonly due: Instant };

export type NoticesChange =
  | ({ readonly type: 'noted' } & Noted)
  | { readonly type: 'notesSent'; readonly keys: readonly string[]; readonly medium: Medium }
  /** `key`: the one that travels alone. */
  | { readonly type: 'notesNotSent'; readonly reason: string; readonly permanent: boolean; readonly key?: string }
  /** No way took them for a day, the plan has none, or they were over before they could leave. */
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
  readonly alone: boolean;
};

export type Notices = {
  /** Those that are gathered. */
  readonly waiting: readonly WaitingNote[];
  /** Those that travel alone, each with its own tries: what is gathered never holds them up. `bundle` counts them. */
  readonly alone: readonly Lone[];
  readonly aloneSoFar: number;
  /** Names of notes that are over, oldest first. */
  readonly known: readonly string[];
  readonly turn: Turn;
};

export type Lone = { readonly note: WaitingNote; readonly turn: Turn };

const FIRST: Turn = { bundle: 1, attempt: 1, way: 0, tries: 0, round: 1, at: null };
const begin: Notices = { waiting: [], alone: [], aloneSoFar: 0, known: [], turn: FIRST };

function evolve(state: Notices, event: NoticesChange & { readonly at: Instant }): Notices {
  switch (event.type) {
    case 'noted':
      return withNote(state, event);
    case 'notesSent':
    case 'notesGivenUp': {
      const isOver = ({ key }: WaitingNote) => event.keys.includes(key);
      const known = [...state.known, ...event.keys].slice(-MOST_KNOWN);
      const alone = state.alone.filter(({ note }) => !isOver(note));
      if (alone.length < state.alone.length) return { ...state, alone, known };
      const waiting = state.waiting.filter((note) => !isOver(note));
      return { ...state, waiting, known, turn: { ...FIRST, bundle: state.turn.bundle + 1 } };
    }
    case 'notesNotSent': {
      if (event.key === undefined) return { ...state, turn: nextTry(state.turn, waysOf(state).length, event) };
      const alone = state.alone.map((one) =>
        one.note.key === event.key ? { ...one, turn: nextTry(one.turn, one.note.ways.length, event) } : one,
      );
      return { ...state, alone };
    }
    default:
      return state;
  }
}

function withNote(state: Notices, event: Noted & { readonly at: Instant }): Notices {
  const { person, key, subject, text, ways, earliest, at } = event;
  const note = { person, key, subject, text, ways, earliest };
  if (event.now !== true) {
    const due = latest(plusMs(at, GATHER_MS), earliest);
    return { ...state, waiting: [...state.waiting, { ...note, due }] };
  }
  const aloneSoFar = state.aloneSoFar + 1;
  const lone = { note: { ...note, due: latest(at, earliest) }, turn: { ...FIRST, bundle: aloneSoFar } };
  return { ...state, aloneSoFar, alone: [...state.alone, lone] };
}

/** Those of the newest note: the plan may have changed since the others were asked for. */
const waysOf = ({ waiting }: Notices) => waiting.at(-1)?.ways ?? [];

function decide({ waiting, alone, known }: Notices, command: NoticesCommand): Decision<NoticesChange> {
  const waits = [...waiting, ...alone.map(({ note }) => note)].some(({ key }) => key === command.key);
  if (known.includes(command.key) || waits) return decided();
  const noted = { ...command, type: 'noted' } as const;
  if (command.ways.length > 0) return decided(noted);
  const reason = 'the plan has no way for what can wait: no chat, e-mail, push or SMS';
  return decided<NoticesChange>(noted, { type: 'notesGivenUp', keys: [command.key], reason });
}

const outstanding = (state: Notices): readonly Owed<NoticeEffect>[] => [
  ...state.alone.flatMap(({ note, turn }) =>
    owed([note], {
      name: `${noticesOf(note.person)}/now${turn.bundle}`,
      at: hourOf(note, turn),
      ways: note.ways,
      turn,
      alone: true,
    }),
  ),
  ...gathered(state),
];

/** The first that is due, with all that may be sent by then. */
function gathered(state: Notices): readonly Owed<NoticeEffect>[] {
  const { waiting, turn } = state;
  const [first] = waiting.toSorted((a, b) => (a.due < b.due ? -1 : 1));
  if (first === undefined) return [];
  const at = hourOf(first, turn);
  const notes = waiting.filter(({ earliest }) => earliest <= at);
  const name = `${noticesOf(first.person)}/${turn.bundle}`;
  return owed(notes, { name, at, ways: waysOf(state), turn, alone: false });
}

const hourOf = ({ due }: WaitingNote, { at }: Turn) => (at === null ? due : latest(due, at));

type Sending = {
  readonly name: string;
  readonly at: Instant;
  readonly ways: readonly QuietWay[];
  readonly turn: Turn;
  readonly alone: boolean;
};
/** All of them as one message. */
function owed(notes: readonly WaitingNote[], { name, at, ways, turn, alone }: Sending): readonly Owed<NoticeEffect>[] {
  const [first] = notes;
  const way = ways[turn.way % Math.max(1, ways.length)];
  if (first === undefined || way === undefined) return [];
  const effect = {
    kind: 'notice',
    person: first.person,
    keys: notes.map(({ key }) => key),
    key: `${name}/${way.medium}/${turn.attempt}`,
    way,
    ...bundled(notes),
    alone,
  } as const;
  return [{ key: `${name}.${turn.attempt}`, at, lane: 'house', class: 'at least once', effect }];
}

function settle(state: Notices, { effect }: Owed<NoticeEffect>, outcome: Outcome): readonly NoticesChange[] {
  const { keys, way } = effect;
  if (outcome.outcome === 'accepted' && outcome.reference === PAST)
    return [{ type: 'notesGivenUp', keys, reason: 'it was over before it could be sent' }];
  if (outcome.outcome === 'accepted') return [{ type: 'notesSent', keys, medium: way.medium }];
  const { reason } = outcome;
  const permanent = outcome.outcome === 'failed' && outcome.permanent;
  const lone = effect.alone ? state.alone.find(({ note }) => keys.includes(note.key)) : undefined;
  const [turn, ways] = lone === undefined ? [state.turn, waysOf(state)] : [lone.turn, lone.note.ways];
  const failed = { type: 'notesNotSent', reason, permanent, ...(lone && { key: lone.note.key }) } as const;
  return triesOver(turn, ways.length, permanent)
    ? [failed, { type: 'notesGivenUp', keys, reason: `no way took them for a day; the last: ${reason}` }]
    : [failed];
}

export const notices: Aggregate<Notices, NoticesChange, NoticesCommand, NoticeEffect> = {
  prefixes: [NOTICES],
  begin,
  pins: () => undefined,
  evolve,
  decide,
  live: ({ waiting, alone }) => waiting.length + alone.length > 0,
  deadlines: () => [],
  outstanding,
  pass: () => [],
  intend: () => [],
  settle: (state, owed, { outcome }) => settle(state, owed, outcome),
};
