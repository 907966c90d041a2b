import { expect, it } from 'vitest';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { MINUTE_MS, plusMs, SECOND_MS, span } from '../../src/core/time.ts';
import type { Outcome } from '../../src/core/aggregate.ts';
import type { Performers } from '../../src/engine/perform.ts';
import { LAKESHORE } from '../simulation/books.ts';
import { beginWorld } from '../simulation/world.ts';
import type { World } from '../simulation/world.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';

/** Its hook takes 45 s, longer than a lease; the plan gives it a minute. */
async function begin(processes: number): Promise<{ readonly world: World; readonly called: string[] }> {
  const called: string[] = [];
  const slow = (clock: VirtualClock) => ({
    timeoutMs: 2 * MINUTE_MS,
    perform({ name }: { readonly name: string }): Promise<Outcome> {
      called.push(name);
      const { promise, resolve } = Promise.withResolvers<Outcome>();
      clock.ring(plusMs(clock.now(), 45 * SECOND_MS), () => resolve({ outcome: 'accepted', reference: 'it ran' }));
      return promise;
    },
  });
  const { plan, playbooks } = LAKESHORE;
  const hook = plan.hooks['failover-now'];
  if (hook === undefined) throw new Error('no such hook');
  const patient = { ...plan, hooks: { ...plan.hooks, 'failover-now': { ...hook, timeout: span('1m') } } };
  const world = await beginWorld({
    book: { plan: patient, playbooks },
    processes,
    performers: (usual, clock) => ({ ...usual, hook: slow(clock) }) as unknown as Performers,
  });
  const [one] = world.processes;
  if (one === undefined) throw new Error('nobody lives');
  await world.say(one, { words: 'start the portal is down --playbook portal-at-once', as: 'owen' });
  await world.say(one, { words: 'ack INC-1', as: 'marcus' });
  await world.settle();
  return { world, called };
}

const types = async (world: World) => (await world.store.read('INC-1')).map(({ body }) => (body as IncidentEvent).type);

it.each([1, 2])(
  'automation that takes longer than a lease is called once and never doubted, with %i processes',
  async (processes) => {
    const { world, called } = await begin(processes);
    for (let seconds = 0; seconds < 60; seconds += 5) await world.pass(5 * SECOND_MS);
    expect(called).toEqual(['failover-now']);
    expect(await types(world)).toContain('hookReturned');
    expect(await types(world)).not.toContain('hookInDoubt');
  },
);

it('automation whose process died is doubted once its time is over, and a person is asked', async () => {
  const { world, called } = await begin(1);
  await world.pass(10 * SECOND_MS);
  world.processes[0]?.life.kill();
  await world.begin(0);
  await world.pass(50 * SECOND_MS);
  expect(await types(world)).not.toContain('hookInDoubt');
  await world.pass(30 * SECOND_MS);
  expect(await types(world)).toContain('hookInDoubt');
  expect(called).toHaveLength(1);
});
