import { describe, expect, it } from 'vitest';
import { AGGREGATES } from '../../src/aggregates.ts';
import { incident } from '../../src/core/incident/incident.ts';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { MINUTE_MS, msBetween, plusMs, SECOND_MS } from '../../src/core/time.ts';
import { givingWay } from '../../src/engine/giving-way.ts';
import { newerVersion, OLDER_VERSION } from '../simulation/old-version.ts';
import type { Process } from '../simulation/process.ts';
import { beginWorld } from '../simulation/world.ts';
import type { World } from '../simulation/world.ts';
import { FRIDAY_1640, sampleBook } from '../support/story.ts';

describe('a row of a stream that is not understood whole', () => {
  const row = { stream: 'INC-1', at: FRIDAY_1640 };
  const after = (seconds: number) => plusMs(FRIDAY_1640, seconds * SECOND_MS);
  const ill = { illAt: plusMs(FRIDAY_1640, -MINUTE_MS) };

  it('is left to others a second at a time, until twenty seconds after its hour', () => {
    const way = givingWay();
    expect(way.until(row, ill, after(0))).toBe(after(1));
    expect(way.until(row, ill, after(19))).toBe(after(20));
    expect(way.until(row, ill, after(20))).toBeUndefined();
  });

  it('is left to others after what is not understood, too: whoever wrote that is there', () => {
    const way = givingWay();
    expect(way.until(row, { illAt: after(100) }, after(105))).toBe(after(106));
    expect(way.until(row, { illAt: after(100) }, after(120))).toBeUndefined();
  });

  it('is not waited for again once nobody came, until somebody newer has written again', () => {
    const way = givingWay();
    way.until(row, ill, after(0));
    way.until(row, ill, after(20));
    const next = { stream: 'INC-2', at: after(60) };
    expect(way.until(next, ill, after(60))).toBeUndefined();
    expect(way.until(next, { illAt: after(50) }, after(60))).toBe(after(61));
  });

  it('tells nothing about who is there when it is late only because nobody ran', () => {
    const way = givingWay();
    expect(way.until(row, ill, after(3_600))).toBeUndefined();
    expect(way.until({ ...row, at: after(3_600) }, ill, after(3_600))).toBe(after(3_601));
  });

  it('is nothing to wait for in a stream that is understood', () => {
    expect(givingWay().until(row, { illAt: null }, after(0))).toBeUndefined();
  });
});

type Fleet = { readonly world: World; readonly newer: Process; readonly older: Process };
async function mixed(type: IncidentEvent['type']): Promise<Fleet> {
  const world = await beginWorld({
    book: sampleBook,
    processes: 2,
    aggregatesAt: (place) => (place === 0 ? newerVersion(type) : OLDER_VERSION),
    turmoil: () => ({ turn: () => undefined, store: (inner) => inner, claims: new Set() }),
  });
  const [newer, older] = world.processes;
  if (newer === undefined || older === undefined) throw new Error('nobody lives');
  return { world, newer, older };
}
const levels = async (world: World) =>
  (await world.store.read('INC-1'))
    .map(({ body }) => body as IncidentEvent & { readonly form?: number })
    .filter(({ type }) => type === 'levelPaged');
const START = 'start phones send callers in a loop';

describe('an old process beside a newer one', () => {
  it('leaves the next level to the newer one, which is back three seconds later', async () => {
    const { world, newer } = await mixed('levelPaged');
    await world.say(newer, { words: START, as: 'owen' });
    await world.pass(5 * MINUTE_MS - SECOND_MS);
    world.freeze(newer, { at: 0, ms: 4 * SECOND_MS });
    newer.kick();
    await world.pass(MINUTE_MS);
    const [first, second, ...more] = await levels(world);
    expect(more).toEqual([]);
    expect(second).toMatchObject({ form: 2 });
    expect(msBetween(first?.at ?? FRIDAY_1640, second?.at ?? FRIDAY_1640)).toBeLessThan(5 * MINUTE_MS + 6 * SECOND_MS);
  });

  it('acts alone after twenty seconds when the newer one is gone, and waits only once', async () => {
    const { world, newer } = await mixed('noted');
    await world.say(newer, { words: START, as: 'owen' });
    await world.pass(5 * MINUTE_MS - SECOND_MS);
    await world.say(newer, { words: 'note INC-1 the carrier has been called', as: 'nina' });
    newer.life.kill();
    await world.pass(6 * MINUTE_MS);
    const hours = (await levels(world)).map(({ at }) => at);
    expect(hours).toHaveLength(3);
    const waits = hours.slice(1).map((at, n) => msBetween(hours[n] ?? at, at) - 5 * MINUTE_MS);
    expect(waits[0]).toBeGreaterThanOrEqual(18 * SECOND_MS);
    expect(waits[0]).toBeLessThan(23 * SECOND_MS);
    expect(waits[1]).toBeLessThan(2 * SECOND_MS);
  });

  it('spares rows that it knows nothing of, in what it writes, mends and rebuilds', async () => {
    const { world, newer, older } = await mixed('noted');
    await world.say(newer, { words: START, as: 'owen' });
    await world.settle();
    await world.say(newer, { words: 'note INC-1 the carrier has been called', as: 'nina' });
    const rows = (await world.store.agenda('INC-1')).map(({ key, at, lane }) => ({ key, at, lane }));
    const foreign = {
      key: 'INC-1/of-a-newer-version/1',
      at: plusMs(world.clock.now(), MINUTE_MS),
      lane: 'house',
    } as const;
    const [done, ...left] = rows;
    const version = (await world.store.read('INC-1')).length;
    await world.store.rearm('INC-1', version, [...left, foreign], true);
    const keys = async () => (await world.store.agenda('INC-1')).map(({ key }) => key);

    await world.say(older, { words: 'decide INC-1 we wait', as: 'priya' });
    await older.engine.audit();
    await older.engine.rebuild();
    expect(await keys()).toContain(foreign.key);
    expect(await keys()).not.toContain(done?.key);
    expect(world.notices.filter(({ kind }) => kind === 'repaired')).toEqual([]);
  });

  it('holds back nothing of a stream of which it knows nothing at all', async () => {
    const without = AGGREGATES.filter((one) => (one as unknown) !== incident);
    const world = await beginWorld({
      book: sampleBook,
      processes: 2,
      aggregatesAt: (place) => (place === 1 ? without : undefined),
    });
    const [newer, older] = world.processes;
    if (newer === undefined || older === undefined) throw new Error('nobody lives');
    await world.say(newer, { words: START, as: 'owen' });
    await world.pass(5 * MINUTE_MS - SECOND_MS);
    await world.clock.advance(SECOND_MS);
    older.kick();
    await world.clock.settle();
    await older.engine.audit();
    await older.engine.rebuild();
    await world.pass(MINUTE_MS);
    expect(await levels(world)).toHaveLength(2);
    expect(world.notices.filter(({ kind }) => kind === 'fault' || kind === 'repaired')).toEqual([]);
    const late = world.notices.flatMap((notice) => (notice.kind === 'late' ? [notice.ms] : []));
    expect(Math.max(...late)).toBeLessThanOrEqual(2 * SECOND_MS);
  });
});
