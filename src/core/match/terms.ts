import { stem } from './stem.ts';
import { CONCEPTS } from './synonyms.ts';

/** One word of a text that can tell something. */
export type Term = {
  /** As it was typed, for the reason that is shown. */
  readonly typed: string;
  readonly stem: string;
  /** Its place among all words of the text; neighbours differ by one or, over a small word, by two. */
  readonly place: number;
  /** Says that something is wrong, not what: helps to choose, never enough alone. */
  readonly weak: boolean;
  readonly concepts: readonly string[];
};

const words = (text: string) => new Set(text.split(/\s+/));
const STOP =
  words(`a an and any are as at be been being but by can cant cannot could couldnt did didnt do does doesnt dont for from
  had has have havent having he her his i if im in into is isnt it its itself just me my no not of off on or our s so some such t than
  that the their them then there theres they this those to too us very was wasnt we were werent what when where which while who whom why
  will with wont would wouldnt you your ive weve id also really please pls asap hi hey hello thanks even tho though still yet only own
  again am all over under until since about after before because between let lets get got gets getting keep keeps kept anymore more most
  much many few lot lots out up down back through everyone everybody anyone anybody someone somebody nobody none us everything anything
  nothing something today tomorrow yesterday morning afternoon evening tonight night overnight now minute hour day week monday tuesday
  wednesday thursday friday saturday sunday says say said go make made take see seem seems look looks looking know think need want
  one two three half whole entire both each every other others same here test going come coming way bit first last next`);
const WEAK =
  words(`work working works broken broke break dead die died down fail failed fails failing failure error errors problem problems
  issue issues trouble wrong weird strange odd funny slow stuck stop stopped stops gone hang hanging frozen unavailable available different
  thing things people staff user users team customer customers client clients company office computer computers pc pcs laptop system systems
  complain complaining complaint complaints acting behaviour behavior change changed new old start started say message urgent big small
  help person number red bad good fine normal properly right feel feeling happen happening appear show shows program software
  machine screen main place name names answer answering find ask asking use using business page service send sent list`);
const STEMMED_STOP = new Set([...STOP].map(stem));
const STEMMED_WEAK = new Set([...WEAK].map(stem));

type Phrase = { readonly stems: readonly string[]; readonly concept: string };
const { single, phrases } = readConcepts();

/** Lower case, accents folded, apostrophes closed up (`can't` → `cant`), the rest split. */
export function wordsOf(text: string): readonly string[] {
  const folded = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’`´]/g, '');
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Every concept that some single word has: the words a typo may have been. */
export const conceptStems: ReadonlySet<string> = new Set(single.keys());
export const conceptsOf = (word: string): readonly string[] => single.get(word) ?? [];

/** The telling words of a text. A phrase of the table gives its concept to the words in it, small ones included. */
export function terms(text: string): readonly Term[] {
  const all = wordsOf(text);
  const stems = all.map(stem);
  const fromPhrases = stems.map((_, at) => phrasesAt(stems, at));
  return all.flatMap((typed, place) => {
    const itsStem = stems[place] ?? typed;
    const inPhrases = phraseConcepts(fromPhrases, place);
    const stop = STOP.has(typed) || STEMMED_STOP.has(itsStem) || (typed.length < 2 && !/\d/.test(typed));
    if (stop && inPhrases.length === 0) return [];
    const concepts = [...new Set([...(stop ? [] : conceptsOf(itsStem)), ...inPhrases])];
    return [
      { typed, stem: itsStem, place, weak: stop || (STEMMED_WEAK.has(itsStem) && inPhrases.length === 0), concepts },
    ];
  });
}

type Found = { readonly concept: string; readonly length: number };

function phrasesAt(stems: readonly string[], at: number): readonly Found[] {
  const starting = phrases.get(stems[at] ?? '') ?? [];
  return starting
    .filter((phrase) => phrase.stems.every((part, i) => stems[at + i] === part))
    .map(({ concept, stems: { length } }) => ({ concept, length }));
}

/** Concepts of the phrases that cover a place. */
function phraseConcepts(fromPhrases: readonly (readonly Found[])[], place: number): readonly string[] {
  const covering: string[] = [];
  for (let at = Math.max(0, place - 4); at <= place; at += 1) {
    for (const { concept, length } of fromPhrases[at] ?? []) if (at + length > place) covering.push(concept);
  }
  return covering;
}

function readConcepts() {
  const single = new Map<string, string[]>();
  const phrases = new Map<string, Phrase[]>();
  for (const [concept, entries] of Object.entries(CONCEPTS)) {
    for (const entry of entries.split(',')) {
      const stems = wordsOf(entry).map(stem);
      const [first = ''] = stems;
      if (stems.length === 1) single.set(first, [...(single.get(first) ?? []), concept]);
      else phrases.set(first, [...(phrases.get(first) ?? []), { stems, concept }]);
    }
  }
  return { single, phrases };
}
