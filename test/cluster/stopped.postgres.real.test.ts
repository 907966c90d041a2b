import { expect, it } from 'vitest';
import { rig } from '../chaos/rig.ts';
import { at, eventsOf, line, nth, replicaOf, started, turnEnds } from './cluster.ts';

const SPEED = 60;
const FREEZES = 8;
/** A stopped replica is taken for gone after a second; whoever takes over needs a moment. In ms. */
const TAKEN_OVER_MS = 1_500;

it('a replica that stands still while a level is due is stood in for at once, and does nothing twice when it goes on', async () => {
  await using world = await rig({ replicas: 2, speed: SPEED });
  const one = replicaOf(world, 0);
  const incident = await started(one);
  const due = await turnEnds(world, incident, SPEED);
  await at(due - 100);
  one.freeze();
  const paged = await nth(world, incident, { type: 'levelPaged', n: 2 });
  expect(paged.wroteAt - due).toBeGreaterThanOrEqual(-50);
  expect(paged.wroteAt - due).toBeLessThan(TAKEN_OVER_MS);
  one.thaw();
  await nth(world, incident, { type: 'levelPaged', n: 3 });
  const levels = (await eventsOf(world, incident)).flatMap(({ event }) =>
    event.type === 'levelPaged' ? [`${event.round}.${event.level}`] : [],
  );
  expect(levels).toEqual([...new Set(levels)]);
});

it(`a replica that is stopped at any moment of its work holds nothing that others wait for (${FREEZES} times)`, async () => {
  await using world = await rig({ replicas: 2, speed: 1 });
  const [one, other] = [replicaOf(world, 0), replicaOf(world, 1)];
  const incident = await started(one);
  let over = false;
  const talking = Promise.all(
    [1, 2, 3].map(async () => {
      while (!over) await one.say(line(`note ${incident} something`));
    }),
  );
  const took: number[] = [];
  for (let n = 0; n < FREEZES; n += 1) {
    await at(Date.now() + 40 + n * 7);
    one.freeze();
    const asked = performance.now();
    expect(await other.say(line(`note ${incident} from the other`))).toBeDefined();
    took.push(performance.now() - asked);
    const open = await world.postgres.run(`select pid from pg_stat_activity where state like 'idle in transaction%'`);
    expect(open).toEqual([]);
    one.thaw();
  }
  over = true;
  await talking;
  expect(Math.max(...took)).toBeLessThan(1_000);
});
