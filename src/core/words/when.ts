import { byWhen, fromNow, type Instant, isBefore, msBetween, plusMs, readSpan, shortTime, type Span } from '../time.ts';
import { LONGEST_MS, readAmount } from './amount.ts';
import { refuse } from '../aggregate.ts';
import type { Refused } from './clean.ts';
import { type Direction, type Moment, readMoment, WATCH_AHEAD_MS } from './moment.ts';

export const TIME_WORDS = ['since', 'at', 'until', 'by', 'in', 'for'] as const;
/** The words that announce a time. `+20m` counts as `in`. */
export type TimeWord = (typeof TIME_WORDS)[number];

export type TimeAsk = {
  readonly zone: string;
  readonly now: Instant;
  /** Which `at` is meant when no day is said: the latest that was (default), or the next to come. */
  readonly at?: Direction;
};
export type TimeFound =
  | { readonly ok: true; readonly word: 'for'; readonly span: Span; readonly used: number }
  | { readonly ok: true; readonly word: Exclude<TimeWord, 'for'>; readonly instant: Instant; readonly used: number };

// prettier-ignore
const STARTERS: Readonly<Record<string, TimeWord>> = {
  since: 'since', at: 'at', '@': 'at', until: 'until', till: 'until', til: 'until', "'til": 'until', '’til': 'until',
  by: 'by', in: 'in', within: 'in', for: 'for',
};
const HOUR_OF_TWELVE = /^(?:[1-9]|1[0-2])$/;
const PLUS = /^\+(\d[\da-z.,]{1,20})$/;
const FORMS = 'Write it as 14:05, 2pm, yesterday 17:00, Fri 08:00 or 2026-11-20 09:40.';

/** Which time word, if any, these lower-case words begin with. */
export function timeWord(first: string): TimeWord | undefined {
  if (PLUS.test(first)) return 'in';
  return Object.hasOwn(STARTERS, first) ? STARTERS[first] : undefined;
}

/**
 * A time read from the front of some words (lower case, without punctuation at their ends). Undefined when they are not
 * about a time after all (`at 3 sites`); a refusal when they are and there is no such time.
 */
export function readTime(words: readonly string[], ask: TimeAsk): TimeFound | Refused | undefined {
  const [first = '', ...rest] = words;
  const word = timeWord(first);
  if (word === undefined) return undefined;
  const plus = PLUS.exec(first)?.[1];
  if (plus !== undefined) return ahead('in', { ...amountOf([plus]), used: 1 }, ask);
  if (word === 'in') return ahead('in', amountOf(rest), ask);
  if (word === 'for') return length(amountOf(rest));
  if (word === 'since') return since(rest, ask);
  const moment = readMoment(rest, { ...ask, direction: word === 'at' ? (ask.at ?? 'past') : 'future' });
  return moment && placed(word, moment, ask);
}

/** `since 9` at the end of a line: whichever nine o'clock was the last. Asking back would hold up a start. */
function latestOf(readings: readonly string[], ask: TimeAsk, skipped: number): TimeFound | Refused | undefined {
  const found = readings.flatMap((text) => readMoment([text], { ...ask, direction: 'past' }) ?? []);
  const [latest] = found.toSorted((a, b) => ('at' in a && 'at' in b && a.at > b.at ? -1 : 1));
  return latest && placed('since', { ...latest, used: skipped + 1 }, ask);
}

type MaybeAmount = { readonly ms?: number; readonly used: number };
const amountOf = (words: readonly string[]): MaybeAmount => {
  const amount = readAmount(words);
  return amount ? { ms: amount.ms, used: amount.used + 1 } : { used: 0 };
};

function since(rest: readonly string[], ask: TimeAsk): TimeFound | Refused | undefined {
  const skipped = rest[0] === 'about' || rest[0] === 'around' ? 1 : 0;
  const words = rest.slice(skipped);
  const amount = readAmount(words);
  if (amount) {
    if (amount.ms > LONGEST_MS) return tooFar();
    const used = 1 + skipped + amount.used + (words[amount.used] === 'ago' ? 1 : 0);
    return { ok: true, word: 'since', instant: plusMs(ask.now, -amount.ms), used };
  }
  const bare = words.length === 1 ? HOUR_OF_TWELVE.exec(words[0] ?? '')?.[0] : undefined;
  if (bare !== undefined) return latestOf([`${bare}am`, `${bare}pm`], ask, skipped);
  const moment = readMoment(words, { ...ask, direction: 'past' });
  return moment && placed('since', { ...moment, used: moment.used + skipped }, ask);
}

function placed(
  word: 'since' | 'at' | 'until' | 'by',
  moment: Moment,
  { zone, now, at: direction }: TimeAsk,
): TimeFound | Refused {
  if ('impossible' in moment) return refuse('no-such-time', `There is no time "${moment.impossible}". ${FORMS}`);
  const { at } = moment;
  if (Math.abs(msBetween(now, at)) > LONGEST_MS) return tooFar();
  const later = isBefore(now, at);
  if (word === 'since' && later && msBetween(now, at) > WATCH_AHEAD_MS) {
    return refuse(
      'in-the-future',
      `That is in the future: ${byWhen(at, zone, now)}. "since" says when it began. ${FORMS}`,
    );
  }
  if ((word === 'until' || word === 'by') && !later) {
    return refuse('in-the-past', `That is already past: ${shortTime(at, zone, now)}, ${fromNow(at, now)}. ${FORMS}`);
  }
  const past = word === 'since' || (word === 'at' && direction !== 'future');
  const instant = past && later && msBetween(now, at) <= WATCH_AHEAD_MS ? now : at;
  return { ok: true, word, instant, used: moment.used + 1 };
}

function ahead(word: 'in', amount: MaybeAmount, { now }: TimeAsk): TimeFound | Refused | undefined {
  if (amount.ms === undefined) return undefined;
  if (amount.ms > LONGEST_MS) return tooFar();
  return { ok: true, word, instant: plusMs(now, amount.ms), used: amount.used };
}

function length(amount: MaybeAmount): TimeFound | Refused | undefined {
  if (amount.ms === undefined) return undefined;
  if (amount.ms > LONGEST_MS) return tooFar();
  const span = spanOf(amount.ms);
  return span === undefined ? undefined : { ok: true, word: 'for', span, used: amount.used };
}

/** Milliseconds as a span in whole seconds: `1h30m`. */
function spanOf(ms: number): Span | undefined {
  let left = Math.round(ms / 1000);
  let text = '';
  for (const [unit, seconds] of [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(left / seconds);
    if (count > 0) text += `${count}${unit}`;
    left -= count * seconds;
  }
  return readSpan(text);
}

const tooFar = () => refuse('too-far', `That is more than ten years away. ${FORMS}`);
