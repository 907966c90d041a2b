import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../time.ts';

/** A length of time read from the front of some words: its milliseconds, and how many words it took. */
export type Amount = { readonly ms: number; readonly used: number };

/** Longest length of time that is believed; more is a slip of the finger. */
export const LONGEST_MS = 3_660 * DAY_MS;

const UNIT_MS: Readonly<Record<string, number>> = {
  ...byName(SECOND_MS, 's sec secs second seconds'),
  ...byName(MINUTE_MS, 'm min mins minute minutes'),
  ...byName(HOUR_MS, 'h hr hrs hour hours'),
  ...byName(DAY_MS, 'd day days'),
  ...byName(7 * DAY_MS, 'w wk wks week weeks'),
};
// prettier-ignore
const COUNT: Readonly<Record<string, number>> = {
  a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10,
  fifteen: 15, twenty: 20, thirty: 30, forty: 40, 'forty-five': 45, sixty: 60, ninety: 90,
};
const NUMBER = /^\d{1,6}(?:[.,]\d{1,2})?$/;
const TOGETHER = /^(?:\d{1,6}(?:[.,]\d{1,2})?[a-z]{1,7}){1,4}$/;
const TOGETHER_PART = /(\d{1,6}(?:[.,]\d{1,2})?)([a-z]{1,7})/g;
/** `1h30`: hours and minutes without the last unit. */
const HOURS_MINUTES = /^(\d{1,3})h(\d{2})$/;

/** `20m`, `1h30m`, `1h 30m`, `20 minutes`, `1.5 hours`, `two hours`, `an hour and 10 minutes`, `half an hour`. */
export function readAmount(words: readonly string[]): Amount | undefined {
  let ms = 0;
  let used = 0;
  while (used < words.length && used < 8) {
    const joined = used > 0 && words[used] === 'and' ? 1 : 0;
    const part = onePart(words.slice(used + joined, used + joined + 3));
    if (!part) break;
    ms += part.ms;
    used += joined + part.used;
  }
  return used === 0 || ms <= 0 ? undefined : { ms: Math.round(ms), used };
}

function onePart(words: readonly string[]): Amount | undefined {
  const [first = '', second = '', third = ''] = words;
  if (first === 'half' && (second === 'an' || second === 'a') && third === 'hour')
    return { ms: 30 * MINUTE_MS, used: 3 };
  const together = oneWord(first);
  if (together !== undefined) return { ms: together, used: 1 };
  const count = NUMBER.test(first) ? Number(first.replace(',', '.')) : ownNumber(COUNT, first);
  const unit = ownNumber(UNIT_MS, second);
  return count === undefined || unit === undefined ? undefined : { ms: count * unit, used: 2 };
}

function oneWord(word: string): number | undefined {
  const short = HOURS_MINUTES.exec(word);
  if (short) return Number(short[1]) * HOUR_MS + Number(short[2]) * MINUTE_MS;
  if (!TOGETHER.test(word)) return undefined;
  let ms = 0;
  for (const [, count = '', unit = ''] of word.matchAll(TOGETHER_PART)) {
    const unitMs = ownNumber(UNIT_MS, unit);
    if (unitMs === undefined) return undefined;
    ms += Number(count.replace(',', '.')) * unitMs;
  }
  return ms;
}

const ownNumber = (table: Readonly<Record<string, number>>, key: string) =>
  Object.hasOwn(table, key) ? table[key] : undefined;

function byName(ms: number, names: string): Record<string, number> {
  return Object.fromEntries(names.split(' ').map((name) => [name, ms]));
}
