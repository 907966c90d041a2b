import { describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { DAY_MS, MINUTE_MS, plusMs } from '../../src/core/time.ts';
import type { AgendaEntry } from '../../src/ports/store.ts';
import { beginWorld } from '../simulation/world.ts';
import type { World } from '../simulation/world.ts';
import { sampleBook } from '../support/story.ts';

async function paging(): Promise<World> {
  const world = await beginWorld({ book: sampleBook });
  const [one] = world.processes;
  if (one === undefined) throw new Error('no process');
  await world.say(one, { words: 'start phones send callers in a loop', as: 'owen' });
  await world.settle();
  return world;
}

async function sabotage(world: World, change: (rows: readonly AgendaEntry[]) => readonly AgendaEntry[]) {
  const rows = (await world.store.agenda('INC-1')).map(({ key, at, lane }) => ({ key, at, lane }));
  const version = (await world.store.read('INC-1')).length;
  expect(await world.store.rearm('INC-1', version, change(rows), true)).toBe(true);
}

const audit = async (world: World) => world.processes[0]?.engine.audit();
const repaired = (world: World) => world.notices.flatMap((notice) => (notice.kind === 'repaired' ? [notice] : []));
const levels = async (world: World) =>
  (await world.store.read('INC-1')).filter(({ body }) => (body as IncidentEvent).type === 'levelPaged').length;

describe('the auditor', () => {
  it('finds an agenda that was emptied, mends it, and the next level is paged in time', async () => {
    const world = await paging();
    await sabotage(world, () => []);
    await audit(world);
    expect(repaired(world)).toMatchObject([
      { stream: 'INC-1', missing: expect.arrayContaining(['INC-1/ack/0.0']) as string[], extra: [] },
    ]);
    await world.pass(6 * MINUTE_MS);
    expect(await levels(world)).toBe(2);
  });

  it('is needed: without it an emptied agenda stays silent', async () => {
    const world = await paging();
    await sabotage(world, () => []);
    await world.pass(6 * MINUTE_MS);
    expect(await levels(world)).toBe(1);
  });

  it('finds hours that were moved, rows that were added and lanes that were changed', async () => {
    const world = await paging();
    await sabotage(world, (rows) => [
      ...rows.map((row) => ({ ...row, at: plusMs(row.at, DAY_MS) })),
      { key: 'INC-1/stray/1', at: world.clock.now(), lane: 'house' },
    ]);
    await audit(world);
    expect(repaired(world)[0]?.extra).toContain('INC-1/stray/1');
    await world.pass(6 * MINUTE_MS);
    expect(await levels(world)).toBe(2);
  });

  it('writes on the timeline that it mended something', async () => {
    const world = await paging();
    await sabotage(world, () => []);
    await audit(world);
    const types = (await world.store.read('INC-1')).map(({ body }) => (body as IncidentEvent).type);
    expect(types.at(-1)).toBe('auditRepaired');
  });

  it('does not read what the engine remembers: a wrong memory does not hide a wrong agenda', async () => {
    const world = await paging();
    await world.processes[0]?.engine.read('INC-1');
    await sabotage(world, (rows) => rows.slice(1));
    await audit(world);
    expect(repaired(world)).toHaveLength(1);
  });

  it('never finds anything in an incident that nobody sabotaged', async () => {
    const world = await paging();
    for (let n = 0; n < 40; n += 1) {
      await audit(world);
      await world.pass(MINUTE_MS);
    }
    expect(repaired(world)).toEqual([]);
  });
});

describe('a row of the agenda that no state asks for', () => {
  it('harms nothing and is dropped when somebody looks at it', async () => {
    const world = await paging();
    await sabotage(world, (rows) => [
      ...rows,
      { key: 'INC-1/page/9.9/lena/sms/1', at: world.clock.now(), lane: 'page' },
    ]);
    const before = world.pager.asked.length;
    await world.settle();
    expect(world.pager.asked.length).toBe(before);
    expect((await world.store.agenda('INC-1')).map(({ key }) => key)).not.toContain('INC-1/page/9.9/lena/sms/1');
  });

  it('is looked at again later when its hour in the state is still to come', async () => {
    const world = await paging();
    await sabotage(world, (rows) =>
      rows.map((row) => (row.key === 'INC-1/ack/0.0' ? { ...row, at: world.clock.now() } : row)),
    );
    await world.settle();
    expect(await levels(world)).toBe(1);
    await world.pass(6 * MINUTE_MS);
    expect(await levels(world)).toBe(2);
  });
});
