import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { databaseArchive, databaseUrlOf } from './postgres-archive.ts';
import { callRunning } from './cli/running.ts';
import type { Config } from './config.ts';
import { folderArchive } from './folder-archive.ts';
import type { Archive } from './ports/archive.ts';
import { StoreFault } from './ports/store.ts';

/** A large database takes a while to be copied, in ms. */
const COPIED_WITHIN_MS = 15 * 60_000;

const copied = z.object({ file: z.string() });

/**
 * What this Muster keeps, to be read whether it runs or not: the running one is the only process that may open its file, so it
 * makes a copy, which is deleted again at the end. A database of the cluster is read beside the replicas.
 */
export async function liveArchive(config: Config): Promise<Archive> {
  const url = databaseUrlOf(config);
  if (url !== undefined) return databaseArchive(url);
  const called = await callRunning(config, '/copy', {}, COPIED_WITHIN_MS);
  if (!called.reached) return folderArchive(config.data);
  const answer = copied.safeParse(called.body);
  if (!answer.success) throw new StoreFault('The running Muster could not copy its database; its log says why.');
  // Its own idea of the folder may be another path than ours.
  const copy = join(config.data, basename(answer.data.file));
  const archive = folderArchive(config.data, copy);
  return {
    ...archive,
    [Symbol.asyncDispose]: async () => {
      for (const end of ['', '-wal', '-shm']) rmSync(`${copy}${end}`, { force: true });
    },
  };
}
