import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../../src/adapters/stores/memory/memory-store.ts';
import { setAsideStore } from '../../../src/adapters/stores/set-aside/set-aside-store.ts';
import { sqliteStore } from '../../../src/adapters/stores/sqlite/sqlite-store.ts';
import { instant } from '../../../src/core/time.ts';
import type { Store } from '../../../src/ports/store.ts';
import { StoreFault } from '../../../src/ports/store.ts';
import { storeContract } from '../../contracts/store.contract.ts';
import { batch } from '../../contracts/store-harness.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const heavy = () => Promise.resolve(100_000_000);
const light = () => Promise.resolve(1_000_000);
const START = instant('2026-11-20T14:05:00.000Z');

storeContract(
  'one from which a stream cannot kill Muster for ever',
  async () => {
    const clock = virtualClock(START);
    const folder = tempFolder();
    const store = setAsideStore({ store: memoryStore(clock), file: folder.file('reading'), bytesOf: heavy });
    return {
      store,
      pass: clock.advance,
      [Symbol.asyncDispose]: async () => {
        await store.close();
        folder[Symbol.dispose]();
      },
    };
  },
  20,
);

describe('a stream that kills the process whenever it is read', () => {
  /** A store whose reading of INC-1 never comes back, as when the process dies in it. */
  const deadly = (store: Store): Store => ({
    ...store,
    read: (stream, after) => (stream === 'INC-1' ? new Promise(() => undefined) : store.read(stream, after)),
  });
  async function afterDeaths(deaths: number, folder: ReturnType<typeof tempFolder>, bytesOf = heavy) {
    const file = folder.file('reading');
    const store = memoryStore(virtualClock(START));
    for (const stream of ['INC-1', 'INC-2']) await store.append(batch({ stream }));
    for (let n = 0; n < deaths; n += 1) {
      const life = setAsideStore({ store: deadly(store), file, bytesOf });
      await life.read('INC-2');
      await nextTurn();
      void life.read('INC-1');
      await nextTurn();
    }
    return setAsideStore({ store, file, bytesOf });
  }

  it('is set aside after the third death in a row, and said so', async () => {
    using folder = tempFolder();
    const store = await afterDeaths(3, folder);
    expect(store.setAside()).toEqual(['INC-1']);
    await expect(store.read('INC-1')).rejects.toThrow(StoreFault);
    await expect(store.read('INC-1')).rejects.toThrow('INC-1 is set aside');
  });

  it('is not blamed while it is of an ordinary size, however often Muster is killed while reading it', async () => {
    using folder = tempFolder();
    const store = await afterDeaths(5, folder, light);
    expect(store.setAside()).toEqual([]);
    expect(await store.read('INC-1')).toHaveLength(1);
  });

  it('is not among those that are shown, and the others are as they were', async () => {
    using folder = tempFolder();
    const store = await afterDeaths(3, folder);
    expect(await store.openStreams()).toEqual([{ stream: 'INC-2', version: 1 }]);
    expect(await store.streams('INC-', 10)).toEqual(['INC-2']);
    expect(await store.read('INC-2')).toHaveLength(1);
  });

  it('is read once more before that; a reading that ends well forgives the deaths before it', async () => {
    using folder = tempFolder();
    const store = await afterDeaths(2, folder);
    expect(store.setAside()).toEqual([]);
    expect(await store.read('INC-1')).toHaveLength(1);
    await store.close();
    const next = await afterDeaths(1, folder);
    expect(next.setAside()).toEqual([]);
  });

  it('is read again when the file of the deaths is taken away', async () => {
    using folder = tempFolder();
    await afterDeaths(3, folder);
    writeFileSync(folder.file('reading'), '');
    const store = await afterDeaths(0, folder);
    expect(await store.read('INC-1')).toHaveLength(1);
  });

  it('keeps nobody waiting: one that asks for another stream meanwhile is answered after it', async () => {
    using folder = tempFolder();
    const store = await afterDeaths(0, folder);
    const both = await Promise.all([store.read('INC-1'), store.read('INC-2'), store.read('INC-1', 1)]);
    expect(both.map((events) => events.length)).toEqual([1, 1, 0]);
  });
});

it.each(['', '{', '[]', 'null', '"x"', '{"reading":7}'])('a note that is torn (%s) is held against nobody', (text) => {
  using folder = tempFolder();
  writeFileSync(folder.file('reading'), text);
  expect(
    setAsideStore({ store: memoryStore(virtualClock(START)), file: folder.file('reading'), bytesOf: heavy }).setAside(),
  ).toEqual([]);
});

describe('an event larger than any that Muster writes', () => {
  it('is not written', async () => {
    using folder = tempFolder();
    await using store = sqliteStore(folder.file('muster.db'), virtualClock(START));
    await expect(store.append(batch({ events: ['x'.repeat(1024 * 1024)] }))).rejects.toThrow('too large');
    expect(await store.read('INC-1')).toEqual([]);
  });

  it('is not loaded either: an event that nobody understands stands in its place, and the rest is read', async () => {
    using folder = tempFolder();
    const first = sqliteStore(folder.file('muster.db'), virtualClock(START));
    await first.append(batch({ events: [{ type: 'one' }, { type: 'two' }, { type: 'three' }] }));
    await first.close();
    const body = JSON.stringify({ type: 'two', text: 'x'.repeat(1024 * 1024) });
    const db = new DatabaseSync(folder.file('muster.db'));
    db.prepare('update events set body = ?, checksum = ? where version = 2').run(body, crc32(body));
    db.close();
    await using store = sqliteStore(folder.file('muster.db'), virtualClock(START));
    expect((await store.read('INC-1')).map((event) => event.body)).toMatchObject([
      { type: 'one' },
      { type: 'tooLarge' },
      { type: 'three' },
    ]);
  });
});
