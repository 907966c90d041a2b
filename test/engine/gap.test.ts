import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/ports/store.ts';
import { beginWorld } from '../simulation/world.ts';
import type { World } from '../simulation/world.ts';
import { sampleBook } from '../support/story.ts';

/** What the store answers while it is `on`, in the place of what it would. */
type Bent = { on: boolean; readonly store: (store: Store) => Partial<Store> };

async function bentWorld(bent: Bent): Promise<World> {
  return beginWorld({
    book: sampleBook,
    wrapStore(store) {
      const other = bent.store(store);
      const names = Object.keys(other) as (keyof Store)[];
      return new Proxy(store, {
        get: (whole, name: keyof Store) => (bent.on && names.includes(name) ? other[name] : whole[name]),
      });
    },
  });
}

async function begun(bent: Bent) {
  const world = await bentWorld(bent);
  const [one] = world.processes;
  if (one === undefined) throw new Error('no process');
  await world.say(one, { words: 'start phones send callers in a loop', as: 'owen' });
  await world.settle();
  world.notices.length = 0;
  bent.on = true;
  return { world, engine: one.engine };
}

const faults = (world: World) =>
  world.notices.flatMap((notice) => (notice.kind === 'fault' ? [`${notice.where}: ${notice.reason}`] : []));

/** The second event is gone. */
const withGap: Bent['store'] = (store) => ({
  read: async (stream, after) => (await store.read(stream, after)).filter(({ version }) => version !== 2),
});

describe('a stream in which an event is missing', () => {
  it('has the version of its last event, says what is missing, and is put on the agenda all the same', async () => {
    const { world } = await begun({ on: false, store: withGap });
    const stored = await world.store.read('INC-1');
    const last = stored.at(-1)?.version ?? 0;
    expect(stored.map(({ version }) => version).slice(0, 2)).toEqual([1, 3]);
    await world.store.rearm('INC-1', last, [], true);
    const fresh = await world.begin(1);
    await fresh.engine.rebuild();
    expect(await fresh.engine.read('INC-1')).toMatchObject({ version: last, ill: ['event 2 is missing'] });
    expect(await world.store.agenda('INC-1')).not.toEqual([]);
    expect(faults(world)).toEqual([]);
    expect(world.notices).toContainEqual({ kind: 'ill', stream: 'INC-1', reason: 'event 2 is missing' });
  });
});

describe('a stream whose agenda cannot be written', () => {
  const refused: Bent['store'] = () => ({
    rearm: async () => false,
    append: async () => ({ outcome: 'conflict', version: 99 }),
  });

  it('is told as a fault by the rebuild', async () => {
    const { world, engine } = await begun({ on: false, store: refused });
    await engine.rebuild();
    expect(faults(world)).toEqual([expect.stringMatching(/^INC-1: .*its version is another one than its last event/)]);
  });

  it('is told as a fault by the audit', async () => {
    const bent: Bent = { on: false, store: refused };
    const { world, engine } = await begun(bent);
    bent.on = false;
    await world.store.rearm('INC-1', (await world.store.read('INC-1')).length, [], true);
    bent.on = true;
    await engine.audit();
    expect(faults(world)).toEqual([
      expect.stringMatching(/^audit INC-1: .*its version is another one than its last event/),
    ]);
  });

  it('is no fault when somebody else wrote just then', async () => {
    let left = 1;
    const once: Bent['store'] = (store) => ({
      rearm: async (...asked) => ((left -= 1) >= 0 ? false : store.rearm(...asked)),
      append: async (batch) => ((left -= 1) >= 0 ? { outcome: 'conflict', version: 99 } : store.append(batch)),
    });
    const bent: Bent = { on: false, store: once };
    const { world, engine } = await begun(bent);
    await engine.rebuild();
    bent.on = false;
    await world.store.rearm('INC-1', (await world.store.read('INC-1')).length, [], true);
    [bent.on, left] = [true, 1];
    await engine.audit();
    expect(faults(world)).toEqual([]);
    expect(world.notices.filter(({ kind }) => kind === 'repaired')).toHaveLength(1);
  });
});
