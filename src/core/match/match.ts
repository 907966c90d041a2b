import { perObject } from '../per-object.ts';
import { saysSymptom, speaksOfCrime } from './crime.ts';
import {
  enriched,
  inQuotes,
  lentConcepts,
  type MatchPlan,
  type Parts,
  parts,
  round,
  type Scored,
  youWrote,
} from './parts.ts';
import { type Asked, hits, indexOf, type Passage } from './score.ts';
import { type AllDown, type Down, severalDown, systemsDown } from './several.ts';
import { terms } from './terms.ts';

/** As much of a playbook as matching reads. */
export type MatchPlaybook = {
  readonly title: string;
  readonly use_when?: string;
  /** What people say when it is this. */
  readonly symptoms?: readonly string[];
  readonly exercise?: boolean;
  /** Its incidents are a secret of few: a crime or a breach. It needs a word that speaks of one. */
  readonly private?: boolean;
};
type Playbooks = Readonly<Record<string, MatchPlaybook>>;
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
export function match(text: string, plan: MatchPlan, playbooks: Playbooks): Match {
  const read = text.slice(0, MOST_CHARACTERS);
  const index = indexOfPlaybooks(playbooks);
  const names = namesIn(plan);
  const crime = speaksOfCrime(read, names);
  const isOpen = (id: string) => playbooks[id]?.private !== true;
  const mayBe = (id: string) => crime || isOpen(id) || saysSymptom(read, playbooks[id]?.symptoms ?? [], names);
  const ask = (words: string) => enriched(words, index, lentConcepts(plan));
  const find = (question: readonly Asked[]) => hits(question, index).filter(({ id }) => mayBe(id));
  const found = find(ask(read));
  const [best] = found;
  const scored = found.map(({ id, evidence, shown }) => ({
    id,
    score: round(evidence / (evidence + HALF_SURE)),
    because: youWrote(shown),
    derived: false,
  }));
  const all = {
    playbooks: scored,
    ...parts(read, plan),
    fits: best !== undefined && best.strong && best.evidence >= FITS,
  };
  // Where a crime is spoken of, it goes before what is down because of it.
  if (crime || (best !== undefined && !isOpen(best.id))) return all;
  return withAllDown(
    all,
    severalDown(read, plan, { ask, best: (question) => find(question).find(({ strong }) => strong) }),
  );
}

/** Of several things that are down the playbook is that of the one which comes back first; all of them are hit. */
function withAllDown(all: Match, { down, someWork }: AllDown): Match {
  const [first, ...others] = down;
  if (first === undefined) return all;
  const after = [
    ...new Set(others.filter(({ playbook }) => playbook !== first.playbook).flatMap(({ shown }) => shown)),
  ];
  const later = after.length === 0 ? '' : `, which comes back before ${inQuotes(after)}`;
  const score = all.playbooks[0]?.score ?? 0;
  const winner = { id: first.playbook, score, because: `${youWrote(first.shown)}${later}`, derived: false };
  const named = all.systems.filter(({ derived }) => !derived);
  const systems = systemsDown(down, Math.max(0, ...named.map((one) => one.score), ...down.flatMap(scoresIn)));
  const rest = someWork ? [] : named.filter(({ id }) => !systems.some((one) => one.id === id));
  return {
    playbooks: [winner, ...all.playbooks.filter(({ id }) => id !== winner.id)],
    functions: all.functions,
    systems: systems.length === 0 ? all.systems : [...systems, ...rest],
    fits: all.fits,
  };
}

const scoresIn = ({ systems }: Down) => systems.map(({ score }) => score);

const namesIn = perObject(
  ({ functions, systems = {}, vendors = {} }: MatchPlan): ReadonlySet<string> =>
    new Set(
      [functions, systems, vendors]
        .flatMap((named) => Object.values(named))
        .flatMap(({ name }) => terms(name))
        .map(({ stem }) => stem),
    ),
);

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
