import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { hookPath } from '../src/hook-tokens.ts';
import type { WebWorld } from './adapters/web/web-world.ts';
import { SECRET, webWorld } from './adapters/web/web-world.ts';
import { tempFolder } from './support/temp-folder.ts';
import { freePort } from './support/server-process.ts';

const ends: (() => PromiseLike<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** A real Alertmanager that knows one receiver. Answers with the address of its API. */
async function alertmanager(webhook: string): Promise<string> {
  const folder = tempFolder().path;
  const config = join(folder, 'alertmanager.yml');
  writeFileSync(
    config,
    `route: { receiver: muster, group_by: [alertname], group_wait: 50ms, group_interval: 100ms, repeat_interval: 1h }
receivers: [{ name: muster, webhook_configs: [{ url: '${webhook}', send_resolved: true }] }]
`,
  );
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    'prometheus-alertmanager',
    [
      `--config.file=${config}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
    ],
    { stdio: 'ignore' },
  );
  ends.push(() => ended(child));
  const ready = () =>
    fetch(`http://${address}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await ready())) {
    if (child.exitCode !== null) throw new Error(`Alertmanager ended with ${child.exitCode}`);
    await wait(50);
  }
  return `http://${address}/api/v2/alerts`;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

it(
  'Alertmanager delivers what fires and what is resolved, and the incident has both',
  { timeout: 60_000 },
  async () => {
    const world: WebWorld = await webWorld();
    ends.push(() => world[Symbol.asyncDispose]());
    const api = await alertmanager(world.address + hookPath(SECRET, 'alertmanager'));
    const say = async (alert: object) => {
      const answered = await fetch(api, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([
          {
            labels: { alertname: 'InstanceDown', instance: 'node01', severity: 'critical' },
            annotations: { summary: 'node01 is down' },
            ...alert,
          },
        ]),
      });
      expect(answered.status).toBe(200);
    };
    const appended = (type: string) =>
      world.heard((notice) => notice.kind === 'appended' && notice.events.some((event) => typeOf(event) === type));

    const proposed = appended('proposed');
    const began = Date.now();
    await say({ startsAt: new Date(began).toISOString() });
    await proposed;
    expect(await world.say('owen', 'alerts')).toMatchObject({ ok: true, card: { title: 'An incident is proposed' } });

    const opened = appended('opened');
    expect(await world.say('owen', 'confirm AL-1')).toMatchObject({ ok: true });
    await opened;
    const noted = world.heard(
      (notice) =>
        notice.kind === 'appended' && notice.stream === 'INC-1' && JSON.stringify(notice.events).includes('"all":true'),
    );
    await say({ startsAt: new Date(began).toISOString(), endsAt: new Date().toISOString() });
    await noted;
    const { token, ask } = world;
    const { body } = await ask('/api/v1/incidents/INC-1', { token: token('owen') });
    expect(body).toMatchObject({ title: 'node01 is down', severity: 'sev2', phase: 'open' });
  },
);

const typeOf = (event: unknown) =>
  typeof event === 'object' && event !== null && 'type' in event ? event.type : undefined;
