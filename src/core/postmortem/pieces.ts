import { checksum, isEnd, readMark } from './marks.ts';
import type { Mark } from './marks.ts';

/** A stretch of a document. A region is `closed` when its end mark is there; `lines` are those between the marks. */
export type Region = {
  readonly mark: Mark;
  readonly open: string;
  readonly lines: readonly string[];
  readonly close: string | null;
};
export type Piece = { readonly lines: readonly string[]; readonly region: Region | null };

/** What a part is known by: `facts:head`, `write:sense`. */
export const nameOf = (mark: Pick<Mark, 'kind' | 'name'>) => `${mark.kind}:${mark.name}`;
const isAsWritten = ({ mark, lines, close }: Region) => close !== null && mark.sum === checksum(lines.join('\n'));

/** Of several parts with one name (somebody copied one, or wrote the marks) only one is ours; the others are just text. */
export function choose(found: readonly Piece[], mark: Pick<Mark, 'kind' | 'name'>): Piece | undefined {
  const all = found.filter(({ region }) => region !== null && nameOf(region.mark) === nameOf(mark));
  return (
    all.find(({ region }) => region !== null && isAsWritten(region)) ??
    all.find(({ region }) => region !== null && region.mark.sum !== null && region.close !== null) ??
    all[0]
  );
}

export const plain = (lines: readonly string[]): Piece => ({ lines, region: null });

export const pieceOf = (region: Region): Piece => ({
  lines: [region.open, ...region.lines, ...(region.close === null ? [] : [region.close])],
  region,
});

/** Every line of the text is in exactly one piece. A mark that opens a part ends the one before, if that has no end. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let lines: string[] = [];
  let open: { readonly mark: Mark; readonly line: string } | null = null;
  const finish = (close: string | null) => {
    if (open !== null) pieces.push(pieceOf({ mark: open.mark, open: open.line, lines, close }));
    else if (lines.length > 0) pieces.push(plain(lines));
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
