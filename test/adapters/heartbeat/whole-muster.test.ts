import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { instant, MINUTE_MS } from '../../../src/core/time.ts';
import { openMuster } from '../../../src/muster.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START = instant('2026-11-20T14:05:00.000Z');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

it('a Muster with MUSTER_HEARTBEAT_URL tells the watcher each minute that it works, until it is stopped', async () => {
  using folder = tempFolder();
  let beats = 0;
  const watcher = createServer((_, response) => {
    beats += 1;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(watcher, 'listening');
  const address = watcher.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const read = readConfig({ MUSTER_DATA: folder.path, MUSTER_HEARTBEAT_URL: `http://127.0.0.1:${port}/x` });
  if (!read.ok) throw new Error(read.say);
  const clock = virtualClock(START);
  const muster = await openMuster(read.config, silent, clock);
  await muster.start();
  for (const minute of [1, 2]) {
    await clock.advance(MINUTE_MS);
    await expect.poll(() => beats).toBe(minute);
  }
  const stopping = muster.stop();
  await clock.advance(MINUTE_MS);
  await stopping;
  await clock.advance(5 * MINUTE_MS);
  watcher.close();
  watcher.closeAllConnections();
  await once(watcher, 'close');
  expect(beats).toBe(2);
});
