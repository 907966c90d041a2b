/** Longest word that is compared; nobody mistypes more. */
const MOST_LETTERS = 40;

/**
 * "Did you mean …?": the candidates that a mistyped word may have been, best first, at most `most` (default 3). Letters
 * dropped, added, changed or swapped count one each, up to a third of the word; a beginning (`post` for `postmortem`) counts
 * as near. Upper and lower case are the same.
 */
export function nearest(
  word: string,
  candidates: readonly string[],
  { most = 3 }: { readonly most?: number } = {},
): readonly string[] {
  const asked = word.trim().toLowerCase().slice(0, MOST_LETTERS);
  if (asked === '') return [];
  return candidates
    .map((candidate, order) => ({ candidate, order, far: farness(asked, candidate.toLowerCase()) }))
    .filter(({ far }) => far <= Math.max(1, Math.floor(asked.length / 3)))
    .toSorted((a, b) => a.far - b.far || a.order - b.order)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/**
 * Letters to drop, add, change or swap with the neighbour to turn one text into the other (Damerau-Levenshtein, each place
 * edited once). Stops counting above `most`, where the answer is `most + 1`.
 */
export function edits(a: string, b: string, most = MOST_LETTERS): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = nextRow({ a, b, i }, above, before);
    if (Math.min(...row) > most) return most + 1;
    before = above;
    above = row;
  }
  return Math.min(above[b.length] ?? 0, most + 1);
}

type At = { readonly a: string; readonly b: string; readonly i: number };

/** The least edits from the first `i` letters of `a` to each beginning of `b`. */
function nextRow({ a, b, i }: At, above: readonly number[], before: readonly number[]): readonly number[] {
  const row = [i];
  for (let j = 1; j <= b.length; j += 1) {
    const change = a[i - 1] === b[j - 1] ? 0 : 1;
    const least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + change);
    const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2] : undefined;
    row.push(swapped === undefined ? least : Math.min(least, swapped + 1));
  }
  return row;
}

function farness(asked: string, candidate: string): number {
  if (candidate === asked) return 0;
  if (asked.length >= 2 && candidate.startsWith(asked)) return 0.5;
  const far = edits(asked, candidate.slice(0, MOST_LETTERS), MOST_LETTERS);
  // One letter in common is no likeness: `id` is not `me`.
  if (far >= Math.max(asked.length, candidate.length) - 1 && asked.length < 4) return Infinity;
  return asked[0] === candidate[0] ? far - 0.25 : far;
}
