import { setTimeout as after } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Place } from '../chaos/faults.ts';
import type { Rig } from '../chaos/rig.ts';
import { rig } from '../chaos/rig.ts';
import { within } from '../../src/adapters/jobs/bullmq/within.ts';

/** It ends itself after fifteen seconds whatever is left (src/cli/run.ts); the rest is for a machine that is busy. In ms. */
const ENDS_WITHIN_MS = 25_000;
/** How long the trouble has lasted when the replica is told to stop: not noticed yet, and noticed. In ms. */
const BEFORE = [0, 600];

type Trouble = {
  readonly name: string;
  readonly before: readonly number[];
  readonly begin: (world: Rig, place: Place) => Promise<void> | void;
};
const TROUBLES: readonly Trouble[] = [
  { name: 'Redis is silent', before: BEFORE, begin: (_, { toRedis }) => toRedis.blackhole() },
  { name: 'Redis is gone', before: BEFORE, begin: (_, { toRedis }) => toRedis.cut() },
  { name: 'the database is gone', before: [0], begin: (_, { toPostgres }) => toPostgres.cut() },
  {
    name: 'both are silent',
    before: [300],
    begin(_, { toRedis, toPostgres }) {
      toRedis.blackhole();
      toPostgres.blackhole();
    },
  },
];

it.each(TROUBLES)('a replica that is told to stop ends soon while $name', async ({ before, begin }) => {
  await using world = await rig({ replicas: 1, speed: 1 });
  const [place] = world.places;
  if (place === undefined) throw new Error('there is no replica');
  for (const ms of before) {
    await begin(world, place);
    await after(ms);
    await within(ENDS_WITHIN_MS, place.replica.stop(), `stopping ${ms} ms after it began`);
    for (const way of [place.toRedis, place.toPostgres]) way.restore();
    await place.replica.start();
  }
  expect(await place.replica.stop()).toBe(0);
});
