import { checksum, isEnd, readMark, withoutLayout } from './marks.ts';
import type { Mark } from './marks.ts';

/** The result of writing a document anew over one that people have worked on. */
export type Rewritten = {
  readonly text: string;
  /** Names of the parts in which people have written. */
  readonly kept: readonly string[];
  /** What was put back or set aside, a sentence each. */
  readonly notes: readonly string[];
};

/** A stretch of a document. A region is `closed` when its end mark is there; `lines` are those between the marks. */
type Region = { readonly mark: Mark; readonly open: string; readonly lines: readonly string[]; readonly close: string | null };
type Piece = { readonly lines: readonly string[]; readonly region: Region | null };

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
  const chosen = new Map(wanted.flatMap(({ region }) => (region === null ? [] : [[nameOf(region), choose(found, region)] as const])));
  for (const piece of found) {
    const { region } = piece;
    const target = region === null ? undefined : wanted.find((other) => other.region !== null && nameOf(other.region) === nameOf(region));
    if (region === null || target?.region == null || chosen.get(nameOf(region)) !== piece) output.push(piece);
    else {
      const replaced = region.mark.kind === 'write' ? { piece, after: [] } : refreshed(region, target.region, notes);
      output.push(replaced.piece, ...replaced.after);
      placed.set(nameOf(region), replaced.piece);
    }
  }
  return {
    text: withMissing(output, wanted, { placed, notes }).flatMap(({ lines }) => lines).join('\n'),
    kept: written(found, wanted),
    notes,
  };
}

const nameOf = ({ mark }: Region) => `${mark.kind}:${mark.name}`;
const isAsWritten = ({ mark, lines, close }: Region) => close !== null && mark.sum === checksum(lines.join('\n'));

/** Of several parts with one name (somebody copied one, or wrote the marks) only one is ours; the others are just text. */
function choose(found: readonly Piece[], { mark }: Region): Piece | undefined {
  const all = found.filter(({ region }) => region?.mark.kind === mark.kind && region.mark.name === mark.name);
  return (
    all.find(({ region }) => region !== null && isAsWritten(region)) ??
    all.find(({ region }) => region !== null && region.mark.sum !== null && region.close !== null) ??
    all[0]
  );
}

function refreshed(old: Region, fresh: Region, notes: string[]): { readonly piece: Piece; readonly after: readonly Piece[] } {
  const piece = pieceOf(fresh);
  const { own, rest } = withoutEnd(old);
  const text = own.join('\n');
  const untouched = old.mark.sum === checksum(text) || withoutLayout(text) === withoutLayout(fresh.lines.join('\n'));
  const after = rest.length === 0 ? [] : [{ lines: rest, region: null }];
  if (untouched || text.trim() === '') return { piece, after };
  notes.push(`The part "${old.mark.name}" was changed by hand. It is written anew, and the version of yours is kept below it.`);
  const head = `> **Edited by hand, kept.** The part "${old.mark.name}" above is written anew from the events; this is how it read:`;
  const quoted = trimmed(own).map((line) => (line.trim() === '' ? '>' : `> ${line.replace(/\r$/, '')}`));
  return { piece, after: [{ lines: ['', head, '>', ...quoted], region: null }, ...after] };
}

/** Where the end mark is gone, the checksum still says where our own text ended; without it, all of it counts as edited. */
function withoutEnd({ mark, lines, close }: Region): { readonly own: readonly string[]; readonly rest: readonly string[] } {
  if (close !== null) return { own: lines, rest: [] };
  for (let end = lines.length; end > 0; end -= 1)
    if (lines[end - 1]?.trim() !== '' && checksum(lines.slice(0, end).join('\n')) === mark.sum) return { own: lines.slice(0, end), rest: lines.slice(end) };
  return { own: lines, rest: [''] };
}

function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  return lines.slice(Math.max(0, first), lines.findLastIndex((line) => line.trim() !== '') + 1);
}

type Missing = { readonly placed: Map<string, Piece>; readonly notes: string[] };

/** Each missing part goes where it would be in a fresh document: with its heading, after the part before it. */
function withMissing(output: Piece[], wanted: readonly Piece[], { placed, notes }: Missing): readonly Piece[] {
  let before: Piece | undefined;
  let lead: readonly string[] = [];
  for (const piece of wanted) {
    if (piece.region === null) {
      lead = piece.lines;
      continue;
    }
    const name = nameOf(piece.region);
    const there = placed.get(name);
    if (there === undefined) {
      const at = before === undefined ? 0 : output.indexOf(before) + 1;
      const own = { lines: lead, region: null };
      const gap = at === 0 ? [{ lines: [''], region: null }] : [];
      output.splice(at, 0, ...(lead.length === 0 ? [] : [own]), piece, ...gap);
      notes.push(`The part "${piece.region.mark.name}" was missing and was put back.`);
    }
    before = there ?? piece;
    lead = [];
  }
  return output;
}

/** Parts for people that no longer read as they were handed out. */
function written(found: readonly Piece[], wanted: readonly Piece[]): readonly string[] {
  const blank = new Map(wanted.flatMap(({ region }) => (region === null ? [] : [[nameOf(region), withoutLayout(region.lines.join('\n'))] as const])));
  const names = found.flatMap(({ region }) => {
    if (region?.mark.kind !== 'write' || blank.get(nameOf(region)) === withoutLayout(region.lines.join('\n'))) return [];
    return [region.mark.name];
  });
  return [...new Set(names)];
}

const pieceOf = (region: Region): Piece => ({
  lines: [region.open, ...region.lines, ...(region.close === null ? [] : [region.close])],
  region,
});

/** Every line of the text is in exactly one piece. A mark that opens a part ends the one before, if that has no end. */
function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let lines: string[] = [];
  let open: { readonly mark: Mark; readonly line: string } | null = null;
  const finish = (close: string | null) => {
    if (open !== null) pieces.push(pieceOf({ mark: open.mark, open: open.line, lines, close }));
    else if (lines.length > 0) pieces.push({ lines, region: null });
    lines = [];
    open = null;
  };
  for (const line of text.split('\n')) {
    const mark = readMark(line);
    if (mark !== undefined) {
      finish(null);
      open = { mark, line };
    } else if (open !== null && isEnd(line)) finish(line);
    else lines.push(line);
  }
  finish(null);
  return pieces;
}
