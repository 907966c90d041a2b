import { expect, it } from 'vitest';
import { rig } from '../chaos/rig.ts';
import { at, eventsOf, line, nth, replicaOf, say, started, turnEnds } from './cluster.ts';

/** A level's five minutes are five seconds. */
const SPEED = 60;
/** What was due while Postgres was away is done so soon after it answers again, in ms. */
const BACK_MS = 1_000;

it('while Postgres is away nobody is told that anything was kept; what was due is done within a second of its return', async () => {
  await using world = await rig({ replicas: 2, speed: SPEED });
  const replica = replicaOf(world, 0);
  const incident = await started(replica);
  const due = await turnEnds(world, incident, SPEED);
  await at(due - 1_500);
  await world.postgres.stop();
  const note = line(`note ${incident} said while it was away`);
  // Non-2xx, or nothing at all: whoever delivers tries again.
  expect(await replica.say(note)).toBeUndefined();
  await at(due + 3_000);
  await world.postgres.start();
  const back = Date.now();
  const paged = await nth(world, incident, { type: 'levelPaged', n: 2 });
  expect(paged.wroteAt - back).toBeLessThan(BACK_MS);
  expect(paged.event).toMatchObject({ level: 1 });
  expect(await say(replica, note)).toMatchObject({ ok: true });
  const said = (await eventsOf(world, incident)).filter(({ event }) => event.type === 'noted');
  expect(said).toHaveLength(1);
});
