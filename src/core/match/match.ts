import { perObject } from '../per-object.ts';
import { enriched, lentConcepts, type MatchPlan, type Parts, parts, round, type Scored, youWrote } from './parts.ts';
import { hits, indexOf, type Passage } from './score.ts';

/** As much of a playbook as matching reads. */
export type MatchPlaybook = {
  readonly title: string;
  readonly use_when?: string;
  /** What people say when it is this. */
  readonly symptoms?: readonly string[];
  readonly exercise?: boolean;
};
export type Match = Parts & {
  readonly playbooks: readonly Scored[];
  /** False: nothing speaks clearly for any playbook; declare it as unclear, with the triage playbook. */
  readonly fits: boolean;
};

/** The playbook for what nobody can name yet; it is what remains when nothing matches, so it is never matched. */
export const TRIAGE = 'unclear-trouble';

/** Characters of a question that are read; what matters is said at the start. */
const MOST_CHARACTERS = 1_000;
/** Evidence below which nothing is said to fit. */
const FITS = 1.4;
/** Evidence at which a playbook counts as half sure. */
const HALF_SURE = 3;

/**
 * Which part of the plan is this? Compares a person's words with what playbooks say people say, and with the names in the
 * plan. No model and no chance in it: the same words always get the same answer, with its reason.
 */
export function match(text: string, plan: MatchPlan, playbooks: Readonly<Record<string, MatchPlaybook>>): Match {
  const read = text.slice(0, MOST_CHARACTERS);
  const index = indexOfPlaybooks(playbooks);
  const found = hits(enriched(read, index, lentConcepts(plan)), index);
  const [best] = found;
  return {
    playbooks: found.map(({ id, evidence, shown }) => ({
      id,
      score: round(evidence / (evidence + HALF_SURE)),
      because: youWrote(shown),
      derived: false,
    })),
    ...parts(read, plan),
    fits: best !== undefined && best.strong && best.evidence >= FITS,
  };
}

type Playbooks = Readonly<Record<string, MatchPlaybook>>;
const indexOfPlaybooks = perObject((playbooks: Playbooks) =>
  indexOf(
    Object.entries(playbooks)
      .filter(([id, { exercise }]) => exercise !== true && id !== TRIAGE)
      .map(([id, playbook]) => ({ id, passages: passagesOf(playbook) })),
  ),
);

const passagesOf = ({ title, use_when, symptoms = [] }: MatchPlaybook): readonly Passage[] => [
  ...symptoms.map((text) => ({ text, weight: 1 })),
  ...(use_when === undefined ? [] : [{ text: use_when, weight: 0.8 }]),
  { text: title, weight: 0.8 },
];
