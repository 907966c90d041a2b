import type { PageMessage } from './message.ts';

const MARK = 'EXERCISE';
/** The line of a page that says how to answer; it is worth nothing cut in half, and more than what stands before it. */
const HOW_TO_ANSWER = /^Answer ACK |\breply ACK /im;
/** A longer last line is no line to answer by. */
const LONGEST_TAIL = 400;

/**
 * A page as a text message of at most so many characters, UTF-16 units as the providers count. What is too long is cut in the
 * middle: how to answer, and what stands after it, stays whole. A drill that came without its mark gets it.
 */
export function phoneText({ text, drill }: Pick<PageMessage, 'text' | 'drill'>, most: number): string {
  const marked = drill && !text.startsWith(MARK) ? `${MARK} ${text}` : text;
  if (marked.length <= most) return marked;
  const lines = marked.split('\n');
  const at = lines.findIndex((line) => HOW_TO_ANSWER.test(line));
  const tail = at < 1 ? '' : `\n${lines.slice(at).join('\n')}`;
  const kept = tail.length <= Math.min(LONGEST_TAIL, most - 1) ? tail : '';
  return `${cut(marked, most - kept.length - 1)}…${kept}`;
}

/** The beginning of a text, never half of a character that takes two units. */
export function cut(text: string, most: number): string {
  const end = text.slice(0, Math.max(0, most));
  return /[\uD800-\uDBFF]$/.test(end) ? end.slice(0, -1) : end;
}

/** As providers dial it: `+1 (616) 555-0101` becomes `+16165550101` (ITU E.164); undefined when it is no such number. */
export function dialled(to: string): string | undefined {
  const number = to.replaceAll(/[\s().-]/g, '');
  return /^\+[1-9]\d{7,14}$/.test(number) ? number : undefined;
}
