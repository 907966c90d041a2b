import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { Instant } from '../../../core/time.ts';
import { fromMs, toMs } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Spent } from './spent.ts';
import { spentInMemory } from './spent.ts';

type Ended = { readonly id: string; readonly ends: Instant };

/**
 * Keeps in a file which sessions were ended, so that whoever signed out stays signed out when Muster starts again: a line for
 * each, its id and when it would have ended anyway. Neither can be made into a cookie. Those that are over are left out at the
 * next start; a line that was cut off by a crash is of a sign-out that was never answered.
 */
export function spentInFile(file: string, clock: Clock): Spent {
  const now = clock.now();
  const memory = spentInMemory(clock);
  const kept = existsSync(file) ? readFileSync(file, 'utf8').split('\n').flatMap(lineOf) : [];
  const live = kept.filter(({ ends }) => ends > now);
  for (const { id, ends } of live) void memory.spend(id, ends);
  if (existsSync(file)) {
    write(`${file}.new`, 'w', live);
    renameSync(`${file}.new`, file);
  }
  return {
    ...memory,
    since: undefined,
    async spend(id, ends) {
      const isNew = memory.spend(id, ends);
      write(file, 'a', [{ id, ends }]);
      return isNew;
    },
  };
}
/** The full stop says that the line is whole. An id is at most `all-` and a person's, which has 63 letters. */
const LINE = /^([\w-]{1,80}) (\d{1,15})\.$/;

function lineOf(line: string): readonly Ended[] {
  const [, id, ms] = LINE.exec(line) ?? [];
  return id === undefined ? [] : [{ id, ends: fromMs(Number(ms)) }];
}

/** Begins on a line of its own, whatever a crash left before it, and is on the disk when this returns. */
function write(file: string, how: 'a' | 'w', ended: readonly Ended[]): void {
  const lines = ended.map(({ id, ends }) => `${id} ${toMs(ends)}.`);
  const unreadable = lines.find((line) => !LINE.test(line));
  if (unreadable !== undefined) throw new Error(`this end of a session could not be read back: ${unreadable}`);
  const place = openSync(file, how, 0o600);
  try {
    writeSync(place, lines.map((line) => `\n${line}`).join(''));
    fsyncSync(place);
  } finally {
    closeSync(place);
  }
}
