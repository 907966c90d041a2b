import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { carry, toldCounts } from '../carry.ts';
import type { Config } from '../config.ts';
import { named, placeOf, storeAt } from '../places.ts';
import type { Place } from '../places.ts';
import { StoreFault } from '../ports/store.ts';
import { databaseUrlOf, isInUse } from '../postgres-archive.ts';
import { KEEP_SECRET } from '../secret-mark.ts';
import { plainSay } from './plain.ts';
import type { Given, Word } from './word.ts';
import { FINE, WRONG_USE, no, textFlag } from './word.ts';

export const move: Word = {
  summary: 'Carry a Muster from a data folder into a PostgreSQL database, or back, and verify it there',
  usage: 'move --from ./data --to database [--damaged]',
  options: {
    from: {
      type: 'string',
      value: 'PATH',
      says: 'a data folder, or "database" for the one in DATABASE_URL; its Muster is stopped',
    },
    to: { type: 'string', value: 'PATH', says: 'the same; it must be empty' },
    damaged: { type: 'boolean', says: 'carry what the chains no longer prove, and say what that is' },
  },
  takes: [0, 0],
  async run(given) {
    const [from, to] = [textFlag(given, 'from'), textFlag(given, 'to')];
    if (from === undefined || to === undefined)
      return no(
        given,
        'From where, and to where? "muster move --from ./data --to database"; "database" is what DATABASE_URL names.',
        WRONG_USE,
      );
    const url = databaseUrlOf(given.config);
    try {
      return await moved(given, await placeOf(from, url), await placeOf(to, url));
    } catch (fault) {
      if (fault instanceof StoreFault) return no(given, fault.message);
      throw fault;
    }
  },
};

async function moved(given: Given, from: Place, to: Place): Promise<number> {
  const { io, flags, config } = given;
  if ([from, to].some(({ kind }) => kind !== 'folder' && kind !== 'postgres'))
    return no(given, 'A move goes from a data folder to a PostgreSQL database, or back.', WRONG_USE);
  await refuseRunning(from);
  const carried = await carry({
    from: storeAt(from),
    to: storeAt(to),
    damaged: flags['damaged'] === true,
    tell: io.err,
  });
  for (const finding of carried.findings) io.err(`${plainSay(finding)}.`);
  if (!carried.ok)
    return no(
      given,
      carried.where === 'source'
        ? `${named(from)} is not what was written. Nothing was moved; --damaged moves it as it is.`
        : `What arrived in ${named(to)} is not what was in ${named(from)}: do not use it. Empty it, and move again.`,
    );
  await refuseRunning(from);
  io.out(`Moved from ${named(from)} to ${named(to)}: ${toldCounts(carried.counts)}. Every chain was verified there.`);
  for (const line of nextSteps({ from, to, config })) io.out(line);
  return FINE;
}

/** A folder's own lock sees to it that no Muster runs there; a database has replicas that beat. */
async function refuseRunning(from: Place): Promise<void> {
  if (from.kind === 'postgres' && (await isInUse(from.url)))
    throw new StoreFault(
      'A Muster runs on the PostgreSQL database: stop every replica, and move then to an empty target.',
    );
}

type Moved = { readonly from: Place; readonly to: Place; readonly config: Config };

function* nextSteps({ from, to, config }: Moved): Generator<string> {
  const folder = from.kind === 'folder' ? from.path : to.kind === 'folder' ? to.path : '.';
  const kept = join(folder, 'secret');
  yield `${named(from)} is as it was. Start no Muster on it any more: two that go on from the same events page twice.`;
  if (to.kind === 'postgres') {
    yield 'Next: set DATABASE_URL to that database, if it is not.';
    yield from.kind === 'folder' && existsSync(kept)
      ? `Set MUSTER_SECRET to the secret of the folder: export MUSTER_SECRET="$(cat ${kept})"; ${KEEP_SECRET}.`
      : `Set MUSTER_SECRET to the same as until now; ${KEEP_SECRET}.`;
    if (runsAhead(folder))
      yield `The clock of ${folder} was set by hand: in the database Muster's time is the real one.`;
  } else {
    yield `Next: unset DATABASE_URL and REDIS_URL, and set MUSTER_DATA to ${folder}.`;
    yield `${config.secret === undefined ? 'Set' : 'Keep'} MUSTER_SECRET as it was with the database; ${KEEP_SECRET}.`;
  }
  yield 'Then start Muster: what was due meanwhile is worked first.';
}

/** Whether time was set in that folder, as it is in a Muster to try out. */
function runsAhead(folder: string): boolean {
  const file = join(folder, 'clock.json');
  return existsSync(file) && readFileSync(file, 'utf8').trim() !== '';
}
