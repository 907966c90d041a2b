import type { RichTextDate, RichTextElement, RichTextText } from '@slack/types';
import type { TimePart } from '../../../../core/marked-time.ts';
import { timeParts, withoutMarks } from '../../../../core/marked-time.ts';
import { cut, longest } from './clamp.ts';
import { mrkdwn, visible } from './escape.ts';

type Style = NonNullable<RichTextText['style']>;
type Time = Exclude<TimePart, { readonly text: string }>;

/** Slack writes the first letter of a date large; a space without width in front keeps `in 22 min` small in a sentence. */
const SMALL = '\u200B';
/** Words that stand for a time are short; what is longer was not made by Muster. */
const LONGEST_WORDS = 100;
const LAST_SECOND = Date.UTC(9999, 0) / 1000;

/** Words with marked times, as rich text: each reader sees the hours in their own zone. */
export const inlines = (text: string, style?: Style): readonly RichTextElement[] =>
  timeParts(visible(text)).flatMap((part): readonly RichTextElement[] => {
    if ('text' in part) return textInline(part.text, style);
    const seconds = secondsOf(part);
    if (seconds === undefined) return textInline(part.plain, style);
    return [dateInline(part, seconds, style)];
  });

/** No empty ones: Slack refuses the whole message for an empty text. */
const textInline = (text: string, style: Style | undefined): readonly RichTextText[] =>
  text === '' ? [] : [{ type: 'text', text, ...(style === undefined ? {} : { style }) }];

const dateInline = (part: Time, seconds: number, style: Style | undefined): RichTextDate => ({
  type: 'date',
  timestamp: seconds,
  format: formatOf(part),
  fallback: cut(part.plain, LONGEST_WORDS),
  ...(style === undefined ? {} : { style }),
});

/** Only the hour when the words name only the hour, which they do on the day itself (core/time.ts, `shortTime`). */
function formatOf({ kind, plain }: Time): string {
  if (kind === 'distance') return `${SMALL}{ago}`;
  return /^\d{1,2}:\d\d/.test(plain) ? '{time}' : `${SMALL}{date_short_pretty} {time}`;
}

/** Undefined where there is nothing to show, or nothing that Slack could. */
function secondsOf({ at, plain }: Time): number | undefined {
  const seconds = Math.floor(at / 1000);
  return plain.trim() !== '' && seconds > 0 && seconds < LAST_SECOND ? seconds : undefined;
}

/** The same as mrkdwn: `<!date^SECONDS^{time}|14:05 EST>`. At most so long; what is cut ends in `…`, and no date is halved. */
export function timesMrkdwn(text: string, most: number): string {
  const parts = timeParts(visible(text));
  const mrkdwnOf = (part: TimePart) => ('text' in part ? mrkdwn(part.text) : dateMrkdwn(part));
  const whole = parts.map(mrkdwnOf).join('');
  if (whole.length <= most) return whole;
  let shown = '';
  for (const part of parts) {
    const room = most - 1 - shown.length;
    const piece = mrkdwnOf(part);
    if (piece.length <= room) shown += piece;
    else return cutOff(shown, 'text' in part ? longest(part.text, (some) => mrkdwn(some).length <= room) : '', most);
  }
  return shown;
}

const cutOff = (shown: string, last: string, most: number) => (most < 1 ? '' : `${shown}${mrkdwn(last)}…`);

function dateMrkdwn(part: Time): string {
  const seconds = secondsOf(part);
  const words = cut(part.plain, LONGEST_WORDS);
  if (seconds === undefined) return mrkdwn(words);
  return `<!date^${seconds}^${formatOf(part)}|${mrkdwn(words.replace(/[|^]/g, '/'))}>`;
}

/** The times in words: for plain_text, titles and notifications. */
export const plain = (text: string): string => visible(withoutMarks(text));
/** The same in one line, as a label or a title has it. */
export const inOneLine = (text: string): string => plain(text).replace(/\s+/g, ' ').trim();
