const utf8 = new TextEncoder();

/** Bytes of a text as it travels. */
export const bytesOf = (text: string): number => utf8.encode(text).length;

const MORE = '…';

/**
 * As much of a text as measures at most so many bytes, cut between characters and ended with `…`; the text itself when all of
 * it fits. `measure` grows with the text: bytes as they are, or as JSON writes them.
 */
export function cutToBytes(text: string, most: number, measure: (text: string) => number = bytesOf): string {
  if (measure(text) <= most) return text;
  const characters = Array.from(text);
  let [fits, tooMany] = [0, characters.length];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (measure(characters.slice(0, middle).join('') + MORE) <= most) fits = middle;
    else tooMany = middle;
  }
  return characters.slice(0, fits).join('') + MORE;
}
