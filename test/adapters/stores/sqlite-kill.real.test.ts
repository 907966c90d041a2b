import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { migrate, migrations } from '../../../src/adapters/stores/sqlite/migrate.ts';
import { sqliteStore } from '../../../src/adapters/stores/sqlite/sqlite-store.ts';
import { instant } from '../../../src/core/time.ts';
import { batch } from '../../contracts/store-harness.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { virtualClock } from '../../support/virtual-clock.ts';
import { withNextMigration } from './next-migration.ts';

const KILLS = 40;
const START = instant('2026-11-20T14:05:00.000Z');
const childPath = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Starts a writer, kills it after so many acknowledgements, and returns what it had acknowledged by then. */
async function writeAndKill(file: string, acknowledgements: number): Promise<ReadonlyMap<string, number>> {
  const child = spawn(process.execPath, [childPath('writing-child.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged = new Map<string, number>();
  let count = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [stream, version] = line.split(' ');
    if (stream !== undefined && version !== undefined) acknowledged.set(stream, Number(version));
    if ((count += 1) === acknowledgements) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return acknowledged;
}

it(`has every acknowledged append after each of ${KILLS} kills, and nothing half written`, async () => {
  using folder = tempFolder();
  const file = folder.file('muster.db');
  for (let kill = 1; kill <= KILLS; kill += 1) {
    // From the very first moments to a few hundred appends.
    const acknowledged = await writeAndKill(file, 1 + ((kill * 37) % 300));
    await using store = sqliteStore(file, virtualClock(START));
    for (const { stream, version } of await store.openStreams()) {
      const events = await store.read(stream);
      expect(events.map(({ body }) => body)).toMatchObject(events.map((_, index) => ({ stream, n: index + 1 })));
      expect([version, version % 2]).toEqual([events.length, 0]);
      expect(version).toBeGreaterThanOrEqual(acknowledged.get(stream) ?? 0);
      expect(await store.delivered(`${stream} ${version}`)).toBe(`reply ${version}`);
      expect(await store.delivered(`${stream} ${version + 2}`)).toBeUndefined();
      expect(await store.agenda(stream)).toMatchObject([{ key: `${stream}/next` }]);
    }
    const kept = new Set((await store.openStreams()).map(({ stream }) => stream));
    for (const stream of acknowledged.keys()) expect(kept).toContain(stream);
  }
});

it('refuses the file while another process has it, naming it, and opens it once that one was killed', async () => {
  using folder = tempFolder();
  const file = folder.file('muster.db');
  const child = spawn(process.execPath, [childPath('writing-child.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  try {
    await once(child.stdout, 'data');
    child.stdout.resume();
    expect(() => sqliteStore(file, virtualClock(START))).toThrow(
      `The database ${file} is in use by another process. Only one Muster may use a file`,
    );
  } finally {
    child.kill('SIGKILL');
  }
  await exit;
  await using store = sqliteStore(file, virtualClock(START));
  expect(await store.append(batch({ stream: 'NEW-1' }))).toMatchObject({ outcome: 'appended' });
});

it('leaves the old version or the new one when it is killed at any statement of a migration', async () => {
  using folder = tempFolder();
  const all = withNextMigration();
  const statements = countStatements(all);
  expect(statements).toBeGreaterThan(15);
  const shapes = [0, ...all.map(({ number }) => number)].map((number) =>
    shapeAt(all.filter((each) => each.number <= number)),
  );

  for (const from of [0, migrations().length]) {
    for (let killAt = 1; killAt <= statements; killAt += 1) {
      const file = folder.file(`${from}-${killAt}.db`);
      if (from > 0) prepareOld(file);
      const { signal, status } = spawnSync(process.execPath, [childPath('migrating-child.ts'), file, String(killAt)]);
      expect(signal === 'SIGKILL' || status === 0).toBe(true);
      const db = new DatabaseSync(file);
      expect(shapes).toContainEqual(shapeOf(db));
      migrate(db, all);
      expect(shapeOf(db)).toEqual(shapes.at(-1));
      if (from > 0) expect(db.prepare('select * from numbers').all()).toMatchObject([{ series: 'INC', last: 41 }]);
      db.close();
    }
  }
});

function prepareOld(file: string): void {
  const db = new DatabaseSync(file);
  migrate(db, migrations());
  db.exec("insert into numbers (series, last) values ('INC', 41)");
  db.close();
}

function countStatements(all: Parameters<typeof migrate>[1]): number {
  const db = new DatabaseSync(':memory:');
  let count = 0;
  migrate(db, all, (nth) => (count = nth));
  db.close();
  return count;
}

function shapeAt(all: Parameters<typeof migrate>[1]): unknown {
  const db = new DatabaseSync(':memory:');
  if (all.length > 0) migrate(db, all);
  return shapeOf(db);
}

/** All that the schema consists of, and the version that it says it is. */
function shapeOf(db: DatabaseSync): unknown {
  const parts = db.prepare('select name, sql from sqlite_master order by name').all();
  const versions = parts.length === 0 ? [] : db.prepare('select version from muster_schema order by version').all();
  return { parts, versions };
}
