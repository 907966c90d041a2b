import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { editPart } from '../../core/postmortem/edit.ts';
import type { PartEdited } from '../../core/postmortem/edit.ts';
import { PostmortemFault, postmortemFile } from '../../ports/postmortems.ts';
import type { Postmortems } from '../../ports/postmortems.ts';

/** How often a file that people keep saving is read again before Muster gives up for this time. */
const MOST_READS = 5;

/**
 * One writer of a file at a time in this process, by the path of the file: those who write facts and those who save what
 * people wrote hold folders of their own. Between processes the store's claim sees to it.
 */
const turns = new Map<string, Promise<unknown>>();

/** One Markdown file for each incident in one folder; made when it is first needed. */
export function postmortemFiles(folder: string): Postmortems {
  async function inTurn(file: string, render: Render): Promise<void> {
    const path = resolve(folder, file);
    const before = turns.get(path) ?? Promise.resolve();
    const turn = before.then(
      () => replace(folder, file, render),
      () => replace(folder, file, render),
    );
    turns.set(path, turn);
    try {
      await turn;
    } catch (cause) {
      throw fault(`The postmortem ${file} could not be written to its folder`, cause);
    } finally {
      if (turns.get(path) === turn) turns.delete(path);
    }
  }

  return {
    async write(id, render) {
      const file = postmortemFile(id);
      await inTurn(file, render);
      return file;
    },
    async edit(id, edit) {
      let edited: PartEdited = { outcome: 'gone' };
      await inTurn(postmortemFile(id), (existing) => {
        edited = existing === undefined ? { outcome: 'gone' } : editPart(existing, edit);
        return edited.outcome === 'saved' ? edited.document : existing;
      });
      return edited;
    },
    async read(id) {
      const file = postmortemFile(id);
      try {
        return await existing(join(folder, file));
      } catch (cause) {
        throw fault(`The postmortem ${file} could not be read`, cause);
      }
    },
  };
}

/** Undefined leaves no file where there is none. */
type Render = (existing: string | undefined) => string | undefined;

async function replace(folder: string, file: string, render: Render): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, file);
  const draft = join(folder, `.${file}.${process.pid}.tmp`);
  try {
    for (let read = 1; ; read += 1) {
      const now = await existing(path);
      const text = render(now);
      if (text === now || text === undefined) return;
      await writeThrough(draft, text);
      if ((await existing(path)) === now) break;
      if (read === MOST_READS) throw new Error('somebody keeps changing the file');
    }
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  await flushFolder(folder);
}

async function existing(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** On disk before it gets its name: a power cut leaves the old file or the new one. */
async function writeThrough(path: string, text: string): Promise<void> {
  await using file = await open(path, 'w', 0o644);
  await file.writeFile(text, 'utf8');
  await file.sync();
}

/** The new name itself is on disk after this; where a folder cannot be opened (Windows) the system sees to it. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using handle = await open(folder, 'r');
  await handle.sync();
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'Muster may not write there',
  EPERM: 'Muster may not write there',
  EROFS: 'it can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'a part of its path is a file, not a folder',
  EISDIR: 'a folder has that name',
};

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

function fault(what: string, cause: unknown): PostmortemFault {
  if (cause instanceof PostmortemFault) return cause;
  const reason = REASONS[codeOf(cause)] ?? (cause instanceof Error ? cause.message : String(cause));
  return new PostmortemFault(`${what}: ${reason}.`, { cause });
}
