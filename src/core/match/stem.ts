/** Words whose forms no rule finds; Teams is a product, not more than one team. */
// prettier-ignore
const IRREGULAR: Readonly<Record<string, string>> = {
  sent: 'send', paid: 'pay', broke: 'break', broken: 'break', went: 'go', gone: 'go', goes: 'go', going: 'go',
  stolen: 'steal', stole: 'steal', lost: 'lose', losing: 'lose', rang: 'ring', rung: 'ring', froze: 'freeze', frozen: 'freeze',
  died: 'die', dying: 'die', dies: 'die', came: 'come', hung: 'hang', heard: 'hear', said: 'say', says: 'say', thru: 'through',
  cut: 'cut', cuts: 'cut', cutting: 'cut', news: 'new', ran: 'run', fell: 'fall', fallen: 'fall', wrote: 'write', written: 'write',
  took: 'take', taken: 'take', forgot: 'forget', forgotten: 'forget', left: 'leave', built: 'build', teams: 'teams', hosted: 'hosted', burnt: 'burn',
};
const VOWEL = /[aeiouy]/;

/** The stem of a lower-case English word: `routes`, `routed`, `routing` → `rout`. Rough, but the same on both sides. */
export function stem(word: string): string {
  if (Object.hasOwn(IRREGULAR, word)) return IRREGULAR[word] ?? word;
  if (word.length <= 3 || /\d/.test(word)) return word;
  return withoutE(verbEnding(pluralEnding(word)));
}

function pluralEnding(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ch|sh|ss|x|zz)es$/.test(word)) return word.slice(0, -2);
  if (/(?:ss|us|is)$/.test(word)) return word;
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

function verbEnding(word: string): string {
  if (word.endsWith('ied') && word.length > 4) return `${word.slice(0, -3)}y`;
  const cut = word.endsWith('ing') ? 3 : word.endsWith('ed') && !word.endsWith('eed') ? 2 : 0;
  const left = word.slice(0, word.length - cut);
  if (cut === 0 || left.length < 3 || !VOWEL.test(left)) return word;
  // `dropped` → `drop`, but `calling` keeps its two l.
  return /([^aeioulsz])\1$/.test(left) ? left.slice(0, -1) : left;
}

/** `route` and `routing` meet when the last e goes. */
const withoutE = (word: string) => (word.length > 3 && word.endsWith('e') ? word.slice(0, -1) : word);
