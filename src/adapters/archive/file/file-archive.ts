import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Archive, ArchiveRow, Counts } from '../../../ports/archive.ts';
import { counted } from '../../../ports/archive.ts';
import { StoreFault } from '../../../ports/store.ts';
import { archiveRows } from './read.ts';
import type { About } from './rows.ts';

/**
 * Everything that a Muster keeps, as one compressed file of JSON lines: a first line that says what it is, a row each, and a
 * last line with how many there are and a SHA-256 over all before it. It holds names and numbers of people: its owner alone
 * may read it. It gets its name when it is whole and on disk.
 */
export function fileArchive(path: string, about: About): Archive {
  return {
    dump: () => archiveRows({ path }),
    async load(rows) {
      try {
        if (await isThere(path)) throw new StoreFault(`The file ${path} is there already; nothing was written.`);
        return await write(path, about, rows);
      } catch (fault) {
        if (fault instanceof StoreFault || !(fault instanceof Error && 'code' in fault)) throw fault;
        throw new StoreFault(`The file ${path} cannot be written: ${fault.message}.`, { cause: fault });
      }
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

async function write(path: string, about: About, rows: AsyncIterable<ArchiveRow>): Promise<Counts> {
  const draft = `${path}.unfinished`;
  try {
    // Left behind by one that was killed: nobody else's, for it never got its name.
    await rm(draft, { force: true });
    const file = await open(draft, 'wx', 0o600);
    const counts = await writeLines(file, about, rows);
    await rename(draft, path);
    if (process.platform !== 'win32') {
      await using folder = await open(dirname(path), 'r');
      await folder.sync();
    }
    return counts;
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeLines(file: FileHandle, about: About, rows: AsyncIterable<ArchiveRow>): Promise<Counts> {
  const passing = counted(rows);
  const sum = createHash('sha256');
  const packed = createGzip();
  const disk = file.createWriteStream({ autoClose: false });
  const written = finished(packed.pipe(disk));
  written.catch((fault: unknown) => packed.destroy(fault instanceof Error ? fault : undefined));
  const put = async (value: object) => {
    const line = `${JSON.stringify(value)}\n`;
    sum.update(line);
    if (!packed.write(line)) await Promise.race([once(packed, 'drain'), written]);
  };
  try {
    await put({ archive: 1, ...about });
    for await (const row of passing.rows) await put(row);
    await put({ end: 1, counts: passing.counts(), sha256: sum.copy().digest('hex') });
    packed.end();
    await written;
    await file.sync();
    return passing.counts();
  } finally {
    packed.destroy();
    disk.destroy();
    await written.catch(() => undefined);
    await file.close();
  }
}
