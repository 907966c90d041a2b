import { existsSync, openSync, readSync, closeSync, statSync } from 'node:fs';
import { archiveRows, exportRows, kindOfFile } from './adapters/archive/file/read.ts';
import { databaseArchive } from './postgres-archive.ts';
import { sqliteArchive } from './adapters/stores/sqlite/archive.ts';
import { folderArchive } from './folder-archive.ts';
import type { Archive, ArchiveRow } from './ports/archive.ts';
import { StoreFault } from './ports/store.ts';

/** Somewhere that everything a Muster keeps may lie. An address holds a password, and is never shown. */
export type Place =
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'folder' | 'database' | 'backup' | 'export'; readonly path: string };

const SQLITE = 'SQLite format 3\0';

/** Stands for the address in DATABASE_URL: what is written into a command is seen by everybody on the machine (`ps`). */
const SETTING = 'database';

/**
 * What somebody means by a path, an address or the word `database`; a folder of that name is `./database`. What is not there yet
 * is a folder. Throws a `StoreFault` with a sentence.
 */
export async function placeOf(said: string, databaseUrl: string | undefined): Promise<Place> {
  if (said === SETTING) {
    if (databaseUrl !== undefined) return { kind: 'postgres', url: databaseUrl };
    throw new StoreFault('DATABASE_URL is not set: "database" means the one that it names. A folder is "./database".');
  }
  if (/^postgres(?:ql)?:\/\//.test(said)) {
    if (!URL.canParse(said)) throw new StoreFault('This is no address of a PostgreSQL database.');
    return { kind: 'postgres', url: said };
  }
  if (said.includes('://'))
    throw new StoreFault('This is no address that begins with postgres:// or postgresql://, and no path of a folder.');
  const path = said;
  if (!existsSync(path) || statSync(path).isDirectory()) return { kind: 'folder', path };
  if (firstOf(path, SQLITE.length) === SQLITE) return { kind: 'database', path };
  const kind = await kindOfFile(path);
  if (kind === undefined)
    throw new StoreFault(`The file ${path} is none of Muster's: no database, no backup and no export.`);
  return { kind: kind === 'archive' ? 'backup' : 'export', path };
}

/** Rows of a place, for looking at them. `problem` is told what is wrong with a file itself; without it that is a fault. */
export function rowsAt(place: Place, problem?: (say: string) => void): AsyncIterable<ArchiveRow> {
  const told = problem === undefined ? {} : { problem };
  if (place.kind === 'export') return exportRows({ path: place.path, ...told });
  if (place.kind === 'backup') return archiveRows({ path: place.path, ...told });
  return storeAt(place).dump();
}

/** A place that can be filled too. */
export function storeAt(place: Place): Archive {
  switch (place.kind) {
    case 'postgres':
      return databaseArchive(place.url);
    case 'folder':
      return folderArchive(place.path);
    case 'database':
      return sqliteArchive(place.path);
    default:
      throw new StoreFault(`The file ${place.path} is no database.`);
  }
}

/** As it is told to a person. */
export const named = (place: Place): string => (place.kind === 'postgres' ? 'the PostgreSQL database' : place.path);

function firstOf(path: string, bytes: number): string {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(bytes);
    return buffer.toString('latin1', 0, readSync(file, buffer, 0, bytes, 0));
  } finally {
    closeSync(file);
  }
}
