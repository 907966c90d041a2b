import { checksum, withoutLayout } from './marks.ts';
import { choose, nameOf, pieceOf, piecesOf, plain } from './pieces.ts';
import type { Piece, Region } from './pieces.ts';

/** The result of writing a document anew over one that people have worked on. */
export type Rewritten = {
  readonly text: string;
  /** Names of the parts in which people have written. */
  readonly kept: readonly string[];
  /** What was put back or set aside, a sentence each. */
  readonly notes: readonly string[];
};

/**
 * Puts fresh facts into a document and leaves every other line of it alone: the parts that are for people, and whatever
 * they wrote outside the marks. A facts part that a person changed is written anew, and their version stays below it as a
 * quotation. Parts that are missing are put back. Doing it twice changes nothing more.
 */
export function rewrite(existing: string, fresh: string): Rewritten {
  if (existing.trim() === '') return { text: fresh, kept: [], notes: [] };
  const wanted = piecesOf(fresh);
  const found = piecesOf(existing);
  const notes: string[] = [];
  const output: Piece[] = [];
  const placed = new Map<string, Piece>();
  const chosen = new Map(
    wanted.flatMap(({ region }) =>
      region === null ? [] : [[nameOf(region.mark), choose(found, region.mark)] as const],
    ),
  );
  for (const piece of found) {
    const { region } = piece;
    const fresh = region === null ? undefined : freshOf(wanted, region);
    if (region === null || fresh === undefined || chosen.get(nameOf(region.mark)) !== piece) {
      output.push(piece);
      continue;
    }
    const { own, rest } = region.mark.kind === 'write' ? { own: [piece], rest: [] } : refreshed(region, fresh, notes);
    output.push(...own, ...rest);
    placed.set(nameOf(region.mark), own.at(-1) ?? piece);
  }
  return {
    text: withMissing(output, wanted, { placed, notes })
      .flatMap(({ lines }) => lines)
      .join('\n'),
    kept: written(found, wanted),
    notes,
  };
}

function freshOf(wanted: readonly Piece[], old: Region): Region | undefined {
  return wanted.find(({ region }) => region !== null && nameOf(region.mark) === nameOf(old.mark))?.region ?? undefined;
}

type Refreshed = { readonly own: readonly Piece[]; readonly rest: readonly Piece[] };

/** The fresh part, with the version of a person's below it if there is one, and what came after a part without an end. */
function refreshed(old: Region, fresh: Region, notes: string[]): Refreshed {
  const { own, rest } = withoutEnd(old);
  const after = rest.length === 0 ? [] : [plain(rest)];
  const text = own.join('\n');
  const untouched = old.mark.sum === checksum(text) || withoutLayout(text) === withoutLayout(fresh.lines.join('\n'));
  if (untouched || text.trim() === '') return { own: [pieceOf(fresh)], rest: after };
  notes.push(
    `The part "${old.mark.name}" was changed by hand. It is written anew, and the changed version is kept below it.`,
  );
  const head = `> **Edited by hand, kept.** The part "${old.mark.name}" above is written anew from the events; this is how it read:`;
  const quoted = trimmed(own).map((line) => (line.trim() === '' ? '>' : `> ${line.replace(/\r$/, '')}`));
  return { own: [pieceOf(fresh), plain(['', head, '>', ...quoted])], rest: after };
}

/** Where the end mark is gone, the checksum still says where our own text ended; without it, all of it counts as edited. */
function withoutEnd({ mark, lines, close }: Region): {
  readonly own: readonly string[];
  readonly rest: readonly string[];
} {
  if (close !== null) return { own: lines, rest: [] };
  for (let end = lines.length; end > 0; end -= 1)
    if (lines[end - 1]?.trim() !== '' && checksum(lines.slice(0, end).join('\n')) === mark.sum)
      return { own: lines.slice(0, end), rest: lines.slice(end) };
  return { own: lines, rest: [''] };
}

function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  return lines.slice(Math.max(0, first), lines.findLastIndex((line) => line.trim() !== '') + 1);
}

type Missing = { readonly placed: ReadonlyMap<string, Piece>; readonly notes: string[] };

/** Each missing part goes where it would be in a fresh document: after the part before it, under its heading. */
function withMissing(output: Piece[], wanted: readonly Piece[], { placed, notes }: Missing): readonly Piece[] {
  let before: Piece | undefined;
  let lead: readonly string[] = [];
  for (const piece of wanted) {
    if (piece.region === null) {
      lead = piece.lines;
      continue;
    }
    const there = placed.get(nameOf(piece.region.mark));
    if (there === undefined) {
      putBack(output, piece, { after: before === undefined ? 0 : output.indexOf(before) + 1, lead });
      notes.push(`The part "${piece.region.mark.name}" was missing and was put back.`);
    }
    before = there ?? piece;
    lead = [];
  }
  return output;
}

type Place = { readonly after: number; readonly lead: readonly string[] };

/** A heading that is still there is used again. */
function putBack(output: Piece[], piece: Piece, { after, lead }: Place): void {
  const heading = lead.find((line) => line.startsWith('#'))?.trim();
  const isHeading = (line: string) => line.trim() === heading;
  const at = output.findIndex(({ region, lines }, index) => index >= after && region === null && lines.some(isHeading));
  const found = output[at];
  if (heading === undefined || found === undefined) {
    const gap = plain(['']);
    if (after === 0) output.unshift(plain(lead), piece, gap);
    else output.splice(after, 0, lead.length === 0 ? gap : plain(lead), piece);
    return;
  }
  const line = found.lines.findIndex(isHeading) + 1;
  output.splice(at, 1, plain([...found.lines.slice(0, line), '']), piece, plain(found.lines.slice(line)));
}

/** Parts for people that no longer read as they were handed out. */
function written(found: readonly Piece[], wanted: readonly Piece[]): readonly string[] {
  const blank = new Map(
    wanted.flatMap(({ region }) =>
      region === null ? [] : [[nameOf(region.mark), withoutLayout(region.lines.join('\n'))] as const],
    ),
  );
  const names = found.flatMap(({ region }) => {
    if (region?.mark.kind !== 'write' || blank.get(nameOf(region.mark)) === withoutLayout(region.lines.join('\n')))
      return [];
    return [region.mark.name];
  });
  return [...new Set(names)];
}
