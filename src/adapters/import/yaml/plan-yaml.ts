import { Document, type Node, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { PlanDraft } from '../../../core/imported/draft.ts';
import type { Remark } from '../../../core/imported/remark.ts';

const LINE_WIDTH = 120;

/** A drafted plan as YAML, each remark as a comment above what it is about. Ends with a line break. */
export function planYaml({ value, remarks }: PlanDraft): string {
  const doc = new Document(value);
  if (doc.contents !== null) inLines(doc.contents, 0, undefined);
  for (const [path, say] of together(remarks)) {
    const key = JSON.parse(path) as Remark['path'];
    if (key.length === 0) doc.commentBefore = say;
    else comment(doc, key, say);
  }
  return doc.toString({ lineWidth: LINE_WIDTH, flowCollectionPadding: true });
}

/** Remarks on the same entry in one comment, a line each. */
function together(remarks: readonly Remark[]): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  for (const { path, say } of remarks) {
    const key = JSON.stringify(path);
    // A comment ends where its line ends: text from outside stays on the line it is on.
    const line = ` ${say.replaceAll(/\s+/g, ' ')}`;
    lines.set(key, lines.has(key) ? `${lines.get(key) ?? ''}\n${line}` : line);
  }
  return lines;
}

function comment(doc: Document, path: Remark['path'], say: string): void {
  const around = path.length === 1 ? doc.contents : doc.getIn(path.slice(0, -1), true);
  if (!isMap(around)) return;
  const pair = around.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  if (pair !== undefined && isScalar(pair.key)) pair.key.commentBefore = say;
}

/** Puts lists of plain values on one line, and blocks that hold nothing deeper; the great blocks keep a line for each entry. */
function inLines(node: Node, depth: number, key: unknown): void {
  if (!isMap(node) && !isSeq(node)) return;
  const children = node.items.map((item) =>
    isPair(item) ? { key: nameOf(item.key), value: item.value } : { key, value: item },
  );
  if (children.every(({ value }) => isPlain(value)) && !(depth < 2 && key !== ONE_LINE)) node.flow = true;
  else
    for (const child of children)
      if (isMap(child.value) || isSeq(child.value)) inLines(child.value, depth + 1, child.key);
}

/** The one great block that is short. */
const ONE_LINE = 'plan';

const nameOf = (key: unknown): unknown => (isScalar(key) ? key.value : undefined);
const isPlain = (value: unknown): boolean =>
  !isMap(value) && (!isSeq(value) || value.items.every((item) => isScalar(item)));
