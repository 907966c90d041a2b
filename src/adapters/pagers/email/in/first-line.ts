import { QUOTED_FROM_HERE } from './read-mail.ts';

/** No answer stands further down, and no line is longer. */
const MOST_LINES = 60;
const LONGEST_LINE = 500;

/** Lines with which a mail program begins what it quotes: Outlook, Gmail, Apple Mail, Thunderbird; in English and German. */
const BEGINS_QUOTE: readonly RegExp[] = [
  /^>/,
  /^\|/,
  /^-{2,}\s*(?:original message|original-nachricht|urspr(?:ü|ue)ngliche nachricht|weitergeleitete nachricht|forwarded message)\b/i,
  /^_{8,}$/,
  /^(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail))\b/i,
  /^\*?(?:from|von|sent|gesendet|de|date|datum):\*?(?:\s|$)/i,
  /^(?:on|am)\s.{4,}(?:wrote|schrieb|writes)\b.{0,200}:\s*$/i,
  /\b(?:wrote|schrieb(?:\s.{1,200})?):\s*$/i,
];
/** The beginning of "On Fri, 20 Nov 2026 at 14:05, Muster <…> wrote:", which is often broken over two or three lines. */
const MAY_BEGIN_QUOTE = /^(?:on|am)\s.{0,60}\d/i;
const ENDS_QUOTE_LINE = /(?:wrote|schrieb\b.{0,200}|writes):\s*$/i;

/**
 * The first line that the writer wrote, above all that is quoted; '' when nothing stands there. A signature below does no harm,
 * for only this line is looked at.
 */
export function firstLine(text: string): string {
  const lines = text
    .slice(0, MOST_LINES * LONGEST_LINE)
    .split(/\r\n|\r|\n/, MOST_LINES)
    .map((line) => line.slice(0, LONGEST_LINE).replaceAll(INVISIBLE, '').trim());
  const [at] = lines.flatMap((line, index) => (line === '' ? [] : [index]));
  const first = at === undefined ? '' : (lines[at] ?? '');
  return at === undefined || isQuote(first, lines.slice(at + 1, at + 3)) ? '' : first;
}

/** Marks of direction, joiners and the no-break space: some programs put them in front of an empty-looking line. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|\u00a0(?=\s|$)/g;

function isQuote(line: string, next: readonly string[]): boolean {
  if (line === QUOTED_FROM_HERE || BEGINS_QUOTE.some((begins) => begins.test(line))) return true;
  return MAY_BEGIN_QUOTE.test(line) && next.some((more) => ENDS_QUOTE_LINE.test(more));
}
