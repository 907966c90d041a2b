import { expect, it } from 'vitest';
import { latenesses } from '../chaos/check/punctual.ts';
import { follow } from '../chaos/check/follow.ts';
import type { Fault } from '../chaos/faults.ts';
import { OF_REDIS } from '../chaos/faults.ts';
import { rig } from '../chaos/rig.ts';
import type { Ran } from '../chaos/run.ts';
import { run } from '../chaos/run.ts';

const SPEED = 30;
const MS = 20_000;
const INCIDENTS = 12;
const PUNCTUAL_MS = 1_500;

/** Whoever listens for what others append is cut off: nobody tells anybody anything any more, until it listens again. */
const deaf: Fault = {
  weight: 1,
  name: 'listeners are ended',
  happen: async ({ postgres }) =>
    void (await postgres.run(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'muster pulse'`,
    )),
};

const worst = ({ history }: Ran) =>
  Math.max(
    ...latenesses(
      history,
      [...history.streams].map(([stream, kept]) => follow(history, stream, kept)),
    ).flatMap(({ ms, disturbed }) => (disturbed ? [] : [ms])),
  );

it.each<readonly [string, readonly Fault[], boolean]>([
  ['the connections that listen are ended again and again', [deaf], false],
  ['Redis is wiped, restarted, paused, cut off and silent', OF_REDIS, false],
  ['there is no Redis at all', [], true],
])('while %s, nothing is lost, twice or late', async (_what, faults, withoutRedis) => {
  await using world = await rig({ replicas: 2, speed: SPEED, withoutRedis });
  const ran = await run(world, {
    seed: 11,
    incidents: INCIDENTS,
    ms: MS,
    speed: SPEED,
    faults: faults.length === 0 ? [] : [faults],
  });
  expect(ran.findings).toEqual([]);
  expect(ran.history.handed.length).toBeGreaterThan(INCIDENTS);
  expect(worst(ran)).toBeLessThan(PUNCTUAL_MS);
});
