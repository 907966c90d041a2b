import { type Dirent, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export type ExportRead = { readonly ok: true; readonly bundle: unknown } | { readonly ok: false; readonly say: string };

/** An account of a few hundred people is a few megabytes. */
const LARGEST_BYTES = 64 * 1024 * 1024;
const MOST_FILES = 5_000;

/**
 * An export as one value: a JSON file as it is, or a folder as `{ NAME: […] }` with what each `NAME.json`, `NAME-2.json` or
 * `NAME/….json` holds (one answer of the API in each, as curl writes it, or one entity in each, as Opsgenie's backup tool
 * does). Never throws: what cannot be read is a sentence.
 */
export function readExport(path: string): ExportRead {
  try {
    if (!statSync(path).isDirectory()) return { ok: true, bundle: readJson(path) };
    const kinds = new Map<string, unknown[]>();
    let files = 0;
    for (const [kind, file] of filesOf(path)) {
      files += 1;
      if (files > MOST_FILES) return { ok: false, say: `There are more than ${MOST_FILES} files in ${path}.` };
      kinds.set(kind, [...(kinds.get(kind) ?? []), readJson(file)]);
    }
    if (files === 0) return { ok: false, say: `There is no .json file in ${path}.` };
    return { ok: true, bundle: Object.fromEntries(kinds) };
  } catch (fault) {
    return { ok: false, say: fault instanceof Unreadable ? fault.message : cannotRead(path, fault) };
  }
}

class Unreadable extends Error {}

const JSON_FILE = /^(.+?)(?:[-_. ]?\d+)?\.json$/i;

function* filesOf(folder: string): Generator<readonly [kind: string, file: string]> {
  for (const item of inOrder(folder)) {
    const path = join(folder, item.name);
    const [, kind] = JSON_FILE.exec(item.name) ?? [];
    if (item.isFile() && kind !== undefined) yield [kind, path];
    if (!item.isDirectory()) continue;
    for (const inner of inOrder(path))
      if (inner.isFile() && /\.json$/i.test(inner.name)) yield [item.name, join(path, inner.name)];
  }
}

const inOrder = (folder: string): readonly Dirent[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));

function readJson(file: string): unknown {
  if (statSync(file).size > LARGEST_BYTES) throw new Unreadable(`${file} is larger than 64 MiB: that is no export.`);
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch {
    const first = text.trimStart().startsWith('<') ? ' It begins like a web page: was the key of the API right?' : '';
    throw new Unreadable(`${file} is not JSON.${first}`);
  }
}

function cannotRead(path: string, fault: unknown): string {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : 'unknown fault';
  if (code === 'ENOENT' || code === 'ENOTDIR') return `There is no ${path}.`;
  return code === 'EACCES' || code === 'EPERM'
    ? `${path} may not be read: check its permissions.`
    : `${path} cannot be read (${code}).`;
}
