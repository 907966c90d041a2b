import { readFile, stat } from 'node:fs/promises';

type Reading = {
  /** In bytes. */
  readonly most: number;
  /** When it fires, the waiting is over, whether the disk has answered or not. */
  readonly signal: AbortSignal;
};
/** How a file is looked at and read; the machine's own way unless a test says otherwise. */
type Disk = {
  readonly stat: (file: string) => Promise<{ isFile(): boolean; readonly size: number }>;
  readonly read: (file: string, signal: AbortSignal) => Promise<string>;
};
const DISK: Disk = { stat, read: (file, signal) => readFile(file, { encoding: 'utf8', signal }) };

/**
 * Reads text files that somebody named and that may be anything: a pipe waits for a writer for ever, a network mount may never
 * answer. Only a regular file is read. What hangs cannot be called back, so while it does the same file is not asked again: a few
 * more would take all the threads that Node has for files and names. Rejects with a sentence.
 */
export function fileReader(disk: Disk = DISK): (file: string, reading: Reading) => Promise<string> {
  const hanging = new Set<string>();

  async function textOf(file: string, { most, signal }: Reading): Promise<string> {
    const found = await disk.stat(file);
    if (!found.isFile()) throw new Error('it is no regular file: name an .ics file, not a folder, pipe or device');
    if (found.size > most) throw new Error(`it is larger than ${most} bytes`);
    return disk.read(file, signal);
  }

  return async (file, reading) => {
    const { signal } = reading;
    if (hanging.has(file)) throw new Error('its last reading has not come back: look at the disk that it is on');
    if (signal.aborted) throw new Error('reading it took too long');
    hanging.add(file);
    const text = textOf(file, reading).finally(() => hanging.delete(file));
    const { promise: over, reject } = Promise.withResolvers<never>();
    const stop = () => reject(new Error('reading it took too long: look at the disk that it is on'));
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await Promise.race([text, over]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  };
}
