import { mkdir, open, readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { jsonOf } from './adapters/archive/file/rows.ts';
import type { ArchiveRow } from './ports/archive.ts';

type TextRow = Extract<ArchiveRow, { readonly kind: 'text' }>;
/** Where a text lies in a data folder, and how it is told there. */
type Place = {
  readonly file: string;
  readonly mode: number;
  readonly toText: (bytes: Buffer) => string;
  readonly toBytes: (text: string) => Buffer;
};

const asItIs = (file: string, mode: number): Place => ({
  file,
  mode,
  toText: (bytes) => bytes.toString('utf8'),
  toBytes: (text) => Buffer.from(text),
});
const POSTMORTEM = /^postmortem\/((?:INC|EX)-\d{1,15})$/;
const POSTMORTEM_FILE = /^((?:INC|EX)-\d{1,15})\.md$/;
/** A line of `ended-sessions`: a name, when it is over in ms, and a full stop. */
const ENDED = /^([\w-]{1,80}) (\d{1,15})\.$/;
const spentPairs = z.array(z.unknown());
const spentPair = z.tuple([z.string(), z.number()]);

/** What lies in files of a data folder, and under which name in a database that several replicas share. */
const FILES: Readonly<Record<string, Place>> = {
  'near-misses': {
    file: 'near-misses.sealed',
    mode: 0o600,
    toText: (bytes) => bytes.toString('base64'),
    toBytes: (text) => Buffer.from(text, 'base64'),
  },
  'sign-in/spent': { file: 'ended-sessions', mode: 0o600, toText: spentOf, toBytes: linesOfSpent },
  // Only a data folder has these; a database keeps them for the way back.
  'folder/clock.json': asItIs('clock.json', 0o600),
  'folder/phones.jsonl': asItIs('phones.jsonl', 0o600),
};

/** The names of all files and folders in a data folder that hold what cannot be made anew; the secret is not among them. */
export const FOLDER_FILES: readonly string[] = [...Object.values(FILES).map(({ file }) => file), 'postmortems'];

/** The texts that lie in files of a data folder. */
export async function* folderTexts(folder: string): AsyncGenerator<TextRow> {
  for (const [name, { file, toText }] of Object.entries(FILES)) {
    const bytes = await bytesOf(join(folder, file));
    if (bytes !== undefined) yield { kind: 'text', name, version: 1, text: toText(bytes) };
  }
  for (const file of (await namesIn(join(folder, 'postmortems'))).toSorted()) {
    const [, id] = POSTMORTEM_FILE.exec(file) ?? [];
    const bytes = id === undefined ? undefined : await bytesOf(join(folder, 'postmortems', file));
    if (bytes !== undefined)
      yield { kind: 'text', name: `postmortem/${id ?? ''}`, version: 1, text: bytes.toString('utf8') };
  }
}

/** Lets rows through to the database, but for the texts that are files of a data folder: those are written, and on disk. */
export async function* intoFolder(folder: string, rows: AsyncIterable<ArchiveRow>): AsyncGenerator<ArchiveRow> {
  for await (const row of rows) {
    const place = row.kind === 'text' ? placeOf(row.name) : undefined;
    if (place === undefined || row.kind !== 'text') yield row;
    else await writeThrough(join(folder, place.file), place, row.text);
  }
}

function placeOf(name: string): Place | undefined {
  const [, id] = POSTMORTEM.exec(name) ?? [];
  return id === undefined
    ? Object.hasOwn(FILES, name)
      ? FILES[name]
      : undefined
    : asItIs(`postmortems/${id}.md`, 0o644);
}

/** As the store that replicas share has it: pairs of a name and when it is over. */
function spentOf(bytes: Buffer): string {
  const pairs = bytes
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const [, name, ends] = ENDED.exec(line) ?? [];
      return name === undefined ? [] : [[name, Number(ends)]];
    });
  return JSON.stringify(pairs);
}

/** It may come from a backup that somebody else made: what does not fit is no end of a session. */
function linesOfSpent(text: string): Buffer {
  const pairs = spentPairs.safeParse(jsonOf(text)).data ?? [];
  const lines = pairs
    .map((pair) => spentPair.safeParse(pair).data)
    .flatMap((pair) => (pair === undefined ? [] : [`${pair[0]} ${pair[1]}.`]))
    .filter((line) => ENDED.test(line));
  return Buffer.from(lines.map((line) => `\n${line}`).join(''));
}

async function writeThrough(path: string, { mode, toBytes }: Place, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await using file = await open(path, 'w', mode);
  await file.writeFile(toBytes(text));
  await file.sync();
}

async function bytesOf(path: string): Promise<Buffer | undefined> {
  return orNothing(readFile(path));
}

async function namesIn(path: string): Promise<readonly string[]> {
  return (await orNothing(readdir(path))) ?? [];
}

async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return undefined;
    throw fault;
  }
}
