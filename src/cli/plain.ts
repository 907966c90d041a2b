import type { Finding } from '../engine/verify-stream.ts';

const LONGEST_NAME = 80;
const LONGEST_LINE = 500;
/** What a terminal obeys or turns around instead of showing it, and every end of a line. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/**
 * A word out of a file that somebody else may have made, to be shown: on one line, nothing in it that a terminal obeys, and cut,
 * so that no file can write lines that look like ours.
 */
export const plainName = (text: string): string => cut(text.replaceAll(UNSEEN, ' ').trim(), LONGEST_NAME);

/** What is wrong, likewise; a long name is cut so that what is said of it stays. */
export function plainSay({ stream, say }: Finding): string {
  const short = stream === undefined ? say : say.replaceAll(stream, () => plainName(stream));
  return cut(short.replaceAll(UNSEEN, ' ').trim(), LONGEST_LINE);
}

const cut = (text: string, most: number) => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
