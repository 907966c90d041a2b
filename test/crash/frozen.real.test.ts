import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { tempFolder } from '../support/temp-folder.ts';
import type { Victim } from './victim.ts';
import { victim } from './victim.ts';

const HOME = join(import.meta.dirname, '../..');
/** One second is two minutes of the incident: a lease of 30 s ends after a quarter, a level of 5 min after two and a half. */
const TIME_SCALE = '120';
const FROZEN_MS = 4_000;

const MOVE = `
playbook: move-portal
title: Move the client portal
severity: sev2
steps:
  - { id: move, run: failover-dns, title: Point the portal at the standby address, who: tech_lead }
  - { id: look, do: Open the portal from a phone, who: tech_lead }
`;

/** The other side of a hook: it keeps its answer back until the test lets it go. */
async function otherSide() {
  const asked: ServerResponse[] = [];
  const server = createServer((_, response) => void asked.push(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    asked,
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** The sample plan with its hook at this address, and the playbook that runs it. */
function settingsIn(folder: string, hookUrl: string): Readonly<Record<string, string>> {
  const plan = readFileSync(join(HOME, 'examples/lakeshore.plan.yaml'), 'utf8');
  // Five minutes: the run comes into doubt while the process is frozen.
  const ours = plan.replace(/url: https:\S+failover-dns/, `url: ${hookUrl}`).replace('timeout: 20s', 'timeout: 5m');
  writeFileSync(join(folder, 'plan.yaml'), ours);
  mkdirSync(join(folder, 'books'));
  cpSync(join(HOME, 'playbooks'), join(folder, 'books'), { recursive: true });
  writeFileSync(join(folder, 'books/move-portal.yaml'), MOVE);
  return {
    MUSTER_PLAN: join(folder, 'plan.yaml'),
    MUSTER_PLAYBOOKS: join(folder, 'books'),
    MUSTER_TIME_SCALE: TIME_SCALE,
    MUSTER_HOOKS_ALLOW: '127.0.0.1',
    FAILOVER_HOOK_KEY: 'a key that only this test knows',
  };
}

let said = 0;
const say = (one: Victim, words: string, as: string) =>
  one.say({ delivery: `f-${(said += 1)}`, words, as, answer: undefined, about: '' });
const ofType = (events: readonly IncidentEvent[], type: string) => events.filter((event) => event.type === type);

async function until(what: () => Promise<boolean> | boolean) {
  const deadline = Date.now() + 20_000;
  while (!(await what()) && Date.now() < deadline) await after(50);
  expect(await what()).toBe(true);
}

it('a process that is frozen for longer than its leases while it holds work does no harm when it goes on', async () => {
  using folder = tempFolder();
  await using hook = await otherSide();
  await using one = await victim(join(folder.path, 'data'), settingsIn(folder.path, hook.url));
  expect(await one.live()).toBe(true);
  await say(one, 'start the portal is gone --playbook move-portal', 'owen');
  await say(one, 'ack INC-1', 'priya');
  await say(one, 'run INC-1 1', 'marcus');
  await until(() => hook.asked.length === 1);
  await say(one, 'start phones send callers in a loop', 'owen');
  await until(async () => ofType(await one.events('INC-2'), 'pageSent').length >= 2);

  one.freeze();
  hook.asked[0]?.end('moved, ticket 12');
  await after(FROZEN_MS);
  one.thaw();

  // The deadline that passed meanwhile is met once, says how late it is, and its people get their full time to answer.
  await until(async () => ofType(await one.events('INC-2'), 'levelPaged').length === 2);
  const [, late] = ofType(await one.events('INC-2'), 'levelPaged');
  expect(late).toMatchObject({ level: 1, round: 0, lateMs: expect.any(Number) as number });
  await say(one, 'ack INC-2', 'lena');

  // The answer that came late is on record or in doubt, once; the other side was asked once.
  const over = (events: readonly IncidentEvent[]) => [
    ...ofType(events, 'hookReturned'),
    ...ofType(events, 'hookInDoubt'),
  ];
  await until(async () => over(await one.events('INC-1')).length > 0);
  const events = await one.events('INC-1');
  expect(ofType(events, 'hookIntended')).toHaveLength(1);
  expect(ofType(events, 'hookReturned').length).toBeLessThanOrEqual(1);
  expect(ofType(events, 'hookInDoubt').length).toBeLessThanOrEqual(1);
  expect(hook.asked).toHaveLength(1);

  const keys = one.phones().map(({ key }) => key);
  expect(keys).toEqual([...new Set(keys)]);
  expect(ofType(events, 'auditRepaired')).toEqual([]);
});
