import { describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { MINUTE_MS, SECOND_MS } from '../../src/core/time.ts';
import type { Performers } from '../../src/engine/perform.ts';
import type { Appended, Store } from '../../src/ports/store.ts';
import { StoreFault } from '../../src/ports/store.ts';
import { beginWorld } from '../simulation/world.ts';
import type { World, WorldParts } from '../simulation/world.ts';
import { sampleBook } from '../support/story.ts';

async function begin(parts: Omit<WorldParts, 'book'> = {}): Promise<World> {
  return beginWorld({ book: sampleBook, ...parts });
}
const say = async (world: World, words: string, as = 'owen') => {
  const [one] = world.processes;
  if (one === undefined) throw new Error('no process');
  return world.say(one, { words, as });
};
const events = async (world: World, id = 'INC-1') =>
  (await world.store.read(id)).map(({ body }) => body as IncidentEvent);
const START = 'start phones send callers in a loop';

describe('an event that nobody can understand', () => {
  const poison = async (world: World, id: string) => {
    const version = (await world.store.read(id)).length;
    const rows = (await world.store.agenda(id)).map(({ key, at, lane }) => ({ key, at, lane }));
    const events_ = [{ type: 'rolesAssigned', at: world.clock.now(), by: 'muster', v: 1, holders: null }];
    expect(
      await world.store.append({ stream: id, expected: version, events: events_, agenda: rows, open: true }),
    ).toMatchObject({ outcome: 'appended' });
  };

  it('quarantines its incident, which goes on paging', async () => {
    const world = await begin();
    await say(world, START);
    await world.settle();
    await poison(world, 'INC-1');
    await world.pass(6 * MINUTE_MS);
    expect(world.notices.some((notice) => notice.kind === 'ill' && notice.stream === 'INC-1')).toBe(true);
    expect((await events(world)).filter(({ type }) => type === 'levelPaged')).toHaveLength(2);
    expect(await say(world, 'ack INC-1', 'priya')).toMatchObject({ ok: true });
  });

  it('is told by name to whoever watches, and harms no other incident', async () => {
    const world = await begin();
    await say(world, START);
    await say(world, `${START} --new`);
    await world.settle();
    await poison(world, 'INC-1');
    await world.pass(6 * MINUTE_MS);
    const ill = world.notices.flatMap((notice) => (notice.kind === 'ill' ? [notice.stream] : []));
    expect(new Set(ill)).toEqual(new Set(['INC-1']));
    expect((await events(world, 'INC-2')).filter(({ type }) => type === 'levelPaged')).toHaveLength(2);
  });
});

/** Fails the appends that `fails` picks, as a full disk does. */
const failing = (fails: (nth: number) => boolean) => {
  let nth = 0;
  return (store: Store): Store => ({
    ...store,
    async append(batch) {
      nth += 1;
      if (fails(nth)) throw new StoreFault('the disk is full');
      return store.append(batch);
    },
  });
};

describe('a store that fails now and then', () => {
  it('loses no page: what was sent and could not be recorded is sent again', async () => {
    const world = await begin({ wrapStore: failing((nth) => nth > 2 && nth < 12) });
    await say(world, START);
    await world.pass(5 * MINUTE_MS);
    const sent = (await events(world)).filter(({ type }) => type === 'pageSent');
    expect(sent.length).toBeGreaterThanOrEqual(2);
    expect(world.notices.some((notice) => notice.kind === 'fault' && /disk is full/.test(notice.reason))).toBe(true);
  });

  it('answers nobody before it is kept', async () => {
    const world = await begin({ wrapStore: failing((nth) => nth === 2) });
    await expect(say(world, START)).rejects.toThrow('the disk is full');
    expect((await world.store.openStreams()).filter(({ stream }) => stream.startsWith('INC-'))).toEqual([]);
  });
});

describe('a lease that was lost while the work was under way', () => {
  it('leaves a fact on record, and no damage', async () => {
    let lost = 0;
    const wrapStore = (store: Store): Store => ({
      ...store,
      async append(batch): Promise<Appended> {
        const isResult = batch.claim?.key.includes('/page/') === true;
        if (isResult && lost < 2) {
          lost += 1;
          return { outcome: 'lease lost' };
        }
        return store.append(batch);
      },
    });
    const world = await begin({ wrapStore });
    await say(world, START);
    await world.settle();
    const sent = (await events(world)).flatMap((event) => (event.type === 'pageSent' ? [event.page] : []));
    expect(new Set(sent).size).toBe(2);
  });
});

describe('a room that hangs', () => {
  it('delays no page', async () => {
    const hang = { timeoutMs: 5_000, perform: () => new Promise(() => undefined) };
    const performers = (usual: Performers): Performers => ({
      ...usual,
      channel: hang as unknown as NonNullable<Performers[string]>,
    });
    const world = await begin({ performers });
    const [one] = world.processes;
    await Promise.all(Array.from({ length: 20 }, () => say(world, START)));
    one?.kick();
    await world.clock.settle();
    expect(new Set(world.pager.sent.map(({ incident }) => incident)).size).toBe(20);
    expect((await events(world)).some(({ type }) => type === 'channelOpened')).toBe(false);
    await world.pass(10 * SECOND_MS);
    expect((await events(world)).some(({ type }) => type === 'channelFailed')).toBe(true);
  });
});
