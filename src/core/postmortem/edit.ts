import { unshielded, writeLines } from './marks.ts';
import { choose, piecesOf } from './pieces.ts';
import type { Piece, Region } from './pieces.ts';

/** A postmortem as it is read: Muster's parts, the parts for people, and what people wrote between the parts. */
export type Passage =
  | { readonly kind: 'facts'; readonly name: string; readonly text: string }
  /** `text` is as it was written; `markdown` is as it stands in the file, where a mark of ours in it is only text. */
  | { readonly kind: 'write'; readonly name: string; readonly text: string; readonly markdown: string }
  | { readonly kind: 'between'; readonly text: string };

/** The longest text of one part, in characters: about eight pages of print. */
export const MOST_CHARACTERS = 20_000;

/** The document in its order. Of several parts with one name only the one that is edited counts as a part for people. */
export function passagesOf(document: string): readonly Passage[] {
  const pieces = piecesOf(document);
  return pieces.map((piece) => passageOf(piece, pieces));
}

function passageOf(piece: Piece, all: readonly Piece[]): Passage {
  const { region } = piece;
  if (region === null) return { kind: 'between', text: insideOf(piece.lines) };
  const { kind, name } = region.mark;
  const markdown = insideOf(region.lines);
  if (kind === 'facts') return { kind, name, text: markdown };
  if (choose(all, region.mark) !== piece) return { kind: 'between', text: markdown };
  return { kind, name, text: unshielded(markdown), markdown };
}

/** The text of a part for people; undefined when the document has no such part. */
export function partText(document: string, name: string): string | undefined {
  const found = passagesOf(document).find((passage) => passage.kind === 'write' && passage.name === name);
  return found?.text;
}

export type PartEdit = {
  readonly name: string;
  readonly text: string;
  /** Whether this is the text that the writer had in front of them. */
  readonly isAsLoaded: (text: string) => boolean;
};
export type PartEdited =
  | { readonly outcome: 'saved'; readonly document: string }
  /** It reads like that already: sent twice, or nothing was changed. */
  | { readonly outcome: 'same' }
  /** Somebody else saved the part meanwhile; `now` is how it reads. Nothing is written. */
  | { readonly outcome: 'conflict'; readonly now: string }
  /** The document has no such part any more. */
  | { readonly outcome: 'gone' };

/** Puts a person's text into its part. Every other line of the document stays as it is. */
export function editPart(document: string, { name, text, isAsLoaded }: PartEdit): PartEdited {
  const pieces = piecesOf(document);
  const mine = choose(pieces, { kind: 'write', name });
  const region = mine?.region ?? null;
  if (region === null) return { outcome: 'gone' };
  const now = unshielded(insideOf(region.lines));
  const wanted = tidied(text);
  if (now === wanted) return { outcome: 'same' };
  if (!isAsLoaded(now)) return { outcome: 'conflict', now };
  const lines = pieces.flatMap((piece) => (piece === mine ? written(region, wanted) : piece.lines));
  return { outcome: 'saved', document: lines.join('\n') };
}

/** The part with its new text. One whose end mark had gone gets it back, with an empty line behind. */
const written = ({ open, close }: Region, text: string): readonly string[] => [
  open,
  ...writeLines(text),
  ...(close === null ? [''] : []),
];

/** Lines of a document as one text: without the empty ones around it, whatever editor ended the lines. */
function insideOf(lines: readonly string[]): string {
  return withoutEdges(lines.map((line) => line.replace(/\r$/, ''))).join('\n');
}

/** The text as it is kept: one kind of line end, no empty lines around it, a block of code that was left open closed. */
export function tidied(text: string): string {
  const lines = withoutEdges(text.toWellFormed().replaceAll('\0', '').replaceAll(/\r\n?/g, '\n').split('\n'));
  const open = openFence(lines);
  return [...lines, ...(open === undefined ? [] : [open])].join('\n');
}

function withoutEdges(lines: readonly string[]): readonly string[] {
  const isText = (line: string) => line.trim() !== '';
  return lines.slice(Math.max(0, lines.findIndex(isText)), lines.findLastIndex(isText) + 1);
}

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/** What would close the block of code that is open at the end (CommonMark 4.5): left open it swallows the rest of the file. */
function openFence(lines: readonly string[]): string | undefined {
  let open: string | undefined;
  for (const line of lines) {
    const [, fence = '', info = ''] = FENCE.exec(line) ?? [];
    if (fence === '') continue;
    if (open === undefined) open = fence.startsWith('`') && info.includes('`') ? undefined : fence;
    else if (fence.startsWith(open) && info.trim() === '') open = undefined;
  }
  return open;
}
