import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from './layers.ts';

const TOP = join(import.meta.dirname, '..', '..');
const NOT_OURS = new Set(['node_modules', '.git', 'data', 'coverage']);

/** Every file of the project below a folder (`''`: all), by its path from the top. */
export function pathsUnder(folder: string): readonly string[] {
  return readdirSync(join(TOP, folder), { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? pathsUnder(path) : entry.isFile() ? [path] : [];
    })
    .toSorted();
}

export const textOf = (path: string) => readFileSync(join(TOP, path), 'utf8');

/** The TypeScript files below these folders, with their text. */
export const sourcesUnder = (...folders: readonly string[]): readonly SourceFile[] =>
  folders
    .flatMap(pathsUnder)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: textOf(path) }));
