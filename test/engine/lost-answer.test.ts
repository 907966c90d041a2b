import { describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { MINUTE_MS } from '../../src/core/time.ts';
import type { Append } from '../../src/ports/store.ts';
import { StoreFault } from '../../src/ports/store.ts';
import { beginWorld } from '../simulation/world.ts';
import type { World } from '../simulation/world.ts';
import { sampleBook } from '../support/story.ts';

/** A store that keeps what the test picks, and whose answer never comes back; or that keeps nothing of it. */
async function shaky(picks: (batch: Append) => boolean, keeps: boolean): Promise<World> {
  let left = 1;
  return beginWorld({
    book: sampleBook,
    processes: 2,
    wrapStore: (store) => ({
      ...store,
      async append(batch) {
        if (left === 0 || !picks(batch)) return store.append(batch);
        left -= 1;
        if (keeps) await store.append(batch);
        throw new StoreFault('the connection broke');
      },
    }),
  });
}
const processOf = (world: World, n: number) => {
  const found = world.processes[n];
  if (found === undefined) throw new Error(`no process ${n}`);
  return found;
};
const types = async (world: World) => (await world.store.read('INC-1')).map(({ body }) => (body as IncidentEvent).type);
const typed = (type: string) => (batch: Append) => batch.events.some((event) => (event as IncidentEvent).type === type);
const START = { words: 'start phones send callers in a loop', as: 'owen', delivery: 'start-1' };

describe.each([
  ['was kept all the same', true],
  ['was not kept', false],
])('an order whose answer from the store is lost, and which %s', (_, keeps) => {
  it.each([0, 1])('is not called kept, and is one event when it comes again at process %i', async (n) => {
    const world = await shaky(typed('noted'), keeps);
    await world.say(processOf(world, 0), START);
    const note = { words: 'note INC-1 the carrier has been called', as: 'nina', delivery: 'click-1' };
    await expect(world.say(processOf(world, 0), note)).rejects.toThrow('the connection broke');
    const again = await world.say(processOf(world, n), note);
    expect(again).toMatchObject({ ok: true, code: 'done', incident: 'INC-1' });
    expect(await world.say(processOf(world, 1 - n), note)).toEqual(again);
    expect((await types(world)).filter((type) => type === 'noted')).toHaveLength(1);
  });

  it('opens one incident when it comes again', async () => {
    const world = await shaky(typed('declared'), keeps);
    await expect(world.say(processOf(world, 0), START)).rejects.toThrow('the connection broke');
    await world.say(processOf(world, 1), START);
    const streams = await world.store.streams('INC-', 10);
    expect(streams).toHaveLength(1);
  });

  it('leaves both processes with what the log says', async () => {
    const world = await shaky(typed('acknowledged'), keeps);
    await world.say(processOf(world, 0), START);
    const ack = { words: 'ack INC-1', as: 'priya', delivery: 'click-2' };
    await expect(world.say(processOf(world, 0), ack)).rejects.toThrow('the connection broke');
    await world.say(processOf(world, 0), ack);
    await world.pass(6 * MINUTE_MS);
    const [one, other] = await Promise.all([0, 1].map((n) => processOf(world, n).engine.read('INC-1')));
    expect(one?.state).toEqual(other?.state);
    expect((await types(world)).filter((type) => type === 'levelPaged')).toHaveLength(1);
  });
});

describe('a level whose answer from the store is lost', () => {
  it.each([true, false])('is paged once, and not left out (kept: %s)', async (keeps) => {
    let seen = 0;
    const world = await shaky((batch) => typed('levelPaged')(batch) && (seen += 1) === 2, keeps);
    await world.say(processOf(world, 0), START);
    await world.pass(7 * MINUTE_MS);
    const story = (await world.store.read('INC-1')).map(({ body }) => body as IncidentEvent);
    const levels = story.flatMap((event) => (event.type === 'levelPaged' ? [`${event.round}.${event.level}`] : []));
    expect(levels).toEqual(['0.0', '0.1']);
  });
});
