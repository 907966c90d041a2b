import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { ArchiveRow } from '../../../ports/archive.ts';
import { NOTHING } from '../../../ports/archive.ts';
import { StoreFault } from '../../../ports/store.ts';
import { type About, exportLine, exportedRowOf, firstLine, jsonOf, lastLine, rowOf } from './rows.ts';

export type Reading = {
  readonly path: string;
  /** Told of everything that is wrong with the file itself; without it, the first such thing is a fault. */
  readonly problem?: (say: string) => void;
};

/** Whether a file is one of ours to read: an archive, or the export of an incident. Undefined when it is neither. */
export async function kindOfFile(path: string): Promise<'archive' | 'export' | undefined> {
  for await (const line of linesOf(path)) {
    const first = jsonOf(line);
    return firstLine.safeParse(first).success ? 'archive' : exportLine.safeParse(first).success ? 'export' : undefined;
  }
  return undefined;
}

/** What the first line of an archive says. Throws a `StoreFault` when it is none. */
export async function aboutOf(path: string): Promise<About> {
  for await (const line of linesOf(path)) {
    const read = firstLine.safeParse(jsonOf(line)).data;
    if (read !== undefined) return { muster: read.muster, made: read.made, secret: read.secret };
    break;
  }
  throw new StoreFault(`The file ${path} is no archive of Muster.`);
}

/** The rows of an archive, in the order in which they stand. At its end it is known whether all of it was whole. */
export async function* archiveRows({ path, problem = refuse(path) }: Reading): AsyncGenerator<ArchiveRow> {
  const sum = createHash('sha256');
  const counts = { ...NOTHING };
  let [nth, ended] = [0, false];
  for await (const line of linesOf(path, problem)) {
    nth += 1;
    const json = jsonOf(line);
    const row = nth === 1 ? undefined : rowOf(json);
    const end = row === undefined ? lastLine.safeParse(json).data : undefined;
    if (ended) problem(`line ${nth} stands after the end`);
    else if (end !== undefined) {
      ended = true;
      const isWhole = sum.copy().digest('hex') === end.sha256 && JSON.stringify(counts) === JSON.stringify(end.counts);
      if (!isWhole) problem('it is not what was written');
    } else if (nth === 1) {
      if (!firstLine.safeParse(json).success) problem('its first line cannot be read');
    } else if (row === undefined) problem(`line ${nth} cannot be read`);
    sum.update(`${line}\n`);
    if (row === undefined || ended) continue;
    counts[row.kind] += 1;
    yield row;
  }
  if (!ended) problem('its end is missing');
}

/** The events of `muster export INC-42` as rows, with a row of their stream. */
export async function* exportRows({ path, problem = refuse(path) }: Reading): AsyncGenerator<ArchiveRow> {
  let [nth, last] = [0, ''];
  let first: { readonly export: string; readonly events: number; readonly head: string } | undefined;
  let documents: readonly string[] = [];
  const named: unknown[] = [];
  for await (const line of linesOf(path, problem)) {
    nth += 1;
    if (nth === 1) {
      const read = exportLine.safeParse(jsonOf(line)).data;
      if (read === undefined) return problem('its first line cannot be read');
      [first, documents] = [read, read.documents];
      yield { kind: 'stream', stream: read.export, version: read.events, open: false };
      continue;
    }
    const row = first === undefined ? undefined : exportedRowOf(line, first.export);
    if (row?.kind !== 'event') {
      problem(`line ${nth} cannot be read, or does not say what was kept`);
      continue;
    }
    last = row.hash;
    const body = jsonOf(row.text);
    if (typeof body === 'object' && body !== null && 'planHash' in body) named.push(body.planHash);
    yield row;
  }
  if (first !== undefined && last !== first.head) problem('the hash in its first line is not that of its last event');
  if (JSON.stringify(named) !== JSON.stringify(documents)) problem('its first line names other plans than its events');
}

const refuse = (path: string) => (say: string) => {
  throw new StoreFault(`The file ${path} is damaged: ${say}.`);
};

const GZIP = Buffer.from([0x1f, 0x8b]);
/** Of what was compressed, so much is read at a time; a line is longer only when one of its texts is. */
const MOST_LINE_BYTES = 256 * 1024 * 1024;

/** The lines of a file, compressed or not. Only `\n` ends one: other line ends may stand within texts. */
async function* linesOf(path: string, problem?: (say: string) => void): AsyncGenerator<string> {
  // Asked first: a stream whose file is not there fails before anybody listens to it.
  const isZipped = await isGzip(path).catch((fault: unknown) => {
    throw asFault(path, fault);
  });
  const raw = createReadStream(path);
  const bytes = isZipped ? raw.pipe(createGunzip()) : raw;
  raw.once('error', (fault) => bytes.destroy(fault));
  let parts: Buffer[] = [];
  let held = 0;
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
        yield Buffer.concat([...parts, chunk.subarray(from, at)]).toString('utf8');
        [parts, held, from] = [[], 0, at + 1];
      }
      held += chunk.length - from;
      if (held > MOST_LINE_BYTES) throw new StoreFault(`The file ${path} has a line that is too long.`);
      if (from < chunk.length) parts.push(chunk.subarray(from));
    }
  } catch (fault) {
    const say = whyNot(fault);
    if (problem === undefined || say === undefined) throw asFault(path, fault);
    problem(say);
  } finally {
    raw.destroy();
  }
  if (parts.length > 0) yield Buffer.concat(parts).toString('utf8');
}

async function isGzip(path: string): Promise<boolean> {
  try {
    await using file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(GZIP.length), 0, GZIP.length, 0);
    return bytesRead === GZIP.length && buffer.equals(GZIP);
  } catch (fault) {
    throw asFault(path, fault);
  }
}

/** Of a compressed file that was touched, zlib says so; undefined when it is something else. */
const whyNot = (fault: unknown): string | undefined =>
  fault instanceof Error && 'code' in fault && String(fault.code).startsWith('Z_')
    ? 'it was cut off, or altered after it was written'
    : undefined;

function asFault(path: string, fault: unknown): Error {
  if (fault instanceof StoreFault) return fault;
  if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT')
    return new StoreFault(`There is no file ${path}.`, { cause: fault });
  const why = whyNot(fault) ?? (fault instanceof Error ? fault.message : String(fault));
  return new StoreFault(`The file ${path} cannot be read: ${why}.`, { cause: fault });
}
