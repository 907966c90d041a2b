import { type Dirent, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, placed } from '../../core/plan/finding.ts';
import { type YamlTree, yamlTree } from './yaml-tree.ts';

export const LARGEST_BYTES = 2 * 1024 * 1024;
const MOST_FILES = 50;
const PLAN_FILE = /\.ya?ml$/i;

/** One file of a plan, read. */
export type Source = { readonly file: string; readonly tree: YamlTree };
export type Sources = {
  readonly sources: readonly Source[];
  readonly problems: readonly Problem[];
  /** Files of the folder that are no part of the plan. */
  readonly warnings: readonly Problem[];
};

/** A problem of a whole file. */
export const wholeFile = (file: string, message: string): Problem => ({
  rule: 'L000',
  level: 'error',
  file,
  line: 0,
  column: 0,
  path: '',
  message,
});

/** The file at this path, or the YAML files of the folder by name. Never throws. */
export function readSources(path: string): Sources {
  let folder: readonly Dirent[];
  try {
    if (!statSync(path).isDirectory()) return sourcesOf([path], []);
    folder = readdirSync(path, { withFileTypes: true });
  } catch (fault) {
    return { sources: [], problems: [wholeFile(path, cannotRead(fault))], warnings: [] };
  }
  const names = folder.filter((item) => !item.isDirectory() && !item.name.startsWith('.')).map((item) => item.name);
  const files = names.filter((name) => PLAN_FILE.test(name)).toSorted();
  const warnings = names
    .filter((name) => !PLAN_FILE.test(name))
    .map((name): Problem => ({
      ...wholeFile(join(path, name), 'Not read: only .yaml and .yml files are part of the plan.'),
      level: 'info',
    }));
  const refused = (message: string): Sources => ({ sources: [], problems: [wholeFile(path, message)], warnings });
  if (files.length === 0) return refused('There is no .yaml file in this folder.');
  if (files.length > MOST_FILES)
    return refused(`There are ${files.length} files in this folder; a plan has at most ${MOST_FILES}.`);
  return sourcesOf(
    files.map((name) => join(path, name)),
    warnings,
  );
}

function sourcesOf(files: readonly string[], warnings: readonly Problem[]): Sources {
  const sources: Source[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const read = readText(file);
    if ('problems' in read) problems.push(...read.problems);
    else {
      const source = sourceOf(file, read.text);
      problems.push(...source.problems);
      sources.push(source);
    }
  }
  return { sources, problems, warnings };
}

/** A text as one file of a plan, with what is wrong with it as YAML. */
export function sourceOf(file: string, text: string): Source & { readonly problems: readonly Problem[] } {
  const tree = yamlTree(text);
  const problems = tree.problems.map(({ line, column, ...found }) =>
    placed({ level: 'error', ...found }, () => ({ file, line, column })),
  );
  return { file, tree, problems };
}

function readText(file: string): { readonly text: string } | { readonly problems: readonly Problem[] } {
  const refused = (message: string) => ({ problems: [wholeFile(file, message)] });
  try {
    const stat = statSync(file);
    if (!stat.isFile())
      return refused('This is neither a file nor a folder. Give the file of the plan, or its folder.');
    if (stat.size > LARGEST_BYTES)
      return refused(`The file is ${Math.ceil(stat.size / 1024 / 1024)} MiB large; a plan has at most 2 MiB.`);
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)) };
  } catch (fault) {
    return refused(fault instanceof TypeError ? 'The file is not UTF-8 text. Save it as UTF-8.' : cannotRead(fault));
  }
}

function cannotRead(fault: unknown): string {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : 'unknown fault';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'There is no such file.';
  if (code === 'EACCES' || code === 'EPERM') return 'The file may not be read: check its permissions.';
  return `The file cannot be read (${code}).`;
}
