import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sqliteArchive } from './adapters/stores/sqlite/archive.ts';
import { FOLDER_FILES, folderTexts, intoFolder } from './folder-texts.ts';
import type { Archive, ArchiveRow } from './ports/archive.ts';
import { counted } from './ports/archive.ts';
import { StoreFault } from './ports/store.ts';

const DATABASE = 'muster.db';
/** Stands in a data folder from the first row that is put into it to the last. */
const MARK = 'unfinished';

export const databaseIn = (folder: string) => join(folder, DATABASE);

/** Everything in a data folder that a backup carries, and what belongs to it. The secret is not there. */
export const DATA_FILES: readonly string[] = [
  ...['', '-wal', '-shm', '-journal'].map((end) => `${DATABASE}${end}`),
  ...FOLDER_FILES,
];

const isUnfinished = (folder: string) => existsSync(join(folder, MARK));

/** Whether the folder holds anything that would be lost by writing over it: what was left half filled is nobody's. */
export const hasData = (folder: string): boolean =>
  !isUnfinished(folder) &&
  DATA_FILES.some((name) => {
    const path = join(folder, name);
    return name === 'postmortems' ? existsSync(path) && readdirSync(path).length > 0 : existsSync(path);
  });

/** Throws with a sentence when somebody began to fill the folder and never ended: half of it would look like all. */
export function refuseUnfinished(folder: string): void {
  if (isUnfinished(folder))
    throw new StoreFault(
      `The folder ${folder} was being filled by "muster restore" or "muster move", and that never ended. Run it again; it begins anew.`,
    );
}

/** A data folder that no Muster uses now: its database, and the files beside it. `database` may be a copy of it. */
export const folderArchive = (folder: string, database = databaseIn(folder)): Archive => ({
  async *dump() {
    refuseUnfinished(folder);
    yield* sqliteArchive(database).dump();
    yield* folderTexts(folder);
  },
  async load(rows) {
    refuseData(folder);
    await mark(folder);
    const passing = counted(rows);
    await loadMarked(folder, passing.rows);
    await rm(join(folder, MARK));
    return passing.counts();
  },
  [Symbol.asyncDispose]: async () => {},
});

/** When the rows end with a fault, the folder is as empty as before; when the process ends, the mark says so. */
async function loadMarked(folder: string, rows: AsyncIterable<ArchiveRow>): Promise<void> {
  try {
    await sqliteArchive(databaseIn(folder)).load(intoFolder(folder, rows));
  } catch (fault) {
    empty(folder);
    await rm(join(folder, MARK), { force: true });
    throw fault;
  }
}

function refuseData(folder: string): void {
  if (isUnfinished(folder)) empty(folder);
  else if (hasData(folder))
    throw new StoreFault(`The folder ${folder} holds the data of a Muster already. Nothing was written.`);
}

function empty(folder: string): void {
  for (const name of DATA_FILES) rmSync(join(folder, name), { recursive: true, force: true });
}

async function mark(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await using file = await open(join(folder, MARK), 'w', 0o600);
  await file.sync();
}
