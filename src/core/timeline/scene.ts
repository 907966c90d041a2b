import type { Book } from '../book.ts';
import { companyZone } from '../book.ts';
import type { EventOf } from '../incident/events.ts';
import { entry } from '../plan/schema.ts';
import { evolveRun } from '../playbook/evolve.ts';
import { isStepEvent } from './step-event.ts';
import { beginRun, entryOf, textOf } from '../playbook/run.ts';
import type { Run } from '../playbook/run.ts';
import type { Instant } from '../time.ts';
import type { Kept } from './entry.ts';
import type { Holders, Naming } from './names.ts';
import { cap, oneLine, whoOf, wordsOf } from './names.ts';

/** Levels that were paged together and have not been answered. */
export type Turn = { readonly at: Instant; readonly round: number; readonly levels: readonly number[] };

/** How things stood just before an event; `run` already knows the event, so that a new step has its name. */
export type Scene = {
  readonly book: Book;
  readonly zone: string;
  readonly naming: Naming;
  readonly run: Run;
  readonly holders: Holders;
  readonly policy: string;
  readonly functions: readonly string[];
  readonly systems: readonly string[];
  readonly turn: Turn | null;
};

export const firstScene = (book: Book, naming: Naming): Scene => ({
  book,
  zone: companyZone(book),
  naming,
  run: beginRun,
  holders: {},
  policy: 'default',
  functions: [],
  systems: [],
  turn: null,
});

export const withSteps = (run: Run, event: Kept, book: Book): Run =>
  isStepEvent(event) ? evolveRun(run, event, book.playbooks) : run;

/** How things stand after an event; its steps are folded in already. */
export function after(scene: Scene, event: Kept): Scene {
  switch (event.type) {
    case 'declared':
      return { ...scene, policy: event.policy, functions: event.functions, systems: event.systems };
    case 'hitChanged':
      return { ...scene, functions: event.functions, systems: event.systems };
    case 'rolesAssigned':
      return { ...scene, holders: event.holders };
    case 'roleAssigned':
      return { ...scene, holders: { ...scene.holders, [event.role]: event.person } };
    case 'levelPaged':
      return { ...scene, turn: turnOf(scene.turn, event) };
    case 'acknowledged':
    case 'acknowledgementLapsed':
    case 'helpAsked':
    case 'exhausted':
    case 'restored':
    case 'closed':
    case 'cancelled':
      return { ...scene, turn: null };
    default:
      return scene;
  }
}

/** A level in which nobody could be paged now takes no turn; the worst severity pages two levels in one (domain 2.4). */
function turnOf(before: Turn | null, { at, round, level, pages }: EventOf<'levelPaged'>): Turn {
  const levels = pages.some((page) => page.heldUntil === null) ? [level] : [];
  if (before === null || before.round !== round) return { at, round, levels };
  if (before.levels.includes(level)) return before;
  return before.at === at ? { ...before, levels: [...before.levels, ...levels] } : { at, round, levels };
}

export const who = (scene: Scene, id: string) => whoOf(scene.naming, scene.holders, id);
export const Who = (scene: Scene, id: string) => cap(who(scene, id));
export const words = (scene: Scene, text: string) => wordsOf(scene.naming, scene.holders, text);

/** `: because the fan stopped`; nothing when nobody said, or when it is held back. */
export function tail(scene: Scene, why: string): string {
  const text = words(scene, why);
  return text === '' ? '' : `: ${text}`;
}

export const functionName = (book: Book, id: string) => oneLine(entry(book.plan.functions, id)?.name ?? id);
export const systemName = (book: Book, id: string) => oneLine(entry(book.plan.systems, id)?.name ?? id);
export const playbookTitle = (book: Book, id: string) => oneLine(entry(book.playbooks, id)?.title ?? id);

const LONGEST_STEP = 120;

/** `step 3 "Call the carrier"`: its number is how people speak of it. What a person added is their words, and treated so. */
export function stepName(scene: Pick<Scene, 'run' | 'naming' | 'holders'>, n: number): string {
  const found = entryOf(scene.run, n);
  if (found === undefined) return `step ${n}`;
  const { step, origin } = found;
  const whole = step.title ?? textOf(step);
  const text = origin === 'added' ? wordsOf(scene.naming, scene.holders, whole) : oneLine(whole);
  if (text === '') return `step ${n}`;
  return `step ${n} "${text.length > LONGEST_STEP ? `${text.slice(0, LONGEST_STEP - 1)}…` : text}"`;
}

/** `a, b and c`. */
export function inRow(items: readonly (string | number)[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}
