import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';
import type { Said, Victim } from './victim.ts';
import { victim } from './victim.ts';

const SOURCE = join(import.meta.dirname, 'slow-fsync.c');
const STARTS = ['phones send callers in a loop', 'nobody can sign in', 'card machine declines everybody'];

/** A library that makes flushes slow; undefined where no C compiler is. */
function slowLibrary(folder: string): string | undefined {
  const library = join(folder, 'slow-fsync.so');
  const built = spawnSync('cc', ['-shared', '-fPIC', '-o', library, SOURCE, '-ldl'], { encoding: 'utf8' });
  return built.status === 0 ? library : undefined;
}

const start = (what: string): Said => ({
  delivery: what.replaceAll(' ', '-'),
  words: `start ${what} --sev 2 --new`,
  as: 'owen',
  answer: undefined,
  about: '',
});

/** The longest that /healthz kept anybody waiting, in ms, asked again and again until it is told to stop; for ever when it broke. */
async function watch(one: Victim, stopped: () => boolean): Promise<number> {
  let worst = 0;
  while (!stopped()) {
    const asked = Date.now();
    const answered = await fetch(`http://127.0.0.1:${one.port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (!answered) return Number.POSITIVE_INFINITY;
    worst = Math.max(worst, Date.now() - asked);
    await after(20);
  }
  return worst;
}

it('while each flush to disk takes two seconds every word is kept, every page goes out once, and /healthz answers', async ({
  skip,
}) => {
  using folder = tempFolder();
  const library = slowLibrary(folder.path);
  if (library === undefined) return skip('no C compiler here; it is in the Debian packages gcc and libc6-dev');
  const flag = join(folder.path, 'slow');
  // Time as it is: a lease must not end sooner than a flush.
  const settings = { LD_PRELOAD: library, SLOW_FSYNC: flag, MUSTER_TIME_SCALE: '1' };
  await using one = await victim(join(folder.path, 'data'), settings);
  expect(await one.live()).toBe(true);
  writeFileSync(flag, '');
  let over = false;
  const watching = watch(one, () => over);

  const all = STARTS.map(start);
  const begun = Date.now();
  const answers = await Promise.all(all.map((said) => one.say(said)));
  // Proves that the disk was slow.
  expect(Date.now() - begun).toBeGreaterThan(2_000);
  const ids = answers.map((answer) => answer?.incident ?? '');
  expect(new Set(ids).size).toBe(STARTS.length);

  const sent = async (id: string) => (await one.events(id)).filter(({ type }) => type === 'pageSent').length;
  const queued = async (id: string) =>
    new Set(one.phones().flatMap(({ incident, key }) => (incident === id ? [key] : []))).size;
  const recorded = async () => {
    for (const id of ids) if ((await sent(id)) < Math.max(2, await queued(id))) return false;
    return true;
  };
  const deadline = Date.now() + 60_000;
  while (!(await recorded()) && Date.now() < deadline) await after(200);
  expect(await recorded()).toBe(true);
  over = true;
  const worst = await watching;
  const took = Date.now() - begun;
  rmSync(flag);
  process.stderr.write(
    `slow disk: ${STARTS.length} incidents paged and on record after ${took} ms; /healthz took ${worst} ms at worst\n`,
  );
  // Flushes are on the main thread: /healthz waits for those before it, and is never given up.
  expect(worst).toBeLessThan(20_000);

  const keys = one.phones().map(({ key }) => key);
  expect(keys).toEqual([...new Set(keys)]);
  const metrics = await (await fetch(`http://127.0.0.1:${one.port}/metrics`)).text();
  expect(metrics).toMatch(/^muster_audit_repairs_total 0$/m);
});
