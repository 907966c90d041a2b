import { edits } from '../nearest.ts';
import { conceptsOf, conceptStems, type Term, terms, wordsOf } from './terms.ts';

/** A text of a thing that may be meant; what people say counts more than what a title says. */
export type Passage = { readonly text: string; readonly weight: number };
export type Doc = { readonly id: string; readonly passages: readonly Passage[] };
/** What speaks for one doc. `evidence` has no upper end; `strong`: at least one telling word or a whole phrase. */
export type Hit = {
  readonly id: string;
  readonly evidence: number;
  readonly strong: boolean;
  /** The words that count, and how to show them: neighbours together, in their order. */
  readonly typed: readonly string[];
  readonly shown: readonly string[];
};
export type Index = {
  readonly docs: readonly IndexedDoc[];
  readonly rarity: (kind: Kind, key: string) => number;
  readonly vocabulary: readonly string[];
};

type Kind = 'stem' | 'concept';
type IndexedPassage = { readonly terms: readonly Term[]; readonly weight: number };
type IndexedDoc = {
  readonly id: string;
  readonly passages: readonly IndexedPassage[];
  readonly stems: ReadonlyMap<string, number>;
  readonly concepts: ReadonlyMap<string, number>;
};
/** A word of the question, with the word it was probably meant to be. */
export type Asked = Term & { readonly sure: number };

/**
 * Another word for the same thing counts three fifths of the word itself; a word one slip away four fifths. The answers
 * hardly move between 0.5 and 0.7: nothing here is balanced on a knife's edge.
 */
const BY_CONCEPT = 0.6;
const BY_TYPO = 0.8;
const WEAK = 0.4;
/** Two words side by side in both texts say more than the two alone. */
const BY_PAIR = 0.6;
/** A whole saying that is nearly the same. */
const BY_LIKENESS = 3;
const SHORTEST_TYPO = 5;
/** Less than this is no evidence at all. */
const LEAST = 0.1;

export function indexOf(docs: readonly Doc[]): Index {
  const indexed = docs.map((doc) => indexDoc(doc));
  const counts = { stem: new Map<string, number>(), concept: new Map<string, number>() };
  for (const doc of indexed) {
    for (const key of doc.stems.keys()) counts.stem.set(key, (counts.stem.get(key) ?? 0) + 1);
    for (const key of doc.concepts.keys()) counts.concept.set(key, (counts.concept.get(key) ?? 0) + 1);
  }
  // The inverse document frequency of BM25: a word of every doc says nothing. Few docs are judged as if they were a dozen.
  const size = Math.max(docs.length, 12);
  const rarity = (kind: Kind, key: string) => {
    const n = counts[kind].get(key) ?? 0;
    return n === 0 ? 0 : Math.log(1 + (size - n + 0.5) / (n + 0.5));
  };
  const vocabulary = new Set([
    ...docs.flatMap(({ passages }) => passages.flatMap(({ text }) => wordsOf(text))),
    ...conceptStems,
  ]);
  return { docs: indexed, rarity, vocabulary: [...vocabulary].filter((word) => word.length >= SHORTEST_TYPO - 1) };
}

/** The telling words of a question, each mended by one letter where that makes it a word of the docs. */
export function asked(text: string, index: Index): readonly Asked[] {
  const known = new Set(index.docs.flatMap((doc) => [...doc.stems.keys()]));
  return terms(text).map((term) => {
    const understood =
      known.has(term.stem) || term.concepts.length > 0 || term.weak || term.typed.length < SHORTEST_TYPO;
    const meant = understood ? undefined : index.vocabulary.find((word) => isSlipOf(term.typed, word));
    if (meant === undefined) return { ...term, sure: 1 };
    // Looked up by its stem where the word itself is too small to tell anything.
    const mended = terms(meant)[0] ?? { stem: meant, concepts: conceptsOf(meant), weak: term.weak };
    return { ...term, stem: mended.stem, concepts: mended.concepts, weak: mended.weak, sure: BY_TYPO };
  });
}

/** One letter off; hardly anybody mistypes the first one, and `right` is not `light`. */
export const isSlipOf = (typed: string, word: string) => typed[0] === word[0] && edits(typed, word, 1) === 1;

/** What speaks for each doc, best first; docs that nothing speaks for are left out. */
export function hits(question: readonly Asked[], index: Index): readonly Hit[] {
  return index.docs
    .map((doc) => hit(question, doc, index))
    .filter(({ evidence }) => evidence >= LEAST)
    .toSorted((a, b) => b.evidence - a.evidence || (a.id < b.id ? -1 : 1));
}

function hit(question: readonly Asked[], doc: IndexedDoc, index: Index): Hit {
  const worth = question.map((term) => wordWorth(term, doc, index));
  const words = worth.reduce((sum, { value }) => sum + value, 0);
  const likeness = doc.passages.reduce(
    (best, passage) => Math.max(best, passage.weight * likenessTo(question, passage, index)),
    0,
  );
  const pairs = pairsIn(question, doc.passages) * BY_PAIR;
  const told = worth.map(({ value }, i) => ({ value, term: question[i] })).filter(({ value }) => value > 0);
  const strong =
    told.some(({ value, term }) => term !== undefined && !term.weak && value >= 0.5) ||
    (likeness >= 0.7 && question.length > 1) ||
    pairs > 0;
  const counting = told.toSorted((a, b) => b.value - a.value).flatMap(({ term }) => term ?? []);
  const evidence = words === 0 ? 0 : words + pairs + likeness * BY_LIKENESS;
  return {
    id: doc.id,
    evidence,
    strong,
    typed: counting.map(({ typed }) => typed),
    shown: shown(counting.slice(0, 4)),
  };
}

/** Words in their order, those side by side as one: `wrong account`. */
function shown(counting: readonly Asked[]): readonly string[] {
  const runs: string[] = [];
  let last = -2;
  for (const { typed, place } of counting.toSorted((a, b) => a.place - b.place)) {
    if (place === last + 1) runs.push(`${runs.pop() ?? ''} ${typed}`);
    else runs.push(typed);
    last = place;
  }
  return [...new Set(runs)];
}

function wordWorth(term: Asked, doc: IndexedDoc, { rarity }: Index): { readonly value: number } {
  const itself = (doc.stems.get(term.stem) ?? 0) * rarity('stem', term.stem);
  const other = term.concepts.map(
    (concept) => (doc.concepts.get(concept) ?? 0) * rarity('concept', concept) * BY_CONCEPT,
  );
  return { value: Math.max(itself, ...other) * term.sure * (term.weak ? WEAK : 1) };
}

/** 0 to 1: how nearly a passage says the same as the question, by the weight of the words that both have (a cosine). */
function likenessTo(question: readonly Asked[], passage: IndexedPassage, { rarity }: Index): number {
  const weigh = (term: Term) => Math.max(rarity('stem', term.stem), 0.5) * (term.weak ? 0.6 : 1);
  let both = 0;
  for (const term of question)
    both += Math.max(0, ...passage.terms.map((other) => sameness(term, other))) * weigh(term) ** 2;
  const size = (all: readonly Term[]) => Math.sqrt(all.reduce((sum, term) => sum + weigh(term) ** 2, 0));
  const sizes = size(question) * size(passage.terms);
  return sizes === 0 ? 0 : Math.min(1, both / sizes);
}

function sameness(term: Asked, other: Term): number {
  if (term.stem === other.stem) return term.sure;
  return term.concepts.some((concept) => other.concepts.includes(concept)) ? BY_CONCEPT * term.sure : 0;
}

function pairsIn(question: readonly Asked[], passages: readonly IndexedPassage[]): number {
  let pairs = 0;
  for (const [i, first] of question.entries()) {
    const second = question[i + 1];
    if (second === undefined || second.place - first.place > 2) continue;
    const there = passages.some(({ terms: all }) =>
      all.some((one, j) => {
        const next = all[j + 1];
        return (
          next !== undefined && next.place - one.place <= 2 && one.stem === first.stem && next.stem === second.stem
        );
      }),
    );
    if (there) pairs += 1;
  }
  return pairs;
}

function indexDoc({ id, passages }: Doc): IndexedDoc {
  const read = passages.map(({ text, weight }) => ({ terms: terms(text), weight }));
  return {
    id,
    passages: read,
    stems: tally(read, ({ stem }) => [stem]),
    concepts: tally(read, ({ concepts }) => concepts),
  };
}

/** How much of a doc is about each key: once counts 1, often up to 1.6 (saturation as in BM25). */
function tally(
  passages: readonly IndexedPassage[],
  keys: (term: Term) => readonly string[],
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const passage of passages) {
    for (const key of new Set(passage.terms.flatMap(keys))) sums.set(key, (sums.get(key) ?? 0) + passage.weight);
  }
  return new Map([...sums].map(([key, sum]) => [key, (1.6 * sum) / (sum + 0.6)]));
}
