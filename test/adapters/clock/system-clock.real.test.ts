import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { fromMs, HOUR_MS } from '../../../src/core/time.ts';

it.each([0, 60])('does not keep the process alive for a ring in %d minutes', (minutes) => {
  const path = new URL('../../../src/adapters/clock/system-clock.ts', import.meta.url).href;
  const program = `
    import { systemClock } from ${JSON.stringify(path)};
    systemClock().ring(new Date(Date.now() + ${minutes} * 60_000).toISOString(), () => undefined);
    console.log('asked');`;
  const { stdout, status, signal } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect({ stdout, status, signal }).toEqual({ stdout: 'asked\n', status: 0, signal: null });
});

it('notices within about a second that the machine was set an hour forward, and rings', async () => {
  let set = 0;
  const clock = systemClock({ wall: () => Date.now() + set });
  const hour = fromMs(Date.now() + HOUR_MS);
  const rung = new Promise<void>((resolve) => clock.ring(hour, resolve));
  set = HOUR_MS;
  // A timer that holds this test's process while the ring, which does not, is waited for.
  const hold = setInterval(() => undefined, HOUR_MS);
  await rung;
  clearInterval(hold);
  expect(clock.now() >= hour).toBe(true);
});
