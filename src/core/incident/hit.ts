import type { Refusal } from '../aggregate.ts';
import { refuse } from '../aggregate.ts';
import type { Book } from '../book.ts';
import type { FunctionId, SystemId } from '../ids.ts';
import { functionId, systemId } from '../ids.ts';
import type { Found } from '../lookup.ts';
import { findFunction, findSystem } from '../lookup.ts';
import { match, TRIAGE } from '../match/match.ts';
import type { Scored } from '../match/parts.ts';
import { nearest } from '../nearest.ts';
import { functionsHit } from '../plan/depends.ts';

/** A part of the plan counts as meant from this score on, and only when it is nearly as good as the best one. */
const LEAST_SCORE = 0.5;
const NEARLY = 0.95;
const MOST_GUESSED = 3;

/** What somebody said is wrong, and what they named themselves. */
export type Report = {
  readonly text: string;
  readonly functions: readonly string[];
  readonly systems: readonly string[];
  readonly playbook: string | undefined;
};

export type HitParts = {
  readonly ok: true;
  readonly functions: readonly FunctionId[];
  readonly systems: readonly SystemId[];
  readonly playbook: string;
  /** Why these, in words. */
  readonly because: string;
};

/**
 * Which part of the plan is this? What was named counts; else what the words mean. A system that fails takes the functions
 * with it that cannot do without it (domain 2.4). When nothing fits it is the triage playbook.
 */
export function partsHit(book: Book, report: Report): HitParts | { readonly ok: false; readonly refusal: Refusal } {
  const functions = all(report.functions, (words) => findFunction(book, words));
  if (!functions.ok) return functions;
  const systems = all(report.systems, (words) => findSystem(book, words));
  if (!systems.ok) return systems;
  const playbook = report.playbook;
  if (playbook !== undefined && !Object.hasOwn(book.playbooks, playbook)) return noPlaybook(book, playbook);
  const found = match(report.text, book.plan, book.playbooks);
  const best = found.fits ? found.playbooks[0] : undefined;
  const taken = playbook ?? best?.id ?? TRIAGE;
  const named = functions.ids.length + systems.ids.length > 0;
  const hit = named ? { functions: functions.ids, systems: systems.ids } : guess(found);
  return {
    ok: true,
    ...withDependants(book, hit),
    playbook: taken,
    because: reason(book, taken, playbook === undefined ? best?.because : 'as you said'),
  };
}

type Hit = Pick<HitParts, 'functions' | 'systems'>;

const guess = (found: { readonly functions: readonly Scored[]; readonly systems: readonly Scored[] }): Hit => ({
  functions: meant(found.functions).map(({ id }) => functionId(id)),
  systems: meant(found.systems).map(({ id }) => systemId(id)),
});

/** What the words name themselves, and nearly as well as the best: a worse guess would start clocks for nothing. */
function meant(scored: readonly Scored[]): readonly Scored[] {
  const named = scored.filter(({ derived }) => !derived);
  const best = named[0]?.score ?? 0;
  return named.filter(({ score }) => score >= LEAST_SCORE && score >= NEARLY * best).slice(0, MOST_GUESSED);
}

function withDependants(book: Book, { functions, systems }: Hit): Hit {
  if (functions.length > 0) return { functions, systems };
  const stopped = functionsHit(book.plan, systems).filter(({ how }) => how === 'stops');
  return { functions: stopped.map((one) => one.function), systems };
}

/** Names of functions and systems as people list them; one that could be both means the function (domain 2.6). */
export function namedParts(
  book: Book,
  words: readonly string[],
): (Hit & { readonly ok: true }) | { readonly ok: false; readonly refusal: Refusal } {
  const functions: FunctionId[] = [];
  const systems: SystemId[] = [];
  for (const word of words.flatMap((one) => one.split(',')).filter((one) => one !== '')) {
    const asFunction = findFunction(book, word);
    const asSystem = findSystem(book, word);
    if (asFunction.ok) functions.push(asFunction.id);
    else if (asSystem.ok) systems.push(asSystem.id);
    else return Object.keys(book.plan.systems).length === 0 ? asFunction : asSystem;
  }
  return { ok: true, ...withDependants(book, { functions, systems }) };
}

type All<Id> = { readonly ok: true; readonly ids: readonly Id[] } | { readonly ok: false; readonly refusal: Refusal };

function all<Id>(words: readonly string[], find: (words: string) => Found<Id>): All<Id> {
  const ids: Id[] = [];
  for (const one of words) {
    const found = find(one);
    if (!found.ok) return found;
    ids.push(found.id);
  }
  return { ok: true, ids };
}

function noPlaybook(book: Book, asked: string) {
  const known = Object.keys(book.playbooks);
  const [near] = nearest(asked, known, { most: 1 });
  return refuse(
    'no-such-playbook',
    `There is no playbook "${asked}". ${near === undefined ? `There are: ${known.join(', ')}.` : `Did you mean ${near}?`}`,
  );
}

function reason(book: Book, playbook: string, because: string | undefined): string {
  const title = book.playbooks[playbook]?.title ?? playbook;
  if (because === undefined)
    return `Nothing in the plan fits these words, so Muster begins with "${title}". Say how bad it is as soon as you can.`;
  return `Playbook: ${title}, ${because}.`;
}
