import type { Instant } from '../time.ts';
import { ahead, nextDecision } from './ahead.ts';
import { buttonsFor, wordsFor } from './buttons.ts';
import type { Button } from './buttons.ts';
import { byOf } from './deadlines.ts';
import type { StepTimes } from './deadlines.ts';
import {
  COMMANDER,
  currentFrame,
  entriesOf,
  entryOf,
  isGroup,
  isLive,
  isOver,
  isPlaying,
  plain,
  roleOf,
  textOf,
} from './run.ts';
import type { Entry, Frame, Run } from './run.ts';
import { verbOf } from './schema.ts';

/** The one thing to do next for a role, or the sentence that says until when there is nothing. */
export type NextAction = {
  readonly role: string;
  /** Somebody other than the role's holder who took the step or was given it; null for the role itself. */
  readonly person: string | null;
  readonly step: number | null;
  readonly kind: 'step' | 'stuck' | 'wait' | 'decision ahead' | 'exit' | 'close' | 'nothing';
  readonly text: string;
  /** What the main button says, as a line of words; empty when there is nothing to say. */
  readonly words: string;
  readonly buttons: readonly Button[];
  readonly by: Instant | null;
  /** Other open steps of the same role. */
  readonly more: readonly number[];
};

export type ActionView = {
  /** Who holds each role that is filled; a step of a role that nobody holds falls to the commander. Null: all are filled. */
  readonly holders: Readonly<Record<string, string>> | null;
  readonly times: StepTimes | null;
};

/**
 * For every role of the playbooks in play, and always the commander: one next action. The commander also sees the next
 * decision (domain 3.1), and is told when a step is stuck, when the list is at its end and when nothing is open.
 */
export function nextActions(run: Run, view: ActionView): readonly NextAction[] {
  if (run.frames.length === 0) return [];
  const open = entriesOf(run).filter((entry) => isLive(entry) && !isGroup(entry));
  const roles = rolesIn(run, open, view);
  return [
    ...roles.flatMap((role) => {
      const own = open.filter((entry) => holds(entry, role, view) && !isElsewhere(entry, role, view));
      if (own.length > 0) return [actionOf(run, view, { role, person: null, own })];
      return role === COMMANDER ? [] : [nothingFor(run, role, view)];
    }),
    ...lentOut(run, open, view),
    ...forCommander(run, open, view),
  ];
}

/** The role that a step falls to. Muster's own steps fall to the commander when they need a person. */
export const fallsTo = (entry: Entry, { holders }: Pick<ActionView, 'holders'>) => {
  const role = roleOf(entry);
  if (role === 'bot') return COMMANDER;
  return holders === null || Object.hasOwn(holders, role) ? role : COMMANDER;
};
const holds = (entry: Entry, role: string, view: ActionView) => fallsTo(entry, view) === role;
const isElsewhere = (entry: Entry, role: string, { holders }: ActionView) =>
  entry.owner !== null && holders !== null && holders[role] !== undefined && entry.owner !== holders[role];

function rolesIn(run: Run, open: readonly Entry[], view: ActionView): readonly string[] {
  const playing = new Set(run.frames.filter(isPlaying).map(({ n }) => n));
  const inPlay = entriesOf(run).filter((entry) => playing.has(entry.frame) && !isGroup(entry));
  return [...new Set([COMMANDER, ...[...inPlay, ...open].map((entry) => fallsTo(entry, view))])];
}

type Own = { readonly role: string; readonly person: string | null; readonly own: readonly Entry[] };

/** What can be done now comes before what is stuck, and that before what only waits. */
const RANKS = ['step', 'stuck', 'wait'] as const;
const rankOf = (entry: Entry): (typeof RANKS)[number] => {
  if (entry.state === 'stuck') return 'stuck';
  const itself = entry.state === 'doing' && (verbOf(entry.step) === 'wait' || verbOf(entry.step) === 'run');
  return itself || entry.state === 'waiting' ? 'wait' : 'step';
};

function actionOf(run: Run, { times }: ActionView, { role, person, own }: Own): NextAction {
  const ranked = own.toSorted((a, b) => RANKS.indexOf(rankOf(a)) - RANKS.indexOf(rankOf(b)) || a.n - b.n);
  const [entry] = ranked;
  if (entry === undefined) throw new Error('no step to act on');
  const due = times === null ? null : byOf(run, entry.step, times);
  return {
    role,
    person,
    step: entry.n,
    kind: rankOf(entry),
    text: sayStep(entry),
    words: wordsFor(entry),
    buttons: buttonsFor(entry),
    by: entry.waitsUntil ?? due,
    more: ranked.slice(1).map(({ n }) => n),
  };
}

function sayStep(entry: Entry): string {
  const text = textOf(entry.step);
  if (entry.state === 'stuck') return `Stuck (${entry.reason ?? ''}): ${text}`;
  const verb = verbOf(entry.step);
  if (verb === 'wait') return entry.again ? `Still waiting. Has it happened? ${text}` : text;
  if (entry.state === 'waiting') return `Waiting before the check: ${text}`;
  if (verb === 'run' && entry.state === 'doing') return `${text}. Nothing to do until it answers`;
  return verb === 'check' ? `Check: ${text}` : text;
}

/** Steps that somebody else than the holder of their role took or was given. */
function lentOut(run: Run, open: readonly Entry[], view: ActionView): readonly NextAction[] {
  const lent = open.filter((entry) => isElsewhere(entry, fallsTo(entry, view), view));
  const people = [...new Set(lent.flatMap((entry) => entry.owner ?? []))];
  return people.map((person) => {
    const own = lent.filter((entry) => entry.owner === person);
    return actionOf(run, view, { role: own[0] === undefined ? COMMANDER : fallsTo(own[0], view), person, own });
  });
}

function nothingFor(run: Run, role: string, view: ActionView): NextAction {
  const comes = ahead(run).find((entry) => holds(entry, role, view) && !isGroup(entry));
  const decision = nextDecision(run);
  const until =
    comes === undefined
      ? decision === undefined || !mayCome(run, role, view)
        ? 'somebody asks you'
        : `step ${decision.n} is decided (${textOf(decision.step)})`
      : `step ${comes.n} (${textOf(comes.step)})`;
  return { ...nothing(role), text: `Nothing for you until ${until}.` };
}

const mayCome = (run: Run, role: string, view: ActionView) =>
  entriesOf(run).some((entry) => entry.state === 'waiting' && holds(entry, role, view));

const nothing = (role: string): NextAction => ({
  role,
  person: null,
  step: null,
  kind: 'nothing',
  text: '',
  words: '',
  buttons: [],
  by: null,
  more: [],
});

function forCommander(run: Run, open: readonly Entry[], view: ActionView): readonly NextAction[] {
  const stuck = open.filter(
    (entry) => entry.state === 'stuck' && !hasOtherWay(run, entry) && !holds(entry, COMMANDER, view),
  );
  const told = stuck.map((entry): NextAction => {
    const what = `Step ${entry.n} is stuck (${entry.reason ?? ''}): ${textOf(entry.step)}`;
    const text = `${what}. Help, give it to somebody else, or leave it out.`;
    const words = `assign ${entry.n} me`;
    const buttons = [{ label: "I'll do it", words }, ...buttonsFor(entry)];
    return { ...nothing(COMMANDER), step: entry.n, kind: 'stuck', text, words, buttons };
  });
  const busy = open.some((entry) => holds(entry, COMMANDER, view) && !isElsewhere(entry, COMMANDER, view));
  const closing = closingOf(run, open);
  const decision = decisionAhead(run, view);
  const all = [...told, ...closing, ...decision];
  if (busy || all.some(({ kind }) => kind !== 'decision ahead')) return all;
  return [idle(run, open, view), ...all];
}

const hasOtherWay = (run: Run, entry: Entry) =>
  entriesOf(run).some((way) => way.parent === entry.n && way.origin === 'other way' && isLive(way));

/** At the end of the list: the closing criteria one by one, then the close itself. */
function closingOf(run: Run, open: readonly Entry[]): readonly NextAction[] {
  const frame = currentFrame(run);
  if (frame?.state !== 'finished') return [];
  const at = frame.exits.indexOf(false);
  const text = frame.playbook.exit[at];
  if (text === undefined) {
    const still = open.length === 0 ? '' : ` Still open: ${open.map(({ n }) => `step ${n}`).join(', ')}.`;
    return [
      {
        ...nothing(COMMANDER),
        kind: 'close',
        text: `Everything is ticked: close the incident.${still}`,
        words: 'close',
      },
    ];
  }
  const words = `exit ${at + 1}`;
  const buttons = [{ label: 'It is so', words }];
  return [{ ...nothing(COMMANDER), kind: 'exit', text: `Before closing, is this so? ${text}`, words, buttons }];
}

function decisionAhead(run: Run, { times }: ActionView): readonly NextAction[] {
  const decision = nextDecision(run);
  if (decision === undefined || isLive(decision)) return [];
  const by = times === null ? null : byOf(run, decision.step, times);
  const text = `Not yet, the next decision, step ${decision.n}: ${textOf(decision.step)}`;
  const shown = { words: wordsFor(decision), buttons: buttonsFor(decision) };
  return [{ ...nothing(COMMANDER), kind: 'decision ahead', step: decision.n, text, ...shown, by }];
}

/** Others are busy, or nothing is open at all: then the commander may begin any step that is left. */
function idle(run: Run, open: readonly Entry[], view: ActionView): NextAction {
  if (open.length > 0) {
    const list = open.map((entry) => `step ${entry.n} with the ${plain(fallsTo(entry, view))}`);
    return {
      ...nothing(COMMANDER),
      text: `Nothing for you until one of these is done: ${list.slice(0, 4).join(', ')}.`,
    };
  }
  const next = firstWaiting(run, currentFrame(run));
  if (next === undefined)
    return {
      ...nothing(COMMANDER),
      kind: 'close',
      text: 'No step is open. Close the incident, or add a step.',
      words: 'close',
    };
  const [button] = verbOf(next.step) === 'wait' ? buttonsFor(next) : [{ label: 'Begin it', words: `doing ${next.n}` }];
  const words = button?.words ?? '';
  return {
    ...nothing(COMMANDER),
    kind: 'step',
    step: next.n,
    text: `No step is open. Begin: ${textOf(next.step)}`,
    words,
    buttons: button === undefined ? [] : [button],
  };
}

function firstWaiting(run: Run, frame: Frame | undefined): Entry | undefined {
  for (const key of frame?.order ?? []) {
    const entry = entryOf(run, frame?.newest[key] ?? 0);
    if (entry !== undefined && !isOver(entry) && !isGroup(entry) && entry.passedOverBy === null) return entry;
  }
  return undefined;
}
