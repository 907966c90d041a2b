/**
 * Times in a text that several people read, each in a zone of their own: the instant is kept beside the words, so that a
 * platform that can (Slack, Teams) shows each reader their own hour. The marks are characters of the private use area;
 * `clean` takes them out of what people write.
 */
const HOUR = '\uE000';
const DISTANCE = '\uE003';
const WORDS = '\uE001';
const END = '\uE002';
const MARKED = /([\uE000\uE003])(-?\d{1,16})\uE001([^\uE000-\uE003]*)\uE002/g;

/** Every mark, for taking them out of foreign text. */
export const MARKS = /[\uE000-\uE003]/g;

const READERS = 'each/';
/** Instead of a zone where a text is for many: hours come marked, their words in this zone. */
export const readersZone = (zone: string): string => `${READERS}${zone}`;
/** The zone of the words, when hours are to be marked. */
export const markedZone = (zone: string): string | undefined =>
  zone.startsWith(READERS) ? zone.slice(READERS.length) : undefined;

/** `ms` is the instant, since the epoch. */
export const markHour = (ms: number, words: string) => `${HOUR}${ms}${WORDS}${words}${END}`;
export const markDistance = (ms: number, words: string) => `${DISTANCE}${ms}${WORDS}${words}${END}`;

/** `at` in ms since the epoch; `plain` is what to show where hours cannot be drawn for each reader. */
export type TimePart =
  { readonly text: string } | { readonly at: number; readonly kind: 'time' | 'distance'; readonly plain: string };

/** A text, split at its marked times; put together again it is the same text. */
export function timeParts(text: string): readonly TimePart[] {
  const parts: TimePart[] = [];
  let read = 0;
  for (const found of text.matchAll(MARKED)) {
    if (found.index > read) parts.push({ text: text.slice(read, found.index).replace(MARKS, '') });
    const [whole, mark, ms, plain = ''] = found;
    parts.push({ at: Number(ms), kind: mark === HOUR ? 'time' : 'distance', plain });
    read = found.index + whole.length;
  }
  if (read < text.length) parts.push({ text: text.slice(read).replace(MARKS, '') });
  return parts;
}

/** The text with its times in words. */
export const withoutMarks = (text: string): string =>
  timeParts(text)
    .map((part) => ('text' in part ? part.text : part.plain))
    .join('');
