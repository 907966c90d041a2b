import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { SAMPLE_PLAN } from '../src/config.ts';
import { HOUR_MS, instant } from '../src/core/time.ts';
import { cluster } from './support/cluster.ts';
import { virtualClock } from './support/virtual-clock.ts';

const WITHIN = { timeout: 10_000, interval: 20 };

it('says of no heartbeat that it was never heard when another machine hears it', async () => {
  const clock = virtualClock(instant('2026-11-20T21:40:00Z'));
  await using machines = cluster(clock);
  const file = join(machines.folder, 'plan.yaml');
  writeFileSync(file, `${readFileSync(SAMPLE_PLAN, 'utf8')}\nheartbeats: { backup: { every: 1h, grace: 10m } }\n`);
  const environment = { MUSTER_PLAN: file };
  const [one, other] = [await machines.replica({ environment }), await machines.replica({ environment })];
  await one.monitors.beats.sync();
  await other.monitors.beats.sync();
  await clock.advance(3 * HOUR_MS);
  expect(other.monitors.beats.missing().join()).toContain('"backup" was never heard');
  await one.monitors.beats.beat('backup', true);
  await other.engine.audit();
  await vi.waitFor(() => expect(other.monitors.beats.missing()).toEqual([]), WITHIN);
});
