import { StoreFault } from '../../../ports/store.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html) that mean a broken world, and what a person should do. */
const SENTENCES: Readonly<Record<number, string>> = {
  5: 'is in use by another process. Only one Muster may use a file: stop the other one, or choose another folder with MUSTER_DATA',
  6: 'is locked',
  7: 'cannot be used: the machine is out of memory',
  8: 'may not be written to: check the permissions of the file and its folder',
  10: 'cannot be read or written: the disk reports an error',
  11: 'is damaged. Restore the newest backup, or move the file away to begin anew',
  13: 'cannot grow: the disk is full. Make room; nothing was written',
  14: 'cannot be opened: check that its folder exists and may be written to',
  15: 'is locked',
  26: 'is not a database of Muster. Move it away, or choose another folder with MUSTER_DATA',
};

/** Turns an error of SQLite or of the file system into a `StoreFault` that names the file; a bug is returned as it is. */
export function asFault(error: unknown, file: string): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error instanceof StoreFault) return error;
  if ('errcode' in error && typeof error.errcode === 'number') {
    const sentence = SENTENCES[error.errcode & 0xff];
    return sentence === undefined ? error : new StoreFault(`The database ${file} ${sentence}.`, { cause: error });
  }
  if ('syscall' in error)
    return new StoreFault(`The database ${file} cannot be opened: ${error.message}.`, { cause: error });
  return error;
}

/** The refusal of a file whose content is not what was written. */
export const damaged = (file: string, what: string) =>
  new StoreFault(
    `The database ${file} is damaged: ${what}. Restore the newest backup, or move the file away to begin anew.`,
  );
