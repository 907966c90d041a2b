import { perObject } from '../per-object.ts';
import type { Person, Plan } from '../plan/schema.ts';
import { COMMON_WORDS } from './common-names.ts';

/** Finds the people of one plan in a text, however they are written. */
export type NameFinder = (text: string, mask: (was: string) => string) => string;

/** Parts of names that are no names by themselves. */
const PARTICLES = new Set([
  'van',
  'von',
  'der',
  'den',
  'de',
  'di',
  'da',
  'du',
  'la',
  'le',
  'el',
  'al',
  'bin',
  'ibn',
  'dr',
  'mr',
  'mrs',
  'ms',
  'st',
  'jr',
  'sr',
  'the',
]);
/** One letter, as it may be written by somebody else. */
const LIKE: Readonly<Record<string, string>> = {
  a: 'aàáâãäåāăą',
  c: 'cçćč',
  d: 'dđď',
  e: 'eèéêëēėęě',
  g: 'gğ',
  i: 'iìíîïīı',
  l: 'lł',
  n: 'nñńň',
  o: 'oòóôõöøōő',
  r: 'rř',
  s: 'sśšş',
  t: 'tťţ',
  u: 'uùúûüūůű',
  y: 'yýÿ',
  z: 'zźżž',
};

/** The people of a plan: full names, first and last names, ids, mailboxes, chat handles, and the usual account names. */
export const namesOf: (plan: Plan) => NameFinder = perObject((plan) => {
  const all = Object.entries(plan.people).flatMap(([id, person]) => spellings(id, person));
  const patterns = [...new Set(all)].toSorted((a, b) => b.length - a.length).map(patternOf);
  if (patterns.length === 0) return (text) => text;
  const any = new RegExp(String.raw`(?<!\p{L})(?:${patterns.join('|')})(?!\p{L})`, 'giu');
  return (text, mask) => text.replaceAll(any, (was) => (isPlainWord(was) ? was : mask(was)));
});

/** `will` is a word and `Will` may be a person: written small, such a name is left alone. */
const isPlainWord = (was: string) => was === was.toLowerCase() && (COMMON_WORDS.has(was) || was.length < 3);

function spellings(id: string, { name, reach }: Person): readonly string[] {
  const whole = name.normalize('NFKC');
  const parts = whole.split(/[^\p{L}]+/u).filter((part) => part.length > 1 && !PARTICLES.has(part.toLowerCase()));
  const [first = '', last = ''] = [parts[0], parts.length > 1 ? parts.at(-1) : ''];
  const accounts = last === '' ? [] : [first.slice(0, 1) + last, first + last, last + first, first + last.slice(0, 1)];
  const ways = reach.flatMap(({ medium, to }) => {
    if (medium === 'chat') return [to.replace(/^[@#]/, '')];
    return medium === 'email' ? [to, to.slice(0, to.lastIndexOf('@'))] : [];
  });
  const german = [...parts, whole].map((part) =>
    part.replaceAll(/[äÄ]/g, 'ae').replaceAll(/[öÖ]/g, 'oe').replaceAll(/[üÜ]/g, 'ue').replaceAll('ß', 'ss'),
  );
  return [whole, ...parts, ...[...german, ...accounts, ...ways, id].filter(isTelling)].filter((one) => one !== '');
}

/** Two letters of an id such as `it` are no name; a part of a name, such as `Li`, may be that short. */
const isTelling = (spelling: string) => spelling.replaceAll(/[^\p{L}\p{N}]/gu, '').length > 2;

/** Accents may be there or not, and whatever joins words in an address may stand between them. */
const patternOf = (spelling: string) =>
  Array.from(spelling.toLowerCase())
    .map((letter) => (/[\s._-]/.test(letter) ? String.raw`[\s._-]{1,3}` : likeOf(letter)))
    .join('');

function likeOf(letter: string): string {
  const base = letter.normalize('NFD').replaceAll(/\p{M}/gu, '');
  const like = Object.values(LIKE).find((all) => all.includes(base.slice(0, 1)) || all.includes(letter));
  if (like !== undefined && base.length === 1) return `[${like}]`;
  return letter.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
