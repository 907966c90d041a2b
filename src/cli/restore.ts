import { mkdirSync, renameSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { archiveRows, aboutOf } from '../adapters/archive/file/read.ts';
import { systemClock } from '../adapters/clock/system-clock.ts';
import { sqliteArchive } from '../adapters/stores/sqlite/archive.ts';
import { carry, toldCounts } from '../carry.ts';
import type { Config } from '../config.ts';
import { DATA_FILES, databaseIn, folderArchive, hasData } from '../folder-archive.ts';
import { databaseArchive, databaseUrlOf } from '../postgres-archive.ts';
import type { Archive } from '../ports/archive.ts';
import { StoreFault } from '../ports/store.ts';
import { KEEP_SECRET, ownMark } from '../secret-mark.ts';
import { plainName, plainSay } from './plain.ts';
import { callRunning } from './running.ts';
import type { Given, Word } from './word.ts';
import { FINE, no } from './word.ts';

export const restore: Word = {
  summary: 'Put a backup in the place of what Muster keeps; --replace keeps what was there beside it',
  usage: 'restore FILE [--replace] [--damaged]',
  options: {
    replace: { type: 'boolean', says: 'put it in the place of what is there, which is kept beside it' },
    damaged: { type: 'boolean', says: 'take what the chains no longer prove, and say what that is' },
  },
  takes: [1, 1],
  async run(given) {
    try {
      return await restored(given);
    } catch (fault) {
      if (fault instanceof StoreFault) return no(given, fault.message);
      throw fault;
    }
  },
};

async function restored(given: Given): Promise<number> {
  const { words, flags, config, io } = given;
  const path = words[0] ?? '';
  const about = await aboutOf(path);
  const from = { dump: () => archiveRows({ path }) };
  const to = await targetOf(given);
  io.err(`A backup of ${plainName(about.made)}, by Muster ${plainName(about.muster)}.`);
  const carried = await carry({ from, to, damaged: flags['damaged'] === true, tell: io.err });
  for (const finding of carried.findings) io.err(`${plainSay(finding)}.`);
  if (!carried.ok)
    return no(
      given,
      carried.where === 'source'
        ? 'The backup is whole, but what it holds is not what was written. Nothing was restored; take another one, or this one with --damaged.'
        : 'What was restored is not what the backup holds: do not use it, and restore again.',
    );
  io.out(`Restored: ${toldCounts(carried.counts)}.`);
  for (const line of nextSteps(config, about.secret)) io.out(line);
  return FINE;
}

/** Where it goes, when nothing can be lost there. Throws a `StoreFault` with a sentence otherwise. */
async function targetOf({ flags, config }: Given): Promise<Archive> {
  const url = databaseUrlOf(config);
  if (url !== undefined && flags['replace'] === true)
    throw new StoreFault(
      'DATABASE_URL is set, and a database is only ever restored into an empty one: make a new one and name it there. --replace is for a data folder.',
    );
  if (url !== undefined) return databaseArchive(url);
  if ((await callRunning(config, '/incidents?state=open')).reached)
    throw new StoreFault('Muster runs on this folder: stop it first. Nothing was restored.');
  const folder = config.data;
  if (!hasData(folder)) return folderArchive(folder);
  await refuseUsed(folder);
  if (flags['replace'] !== true)
    throw new StoreFault(
      `The folder ${resolve(folder)} holds the data of a Muster already. Give another one with --data, or --replace to keep it beside the restored one.`,
    );
  const archive = folderArchive(folder);
  return {
    ...archive,
    // Only when it is known that the backup is worth it.
    load(rows) {
      setAside(folder);
      return archive.load(rows);
    },
  };
}

/** A Muster that does not answer may run all the same: its lock tells. */
async function refuseUsed(folder: string): Promise<void> {
  const file = databaseIn(folder);
  if (!existsSync(file)) return;
  try {
    for await (const row of sqliteArchive(file).dump()) if (row.kind !== undefined) break;
  } catch (fault) {
    if (fault instanceof StoreFault && fault.message.includes('in use by another process')) throw fault;
  }
}

function setAside(folder: string): void {
  const stamp = systemClock().now().slice(0, 19).replaceAll(':', '');
  const beside = join(folder, `replaced-${stamp}Z`);
  mkdirSync(beside, { mode: 0o700 });
  for (const name of DATA_FILES) if (existsSync(join(folder, name))) renameSync(join(folder, name), join(beside, name));
}

function* nextSteps(config: Config, mark: string): Generator<string> {
  if (mark !== '' && ownMark(config) !== mark)
    yield `The secret here is another one than when the backup was made. Put the one from then in its place (${config.secret === undefined ? join(config.data, 'secret') : 'MUSTER_SECRET'}) before you start: ${KEEP_SECRET}.`;
  yield 'Start Muster: it takes up every incident where the backup left it, and may page people for what they have answered since.';
  yield 'Then read the timelines, and say with "note" what is missing. With heads that were kept outside, "verify --against FILE" names it.';
}
