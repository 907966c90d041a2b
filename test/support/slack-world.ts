import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import express from 'express';
import type { Config } from '../../src/config.ts';
import { readConfig } from '../../src/config.ts';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import type { Incident } from '../../src/core/incident/state.ts';
import { instant, toMs } from '../../src/core/time.ts';
import type { Instant } from '../../src/core/time.ts';
import { openMuster } from '../../src/muster.ts';
import type { Muster } from '../../src/muster.ts';
import { quietLog } from './quiet-log.ts';
import { behindSlack, PEOPLE, SECRET, TOKEN } from './slack-behind.ts';
import type { Behind, Who } from './slack-behind.ts';
import type { SlackFaults } from './slack-faults.ts';
import { buttonsOf, labelsOf, textOf } from './slack-read.ts';
import type { SlackMessage } from './slack-read.ts';
import * as requests from './slack-requests.ts';
import type { SlackRequest } from './slack-requests.ts';
import { tempFolder } from './temp-folder.ts';
import type { VirtualClock } from './virtual-clock.ts';
import { virtualClock } from './virtual-clock.ts';

export const FRIDAY_1640 = instant('2026-11-20T21:40:00Z');
/** After the last byte of an answer the client has some turns of the event loop to go; in ms. */
const AFTER_MS = 12;
/** Longest that a handful of calls waits for its turn. */
const SETTLE_S = 6;

/** A clinic whose people are found in Slack by their addresses; the stranger is in Slack, and not in the plan. */
const plan = (more: object) => ({
  schema: 1,
  plan: { company: 'Harbor Clinic', timezone: 'America/Detroit', owner: 'eve', version: 'test' },
  people: Object.fromEntries(
    PEOPLE.map((id, n) => [
      id,
      {
        name: `${id[0]?.toUpperCase()}${id.slice(1)} Berg`,
        reach: [{ chat: `${id}@harbor.example` }, { sms: `+1 616 555 01${String(n).padStart(2, '0')}` }],
      },
    ]),
  ),
  roles: {
    incident_commander: { who: 'cleo', deputies: ['dan'] },
    tech_lead: { who: 'ann', deputies: ['bob'] },
    comms_lead: { who: 'eve' },
  },
  escalation: {
    default: {
      levels: [
        { page: ['ann'], by: ['chat', 'sms'], wait: '5m' },
        { page: ['incident_commander'], by: ['chat', 'sms'], wait: '5m' },
      ],
      repeat: 2,
      if_nobody: { page: ['eve'], say: 'Whoever reads this first runs it.' },
    },
  },
  functions: { calls: { name: 'Answering calls', rto: '2h', mtd: '8h' } },
  ...more,
});

type Parts = {
  readonly at?: Instant;
  readonly settings?: Readonly<Record<string, string>>;
  readonly plan?: object;
  /** A data folder that stays, for a second start. */
  readonly data?: string;
  readonly behind?: Behind;
  /** Another machine of the same Muster: it goes by the same clock, and is opened otherwise. */
  readonly clock?: VirtualClock;
  readonly open?: (config: Config, clock: VirtualClock) => Promise<Muster>;
};

/** A whole Muster on a clock that stands still, and a Slack that we did not write behind a server that can misbehave. */
export interface SlackWorld extends AsyncDisposable {
  readonly muster: Muster;
  readonly clock: VirtualClock;
  readonly behind: Behind;
  readonly slack: SlackFaults;
  /** What was answered unseen, newest last: each body that was posted to a `response_url`. */
  readonly answers: readonly Record<string, unknown>[];
  send(request: SlackRequest): Promise<{ readonly status: number; readonly body: string }>;
  /** `/incident WORDS` as Slack sends it, to be sent now or again. */
  slashOf(who: Who, words: string, channel?: string, command?: string): SlackRequest;
  /** The same, and everything that follows from it at this hour. */
  slash(who: Who, words: string, channel?: string, command?: string): Promise<string>;
  /** A press of a button with these words, as Slack sends it. */
  pressOf(who: Who, words: string, at?: Pick<SlackMessage, 'channel' | 'ts'>): SlackRequest;
  press(who: Who, words: string, at?: Pick<SlackMessage, 'channel' | 'ts'>): Promise<void>;
  /** Presses the button of that label, in the message as it stands in Slack. */
  tap(who: Who, label: string, message: SlackMessage | undefined): Promise<void>;
  eventOf(inner: object): SlackRequest;
  event(inner: object): Promise<void>;
  /** Lets so many minutes pass. */
  wait(minutes: number): Promise<void>;
  settle(): Promise<void>;
  incident(id?: string): Promise<Incident>;
  events(id?: string): Promise<readonly IncidentEvent[]>;
  /** The incident's channel. */
  room(id?: string): Promise<string>;
  /** What was written in a channel, oldest first. */
  messages(channel: string): Promise<readonly SlackMessage[]>;
  /** The newest message of a channel that says this. */
  find(channel: string, says: string | RegExp): Promise<SlackMessage | undefined>;
  /** Direct messages to somebody, oldest first. */
  directs(who: Who): Promise<readonly SlackMessage[]>;
  /** Whom text messages reached, oldest first. */
  texts(): readonly string[];
  stop(): Promise<void>;
}

export async function slackWorld(parts: Parts = {}): Promise<SlackWorld> {
  const behind = parts.behind ?? (await behindSlack());
  const { slack, web, team, users, general } = behind;
  const folder = tempFolder();
  const file = folder.file('plan.yaml');
  writeFileSync(file, JSON.stringify(plan(parts.plan ?? {})));
  let requestsOpen = 0;
  let lastAt = 0;
  const busy = () =>
    requestsOpen > 0 || slack.open() > 0 || performance.now() - Math.max(lastAt, slack.lastAt()) < AFTER_MS;
  const clock = parts.clock ?? virtualClock(parts.at ?? FRIDAY_1640, busy);
  behind.hour = () => toMs(clock.now());
  const answers: Record<string, unknown>[] = [];
  const taking = await listening((req, res) => void take(req, res, answers, () => (lastAt = performance.now())));
  const read = readConfig({
    MUSTER_PLAN: file,
    MUSTER_DATA: parts.data ?? folder.file('data'),
    MUSTER_PUBLIC_URL: 'https://muster.harbor.example',
    MUSTER_LOG: 'silent',
    // What Slack does not carry rings on phones that do not exist, where the stories look.
    MUSTER_SIMULATE: 'yes',
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.url,
    ...parts.settings,
  });
  if (!read.ok) throw new Error(read.say);
  const muster = await (parts.open?.(read.config, clock) ?? openMuster(read.config, quietLog(), clock));
  const app = express();
  for (const { path, handle } of muster.doors) app.use(path, handle);
  const door = await listening(app);
  await muster.start();

  const world: SlackWorld = {
    muster,
    clock,
    behind,
    slack,
    answers,
    async send({ headers, body }) {
      requestsOpen += 1;
      try {
        const got = await fetch(`${door.url}/slack/events`, { method: 'POST', headers: { ...headers }, body });
        return { status: got.status, body: await got.text() };
      } finally {
        requestsOpen -= 1;
        lastAt = performance.now();
      }
    },
    slashOf: (who, words, channel = general, command = '/incident') =>
      requests.asForm(
        requests.command({
          team_id: team,
          channel_id: channel,
          user_id: users[who] ?? '',
          user_name: who,
          command,
          text: words,
          response_url: `${taking.url}/answer`,
        }),
        how(),
      ),
    async slash(...said) {
      const got = await world.send(world.slashOf(...said));
      if (got.status !== 200) throw new Error(`Slack was answered ${got.status} ${got.body}`);
      await world.settle();
      return got.body;
    },
    pressOf(who, words, at = { channel: general, ts: '1.1' }) {
      const more = {
        user: { id: users[who] ?? '', username: who, name: who, team_id: team },
        team: { id: team, domain: 'harbor' },
        channel: { id: at.channel, name: 'x' },
        container: { type: 'message', message_ts: at.ts, channel_id: at.channel, is_ephemeral: false },
        message: { type: 'message', text: 'x', user: behind.bot, ts: at.ts, team },
        response_url: `${taking.url}/answer`,
      };
      return requests.asInteraction(requests.press({ value: words }, more), how());
    },
    async press(...pressed) {
      await world.send(world.pressOf(...pressed));
      await world.settle();
    },
    async tap(who, label, message) {
      const found = message === undefined ? undefined : buttonsOf(message).find((one) => one.label === label);
      if (message === undefined || found === undefined)
        throw new Error(`no button ${label} among ${message === undefined ? 'nothing' : labelsOf(message).join(', ')}`);
      await world.press(who, found.words, message);
    },
    eventOf: (inner) => {
      const authorizations = [
        { enterprise_id: null, team_id: team, user_id: behind.bot, is_bot: true, is_enterprise_install: false },
      ];
      return requests.asEvent(requests.event(inner, { team_id: team, context_team_id: team, authorizations }), how());
    },
    async event(inner) {
      await world.send(world.eventOf(inner));
      await world.settle();
    },
    async wait(minutes) {
      await clock.advance(Math.round(minutes * 60_000));
      await world.settle();
    },
    async settle() {
      // Slack's limits are kept by this clock: what waits for its turn goes on as it does.
      for (let second = 0; second < SETTLE_S; second += 1) await clock.advance(1_000);
    },
    async incident(id = 'INC-1') {
      return (await muster.engine.read(id)).state as Incident;
    },
    events: async (id = 'INC-1') => (await muster.store.read(id)).map(({ body }) => body as IncidentEvent),
    async room(id) {
      const [, channel = ''] = ((await world.incident(id)).rooms.open['slack']?.reference ?? '').split('/');
      return channel;
    },
    async messages(channel) {
      const got = await web.conversations.history({ channel, limit: 200 });
      return (got.messages ?? [])
        .filter(({ subtype }) => subtype === undefined)
        .map(({ ts = '', text = '', blocks }) => ({ channel, ts, text, blocks: blocks as unknown }))
        .toReversed();
    },
    find: async (channel, says) => (await world.messages(channel)).findLast((one) => matches(textOf(one), says)),
    async directs(who) {
      const opened = await web.conversations.open({ users: users[who] ?? '' });
      return world.messages(opened.channel?.id ?? '');
    },
    texts: () => muster.phones.list().flatMap(({ medium, person }) => (medium === 'sms' ? [person] : [])),
    async stop() {
      await muster.stop();
    },
    async [Symbol.asyncDispose]() {
      await world.stop();
      await Promise.all([door.close(), taking.close()]);
      if (parts.behind === undefined) await behind.close();
      folder[Symbol.dispose]();
    },
  };
  const how = () => ({ secret: SECRET, atMs: toMs(clock.now()) });
  await world.settle();
  return world;
}

const matches = (text: string, says: string | RegExp) =>
  typeof says === 'string' ? text.includes(says) : says.test(text);

async function listening(handle: (req: IncomingMessage, res: ServerResponse) => void) {
  const server: Server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function take(
  req: IncomingMessage,
  res: ServerResponse,
  answers: Record<string, unknown>[],
  done: () => void,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of req as AsyncIterable<Buffer>) parts.push(part);
  answers.push(JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>);
  res.end('ok');
  done();
}
