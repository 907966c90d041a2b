import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { LogLevel, WebClient, WebClientEvent } from '@slack/web-api';
import express from 'express';
import { readConfig } from '../src/config.ts';
import { personId } from '../src/core/ids.ts';
import type { Incident } from '../src/core/incident/state.ts';
import type { PageMessage } from '../src/core/message.ts';
import type { Pager } from '../src/ports/pager.ts';
import { openMuster } from '../src/muster.ts';
import { quietLog } from '../test/support/quiet-log.ts';
import type { SlackFaults } from '../test/support/slack-faults.ts';
import { fine, hang, late, raw, reset, slackFaults, tooMany } from '../test/support/slack-faults.ts';
import { asForm, command } from '../test/support/slack-requests.ts';
import { benchFolder, lateness } from './rig.ts';

/** What Slack takes to answer: between a good and a bad day. */
const ANSWERS_IN_MS = 300;
const SECRET = '0123456789abcdef0123456789abcdef';
const TEAM = 'T0BENCH';
const PLAN = {
  schema: 1,
  plan: { company: 'Bench', timezone: 'Europe/Vienna', owner: 'ann', version: '1' },
  people: { ann: { name: 'Ann Berg', reach: [{ chat: 'U0ANN' }, { sms: '+43 660 0000001' }] } },
  roles: { incident_commander: { who: 'ann' } },
  functions: { calls: { name: 'Answering calls', rto: '2h', mtd: '8h' } },
  escalation: {
    default: {
      levels: [{ page: ['ann'], by: ['chat', 'sms'], wait: '5m' }],
      repeat: 1,
      if_nobody: { page: ['ann'], say: 'x' },
    },
  },
};

/** Every method answers after 300 ms with what Muster needs to go on. */
function usual(slack: SlackFaults, ms = ANSWERS_IN_MS) {
  let rooms = 0;
  slack.heal();
  slack.script('*', late(ms, { ts: '1700000000.000001', channel: 'D0ANN' }));
  slack.script('auth.test', late(ms, { team_id: TEAM, user_id: 'U0BOT', url: 'https://bench.slack.com/' }));
  slack.script('users.list', late(ms, { members: [user], response_metadata: { next_cursor: '' } }));
  slack.script('users.info', late(ms, { user }));
  slack.script(
    'conversations.create',
    ...Array.from({ length: 200 }, () => late(ms, { channel: { id: `C0ROOM${(rooms += 1)}` } })),
  );
  slack.script('chat.scheduleMessage', late(ms, { scheduled_message_id: 'Q1' }));
  slack.script('conversations.open', late(ms, { channel: { id: 'D0ANN' } }));
}
const user = { id: 'U0ANN', team_id: TEAM, name: 'ann', real_name: 'Ann Berg', profile: {} };

/** A real Muster in front of a Slack that answers as it is told, on the clock of this machine. */
export async function musterInSlack(settings: Readonly<Record<string, string>> = {}) {
  const folder = benchFolder();
  const slack = await slackFaults();
  usual(slack);
  writeFileSync(join(folder, 'plan.yaml'), JSON.stringify(PLAN));
  const read = readConfig({
    MUSTER_PLAN: join(folder, 'plan.yaml'),
    MUSTER_DATA: join(folder, 'data'),
    MUSTER_PUBLIC_URL: 'https://muster.bench.example',
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.url,
    ...settings,
  });
  if (!read.ok) throw new Error(read.say);
  const muster = await openMuster(read.config, quietLog());
  const app = express();
  app.post('/answer', (_req, res) => void res.end());
  for (const { path, handle } of muster.doors) app.use(path, handle);
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await muster.start();
  await slack.until('users.list', 1);
  return {
    slack,
    muster,
    pager: muster.chats[0]?.pager as Pager,
    async slash(text: string) {
      const form = command({ team_id: TEAM, user_id: 'U0ANN', text, response_url: `http://127.0.0.1:${port}/answer` });
      const { headers, body, method } = asForm(form, { secret: SECRET, atMs: Date.now() });
      const answered = await fetch(`http://127.0.0.1:${port}/slack/events`, { method, headers: { ...headers }, body });
      await answered.arrayBuffer();
      return answered.status;
    },
    async [Symbol.asyncDispose]() {
      await muster.stop();
      server.close();
      server.closeAllConnections();
      await slack[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As a user would make it: nothing set, but that it logs less. */
const stockClient = (slack: SlackFaults) =>
  new WebClient('xoxb-stock', { slackApiUrl: slack.url, logLevel: LogLevel.ERROR });

const pageTo = (n: number): PageMessage => ({
  key: `INC-1/page/${n}.0/ann/chat/1`,
  incident: 'INC-1',
  person: personId('ann'),
  medium: 'chat',
  to: 'U0ANN',
  subject: 'INC-1 sev2: phones',
  text: 'INC-1 sev2: phones\nYou are on call.',
  drill: false,
});

/** From the slash command to its acknowledgement and to the first page; and how many calls Slack gets for it. */
export async function benchSlackStart(many: number): Promise<Record<string, number>> {
  await using world = await musterInSlack();
  const [ack, page]: [number[], number[]] = [[], []];
  const [before, until]: [number[], number[]] = [[], []];
  // The first one only makes Muster known to Slack: who is who is read at the start, and takes a while.
  for (let n = 0; n <= many; n += 1) {
    const { length: from } = world.slack.asked();
    const at = performance.now();
    const pages = world.slack.asked('chat.postMessage').length;
    const acked = world
      .slash(`start --new phones are silent, number ${n}`)
      .then(() => ack.push(performance.now() - at));
    await world.slack.until('chat.postMessage', pages + 1);
    page.push(performance.now() - at);
    await acked;
    await world.slack.until('conversations.invite', n + 1);
    await world.slack.until('chat.postMessage', pages + 2);
    const own = `C0ROOM${n + 1}`;
    const isOther = (channel = '') => channel.startsWith('C0ROOM') && channel !== own;
    const calls = world.slack
      .asked()
      .slice(from)
      .filter(({ args }) => !isOther(args['channel']));
    const isPage = ({ method, args }: (typeof calls)[number]) =>
      method === 'chat.postMessage' && args['channel'] === 'U0ANN';
    const isRoom = ({ args }: (typeof calls)[number]) => args['channel'] === own;
    before.push(calls.findIndex(isPage));
    const card = calls.findIndex((call) => isRoom(call) && call.method === 'chat.postMessage');
    const works = Math.max(
      card,
      calls.findIndex(({ method }) => method === 'conversations.invite'),
    );
    until.push(works + 1);
  }
  for (const figures of [ack, page, before, until]) figures.shift();
  return {
    starts: many,
    ack_p50_ms: Math.round(lateness(ack).p50),
    ack_p99_ms: Math.round(lateness(ack).p99),
    first_page_p50_ms: Math.round(lateness(page).p50),
    first_page_p99_ms: Math.round(lateness(page).p99),
    calls_before_first_page_most: Math.max(...before),
    calls_to_working_channel_most: Math.max(...until),
  };
}

/** A page while another method is refused for 10 s, and while another call hangs; beside it a stock WebClient. */
export async function benchSlackTrouble(seconds: number): Promise<Record<string, number>> {
  await using world = await musterInSlack();
  const { slack, pager } = world;
  const timed = async (work: () => Promise<unknown>) => {
    const at = performance.now();
    await work();
    return Math.round(performance.now() - at);
  };
  const send = (n: number) => pager.send(pageTo(n), AbortSignal.timeout(10_000));
  usual(slack, 0);
  const calm = await timed(() => send(1));
  slack.script('conversations.setTopic', tooMany(seconds));
  slack.script('pins.add', tooMany(seconds));
  await world.slash('start --new phones are silent while Slack is busy');
  await slack.until('pins.add', 1);
  const limited = await timed(() => send(2));
  slack.script('pins.add', hang);
  slack.script('bookmarks.list', hang);
  await world.slash('start --new phones are silent while a call hangs');
  await slack.until('bookmarks.list', 2);
  const hanging = await timed(() => send(3));
  const stock = stockClient(slack);
  usual(slack, 0);
  slack.script('conversations.list', tooMany(seconds), fine());
  const limit = Promise.withResolvers<void>();
  stock.on(WebClientEvent.RATE_LIMITED, () => limit.resolve());
  const other = stock.conversations.list({});
  await limit.promise;
  const stockLimited = await timed(() => stock.chat.postMessage({ channel: 'U0ANN', text: 'page' }));
  await other;
  return {
    calm_ms: calm,
    during_429_ms: limited,
    during_hang_ms: hanging,
    stock_during_429_ms: stockLimited,
    ratio_429: Math.round(stockLimited / Math.max(1, limited)),
  };
}

/** Slack takes the page and its answer is lost: how many messages the person sees. */
export async function benchSlackLostReply(): Promise<Record<string, number>> {
  await using world = await musterInSlack();
  const { slack, pager } = world;
  usual(slack, 0);
  const key = pageTo(7).key;
  const seen = { ts: '1700000000.000009', metadata: { event_type: 'muster_page', event_payload: { key } } };
  slack.script('conversations.history', fine({ messages: [seen] }));
  slack.script('chat.postMessage', reset, fine({ ts: '1700000000.000010', channel: 'D0ANN' }));
  const before = slack.asked('chat.postMessage').length;
  await pager.send(pageTo(7), AbortSignal.timeout(10_000)).catch(() => undefined);
  const ours = slack.asked('chat.postMessage').length - before;
  slack.script('chat.postMessage', reset, reset, fine({ ts: '1700000000.000011', channel: 'D0ANN' }));
  const stock = stockClient(slack);
  const from = slack.asked('chat.postMessage').length;
  await stock.chat.postMessage({ channel: 'U0ANN', text: 'page' });
  return { visible_pages: ours, stock_visible_pages: slack.asked('chat.postMessage').length - from };
}

const MB = 2 ** 20;
const OPEN = 8;
const SAID_EVERY_MS = 100;
const ANN = { id: personId('ann'), name: 'Ann Berg', by: personId('ann') };

/** Slack answers 503 for so many seconds while 8 incidents go on: what the process holds more, and how soon all channels know. */
export async function benchSlackOutage(seconds: number): Promise<Record<string, number>> {
  await using world = await musterInSlack();
  const { slack, muster } = world;
  usual(slack, 0);
  for (let n = 0; n < OPEN; n += 1) {
    await world.slash(`start --new phones are silent, number ${n}`);
    await slack.until('conversations.invite', n + 1);
  }
  const before = process.memoryUsage().rss;
  slack.script('*', raw(503));
  for (const method of ['chat.postMessage', 'chat.update', 'auth.test', 'conversations.setTopic'])
    slack.script(method, raw(503));
  const until = performance.now() + seconds * 1_000;
  let said = 0;
  let highest = before;
  while (performance.now() < until) {
    said += 1;
    await muster.say({ words: `note INC-${(said % OPEN) + 1} found out number ${said}`, speaker: ANN });
    highest = Math.max(highest, process.memoryUsage().rss);
    await new Promise((resolve) => void setTimeout(resolve, SAID_EVERY_MS));
  }
  usual(slack, 0);
  const at = performance.now();
  const behind = async () => {
    const all = await Promise.all(Array.from({ length: OPEN }, (_, n) => muster.engine.read(`INC-${n + 1}`)));
    return all.some(({ state }) => {
      const { rooms } = state as Incident;
      return (rooms.open['slack']?.toldUpTo ?? 0) < rooms.lastTellable;
    });
  };
  while (await behind()) await new Promise((resolve) => void setTimeout(resolve, 50));
  return {
    outage_s: seconds,
    words_meanwhile: said,
    more_memory_mb: Math.round((highest - before) / MB),
    all_channels_know_after_s: Math.round((performance.now() - at) / 100) / 10,
  };
}
