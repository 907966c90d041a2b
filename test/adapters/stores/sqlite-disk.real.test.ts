import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sqliteStore } from '../../../src/adapters/stores/sqlite/sqlite-store.ts';
import { instant } from '../../../src/core/time.ts';
import { StoreFault, type Store } from '../../../src/ports/store.ts';
import { batch } from '../../contracts/store-harness.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START = instant('2026-11-20T14:05:00.000Z');

/** A file system of one megabyte, or undefined where this user may not mount one. */
function smallDisk() {
  const folder = tempFolder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder.path], { encoding: 'utf8' });
  if (mounted.status !== 0) {
    folder[Symbol.dispose]();
    process.stderr.write(`skipped, a small disk cannot be mounted here: ${mounted.stderr || String(mounted.error)}\n`);
    return undefined;
  }
  return {
    ...folder,
    [Symbol.dispose]: () => {
      spawnSync('umount', ['--lazy', folder.path]);
      folder[Symbol.dispose]();
    },
  };
}

it('rejects with a fault while the disk is full, and goes on when there is room again', async ({ skip }) => {
  using disk = smallDisk();
  if (disk === undefined) return skip('no small disk');
  const file = disk.file('muster.db');
  writeFileSync(disk.file('ballast'), Buffer.alloc(400_000));
  const store = sqliteStore(file, virtualClock(START));
  const acknowledged = await fill(store, 1);
  expect(acknowledged).toBeGreaterThan(1);
  await expect(store.append(entry(acknowledged + 1))).rejects.toThrow(
    `The database ${file} cannot grow: the disk is full`,
  );
  expect(await store.read('INC-1')).toHaveLength(acknowledged);

  rmSync(disk.file('ballast'));
  expect(await store.append(entry(acknowledged + 1))).toEqual({ outcome: 'appended', version: acknowledged + 1 });
  const more = await fill(store, acknowledged + 2);
  await store.close();

  await using again = sqliteStore(file, virtualClock(START));
  expect((await again.read('INC-1')).map(({ body }) => body)).toEqual(
    Array.from({ length: more }, (_, n) => bodyOf(n + 1)),
  );
});

const bodyOf = (version: number) => `${version} ${'x'.repeat(20_000)}`;
const entry = (version: number) => batch({ expected: version - 1, events: [bodyOf(version)] });

/** Appends until the store says no; the last version that it acknowledged. */
async function fill(store: Store, from: number): Promise<number> {
  for (let version = from; version < 200; version += 1) {
    try {
      await store.append(entry(version));
    } catch (error) {
      expect(error).toBeInstanceOf(StoreFault);
      return version - 1;
    }
  }
  throw new Error('the small disk never became full');
}

const EVENTS = 400;
async function makeSample(file: string): Promise<Buffer> {
  await using store = sqliteStore(file, virtualClock(START));
  for (let version = 1; version <= EVENTS; version += 4) {
    const events = [0, 1, 2, 3].map((n) => ({ n: version + n, text: 'a note of somebody '.repeat(10) }));
    const agenda = [{ key: `k${version}`, at: START, lane: 'page' } as const];
    await store.append(batch({ expected: version - 1, events, agenda }));
  }
  await store.close();
  return readFileSync(file);
}

/** What may happen to a damaged file: a refusal in plain words, at the opening or at a reading; or all events, unharmed. */
async function refusesOrIsWhole(file: string): Promise<'refused' | 'whole'> {
  try {
    await using store = sqliteStore(file, virtualClock(START));
    const events = await store.read('INC-1');
    expect(events.map(({ body }) => body)).toMatchObject(Array.from({ length: EVENTS }, (_, n) => ({ n: n + 1 })));
    return 'whole';
  } catch (error) {
    if (!(error instanceof StoreFault)) throw error;
    expect(error.message).toContain(file);
    expect(error.message).toMatch(/damaged|not a database of Muster|another program/);
    return 'refused';
  }
}

it('refuses a file that was cut off, wherever it was cut', async () => {
  using folder = tempFolder();
  const whole = folder.file('whole.db');
  const size = (await makeSample(whole)).length;
  const cuts = [
    50,
    150,
    600,
    4_096,
    8_192,
    ...[0.25, 0.5, 0.75, 0.9].map((share) => Math.floor(size * share)),
    size - 4_096,
    size - 1,
  ];
  for (const cut of cuts) {
    const file = folder.file(`cut-${cut}.db`);
    copyFileSync(whole, file);
    truncateSync(file, cut);
    expect([cut, await refusesOrIsWhole(file)]).toEqual([cut, 'refused']);
  }
});

it('refuses a file with damaged places, or reads it whole: never a wrong event, never a crash', async () => {
  using folder = tempFolder();
  const sample = await makeSample(folder.file('whole.db'));
  let refused = 0;
  for (let place = 0; place < 60; place += 1) {
    const offset = Math.floor((sample.length - 64) * (place / 60));
    const file = folder.file(`damaged-${place}.db`);
    const bytes = Buffer.from(sample);
    for (let index = offset; index < offset + 32; index += 1) bytes[index] = (bytes[index] ?? 0) ^ 0x5a;
    writeFileSync(file, bytes);
    if ((await refusesOrIsWhole(file)) === 'refused') refused += 1;
  }
  expect(refused).toBeGreaterThan(20);
});
