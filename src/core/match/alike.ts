import { isWorse } from '../book.ts';
import type { Incident } from '../incident/state.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, msBetween } from '../time.ts';
import { isSlipOf } from './score.ts';
import type { Term } from './terms.ts';
import { terms, wordsOf } from './terms.ts';

/** What is being reported, and how it would be paged. */
export type Reported = {
  readonly title: string;
  readonly severity: string;
  readonly policy: string;
  readonly playbook: string;
  readonly functions: readonly string[];
  readonly systems: readonly string[];
};

/** `enough`: somebody has it, or the same people are being paged for it at least as loudly. */
export type Alike = { readonly incident: Incident; readonly enough: boolean };

/** An incident that began longer ago is seldom the one that somebody sees just now. */
const LOOKED_BACK_MS = DAY_MS;
/** Share of the telling words that two titles have in common when they are nearly the same. */
const NEARLY = 0.75;

/**
 * The open incident that a report is probably about: nearly the same words, or the same part of the plan. It is never a
 * drill, for nothing is wrong there; nor a private one, which is not to be pointed at; nor one that counts as restored, for
 * nobody is being paged for it.
 */
export function alike(reported: Reported, open: readonly Incident[], at: Instant): Alike | undefined {
  const candidates = open.filter(
    ({ lifecycle: { kind, phase, declaredAt, ...of } }) =>
      kind === 'real' && phase === 'open' && !of.private && msBetween(declaredAt, at) < LOOKED_BACK_MS,
  );
  const byTitle = candidates.find(({ lifecycle }) => nearlyTheSame(lifecycle.title, reported.title));
  const incident = byTitle ?? candidates.find((other) => isSamePart(reported, other));
  if (incident === undefined) return undefined;
  const { lifecycle, escalation } = incident;
  const asLoud = !isWorse(reported.severity, lifecycle.severity) && reported.policy === lifecycle.policy;
  const has = byTitle !== undefined && escalation.status === 'acknowledged';
  return { incident, enough: escalation.status !== 'off' && (asLoud || has) };
}

/** Two systems that differ are two troubles, even when the same function hangs on both, unless one playbook is for both. */
function isSamePart({ functions, systems, playbook }: Reported, { lifecycle, clocks }: Incident): boolean {
  if (lifecycle.systems.some((id) => systems.includes(id))) return true;
  const differ = systems.length > 0 && lifecycle.systems.length > 0 && playbook !== lifecycle.playbook;
  return !differ && lifecycle.functions.some((id) => functions.includes(id) && clocks.restored[id] === undefined);
}

/** `phones are dead` and `the phnes are all dead`; but `phones dead at site 3` and `… site 4` are two. */
export function nearlyTheSame(a: string, b: string): boolean {
  const [one, other] = [wordsOf(a).join(' '), wordsOf(b).join(' ')];
  if (one === other) return one !== '';
  const [left, right] = [telling(a), telling(b)];
  if (numbersIn(left) !== numbersIn(right)) return false;
  const both = left.filter((term) => right.some((each) => isSameWord(term, each))).length;
  return both > 0 && both / (left.length + right.length - both) >= NEARLY;
}

const telling = (title: string): readonly Term[] => {
  const seen = new Set<string>();
  return terms(title).filter(({ stem }) => !seen.has(stem) && seen.add(stem));
};
const numbersIn = (all: readonly Term[]) =>
  all
    .map(({ typed }) => typed)
    .filter((typed) => /\d/.test(typed))
    .toSorted()
    .join(' ');
/** Shorter words are other words when a letter differs: `fax` is not `fan`. */
const SHORTEST_SLIP = 5;
const isSameWord = (a: Term, b: Term) =>
  a.stem === b.stem || (a.typed.length >= SHORTEST_SLIP && isSlipOf(a.typed, b.typed));
