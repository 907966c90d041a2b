import { setTimeout as after } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { rig } from '../chaos/rig.ts';
import { run } from '../chaos/run.ts';

const SPEED = 30;
/** Long enough to stop and start three replicas twice, in ms. */
const LOAD_MS = 25_000;

it('three replicas that are stopped and started one after the other under load lose nothing, and each ends cleanly', async () => {
  await using world = await rig({ replicas: 3, speed: SPEED });
  const codes: (number | null)[] = [];
  let over = false;
  const deploying = (async () => {
    while (!over)
      for (const { replica } of world.places) {
        codes.push(await replica.stop());
        await replica.start();
        await after(50);
        if (over) break;
      }
  })();
  const running = run(world, { seed: 4, incidents: 15, ms: LOAD_MS, speed: SPEED });
  await after(LOAD_MS);
  over = true;
  await deploying;
  const { findings, history } = await running;
  expect(findings).toEqual([]);
  expect(history.said.length).toBeGreaterThan(15);
  expect(codes.length).toBeGreaterThanOrEqual(3);
  expect(new Set(codes)).toEqual(new Set([0]));
});
