import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileArchive } from '../adapters/archive/file/file-archive.ts';
import { systemClock } from '../adapters/clock/system-clock.ts';
import { type Carried, carryRunning, toldCounts } from '../carry.ts';
import { liveArchive } from '../live-archive.ts';
import type { Archive, ArchiveRow } from '../ports/archive.ts';
import { StoreFault } from '../ports/store.ts';
import { KEEP_SECRET, ownMark } from '../secret-mark.ts';
import { plainSay } from './plain.ts';
import { ownVersion } from './version.ts';
import type { Given, Word } from './word.ts';
import { FINE, no } from './word.ts';

export const backup: Word = {
  summary: 'Write everything that Muster keeps to one file, while it runs or not, and verify it',
  usage: 'backup [FILE]',
  takes: [0, 1],
  async run(given) {
    try {
      return await backedUp(given);
    } catch (fault) {
      if (fault instanceof StoreFault) return no(given, fault.message);
      throw fault;
    }
  },
};

async function backedUp({ words, config, io }: Given): Promise<number> {
  const made = systemClock().now();
  const path = words[0] ?? `muster-${made.slice(0, 19).replaceAll(':', '')}Z.backup`;
  await using from = await liveArchive(config);
  const to = written(path, fileArchive(path, { muster: ownVersion(), made, secret: ownMark(config) }));
  // A backup with an old wound is better than none: it is taken as it is, and said.
  const carried = await to.orNothing(carryRunning({ from, to, tell: io.err }));
  for (const finding of carried.findings) io.err(`${plainSay(finding)}.`);
  if (!carried.ok) return no({ io }, `The backup ${path} does not hold what was there: it was deleted.`);
  io.out(resolve(path));
  io.err(`${toldCounts(carried.counts)}. Names and numbers of people are in it: keep it where few can read it.`);
  io.err(
    config.secret === undefined
      ? `The secret is not in it: keep ${resolve(config.data, 'secret')} apart, once; ${KEEP_SECRET}.`
      : `MUSTER_SECRET is not in it: keep it apart; ${KEEP_SECRET}.`,
  );
  if (carried.findings.length === 0) return FINE;
  return no({ io }, 'The backup is what was there; but that is not what was written. Keep an older backup, too.');
}

/** A file that was written and is not what was there is taken away again: nobody is to rely on it. */
function written(path: string, file: Archive) {
  let isWritten = false;
  return {
    dump: () => file.dump(),
    async load(rows: AsyncIterable<ArchiveRow>) {
      const counts = await file.load(rows);
      isWritten = true;
      return counts;
    },
    async orNothing(work: Promise<Carried>): Promise<Carried> {
      let isGood = false;
      try {
        const carried = await work;
        isGood = carried.ok;
        return carried;
      } finally {
        if (isWritten && !isGood) rmSync(path, { force: true });
      }
    },
  };
}
