import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { pathText } from '../../core/plan/finding.ts';
import type { Path } from '../../core/plan/finding.ts';
import { checkPlaybooks } from '../../core/playbook/check.ts';
import type { CheckAgainst } from '../../core/playbook/check.ts';
import { readPlaybook } from '../../core/playbook/issues.ts';
import type { Playbook } from '../../core/playbook/schema.ts';
import { yamlText } from './yaml.ts';
import type { Spot } from './yaml.ts';

/** Line and column count from 1; 0 when the place is a whole file. `path`: `steps[2].who`. */
export type PlaybookProblem = Spot & { readonly file: string; readonly path: string; readonly message: string };
export type PlaybooksLoad =
  | {
      readonly ok: true;
      readonly playbooks: Readonly<Record<string, Playbook>>;
      /** Things that the plan lacks; the commander does them by hand. */
      readonly warnings: readonly PlaybookProblem[];
    }
  | { readonly ok: false; readonly problems: readonly PlaybookProblem[] };

export const LARGEST_BYTES = 256 * 1024;
const MOST_FILES = 200;
const MOST_PROBLEMS = 50;

type Source = { readonly file: string; readonly id: string; readonly text: string };
type Read = { readonly file: string; readonly id: string; readonly playbook: Playbook; readonly spotOf: (path: Path) => Spot };

/**
 * Loads every `.yaml` file of a folder as a playbook whose id is the file's name, and checks them against each other and
 * the plan. One broken file refuses them all: half a set of playbooks is found out on the worst day. Never throws.
 */
export function loadPlaybooks(folder: string, against: CheckAgainst = {}): PlaybooksLoad {
  const sources: Source[] = [];
  const problems: PlaybookProblem[] = [];
  const files = filesOf(folder);
  if (typeof files === 'string') return { ok: false, problems: [ofFile(folder, files)] };
  for (const file of files) {
    const text = textOf(file);
    if (typeof text === 'string') sources.push({ file, id: basename(file, extname(file)), text });
    else problems.push(ofFile(file, text.message));
  }
  return checked(sources, { against, problems });
}

/** Loads playbooks from texts, each under the name of its file: for documentation and tests. Never throws. */
export function loadPlaybookTexts(texts: Readonly<Record<string, string>>, against: CheckAgainst = {}): PlaybooksLoad {
  const sources: Source[] = [];
  const problems: PlaybookProblem[] = [];
  for (const [file, text] of Object.entries(texts)) {
    if (Buffer.byteLength(text) > LARGEST_BYTES) problems.push(ofFile(file, TOO_LARGE));
    else sources.push({ file, id: basename(file, extname(file)), text });
  }
  return checked(sources, { against, problems });
}

const TOO_LARGE = 'A playbook has at most 256 KiB.';
const ofFile = (file: string, message: string): PlaybookProblem => ({ file, line: 0, column: 0, path: '', message });

type Checking = { readonly against: CheckAgainst; readonly problems: readonly PlaybookProblem[] };

function checked(sources: readonly Source[], { against, problems }: Checking): PlaybooksLoad {
  const read = sources.map(readOne);
  const broken = [...problems, ...read.flatMap((one) => ('problems' in one ? one.problems : []))];
  const good = read.flatMap((one) => ('problems' in one ? [] : [one]));
  const twice = good.flatMap(({ file, id }, i) =>
    good.findIndex((other) => other.id === id) === i ? [] : [ofFile(file, `There are two files for \`${id}\`: keep one.`)],
  );
  const playbooks = Object.fromEntries(good.map(({ id, playbook }) => [id, playbook]));
  // With a file missing, the others would seem to lead nowhere.
  const findings = broken.length > 0 ? [] : checkPlaybooks(playbooks, against);
  const placed = findings.flatMap((finding) => {
    const home = good.find(({ id }) => id === finding.playbook);
    if (home === undefined) return [];
    const { level, message, path } = finding;
    return [{ level, problem: { file: home.file, ...home.spotOf(path), path: pathText(path), message } }];
  });
  const errors = [...broken, ...twice, ...placed.flatMap(({ level, problem }) => (level === 'error' ? [problem] : []))];
  if (errors.length > 0) return { ok: false, problems: errors.slice(0, MOST_PROBLEMS) };
  return { ok: true, playbooks, warnings: placed.map(({ problem }) => problem) };
}

function readOne({ file, id, text }: Source): Read | { readonly problems: readonly PlaybookProblem[] } {
  const yaml = yamlText(text);
  if (!yaml.ok) return { problems: yaml.problems.map((problem) => ({ file, path: '', ...problem })) };
  const read = readPlaybook(yaml.value);
  if (read.ok) return { file, id, playbook: read.playbook, spotOf: yaml.spotOf };
  return {
    problems: read.issues.map(({ path, message }) => ({ file, ...yaml.spotOf(path), path: pathText(path), message })),
  };
}

function filesOf(folder: string): readonly string[] | string {
  try {
    const names = readdirSync(folder, { withFileTypes: true })
      .filter((item) => !item.isDirectory() && !item.name.startsWith('.') && /\.ya?ml$/i.test(item.name))
      .map((item) => item.name)
      .toSorted();
    if (names.length > MOST_FILES) return `There are ${names.length} playbooks in this folder; at most ${MOST_FILES} are read.`;
    return names.map((name) => join(folder, name));
  } catch (fault) {
    return `The folder cannot be read (${codeOf(fault)}).`;
  }
}

function textOf(file: string): string | { readonly message: string } {
  try {
    const stat = statSync(file);
    if (!stat.isFile()) return { message: 'This is not a file.' };
    if (stat.size > LARGEST_BYTES) return { message: TOO_LARGE };
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (fault) {
    if (fault instanceof TypeError) return { message: 'The file is not UTF-8 text. Save it as UTF-8.' };
    return { message: `The file cannot be read (${codeOf(fault)}).` };
  }
}

const codeOf = (fault: unknown) => (fault instanceof Error && 'code' in fault ? String(fault.code) : 'unknown fault');
