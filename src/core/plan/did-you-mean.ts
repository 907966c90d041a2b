import { nearest } from '../nearest.ts';

/** ` Did you mean `systems`?`, or nothing when no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const [found] = nearest(word, known, { most: 1 });
  return found === undefined ? '' : ` Did you mean \`${found}\`?`;
}
