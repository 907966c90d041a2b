import { WebClient } from '@slack/web-api';
import { createEmulator } from 'emulate';
import { featuresOf, scopesFor } from '../../src/adapters/chat/slack/setup/scopes.ts';
import { fine, slackFaults } from './slack-faults.ts';
import type { SlackFaults, StandIn } from './slack-faults.ts';

export const SECRET = 'signing-secret-of-a-test';
export const TOKEN = 'xoxb-1-2-test';
/** Of whoever looks at what stands in Slack: Muster's own account, with scopes that the app does not have. */
const LOOKING = 'xoxp-all';

export const PEOPLE = ['ann', 'bob', 'cleo', 'dan', 'eve'] as const;
export type Who = (typeof PEOPLE)[number] | 'stranger';

/** Slack's own half, which outlives a Muster that is started again. */
export type Behind = {
  readonly slack: SlackFaults;
  /** Looks as Muster's own account. */
  readonly web: WebClient;
  /** Somebody of the clinic, at work in Slack without Muster. */
  as(who: Who): WebClient;
  readonly team: string;
  readonly bot: string;
  readonly users: Readonly<Record<string, string>>;
  readonly general: string;
  /** Where incidents are announced. */
  readonly incidents: string;
  /** Slack's hour is the test's; ms since 1970. */
  hour: () => number;
  close(): Promise<void>;
};

/** `more`: further people with an account. */
export async function behindSlack(more: readonly string[] = []): Promise<Behind> {
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        signing_secret: SECRET,
        users: [
          { name: 'muster' },
          { name: 'stranger', email: 'stranger@elsewhere.example' },
          ...[...PEOPLE, ...more].map((name) => ({ name, email: `${name}@harbor.example` })),
        ],
        channels: [{ name: 'general' }, { name: 'incidents' }],
        tokens: [
          {
            token: TOKEN,
            user: 'muster',
            scopes: scopesFor(featuresOf({ reactions: true })).map(({ scope }) => scope),
          },
          { token: LOOKING, user: 'muster', scopes: ALL_SCOPES },
          ...PEOPLE.map((user) => ({ token: `xoxp-${user}`, user, scopes: ALL_SCOPES })),
        ],
      },
    },
  });
  const client = (token: string) =>
    new WebClient(token, { slackApiUrl: `${emulator.url}/api/`, retryConfig: { retries: 0 } });
  const web = client(LOOKING);
  const { team_id: team = '', user_id: bot = '' } = await web.auth.test();
  const listed = await web.users.list({ limit: 1_000 });
  const users = Object.fromEntries((listed.members ?? []).map(({ name = '', id = '' }) => [name, id]));
  const channels = await web.conversations.list({});
  const named = (wanted: string) => channels.channels?.find(({ name }) => name === wanted)?.id ?? '';
  let hour = () => Date.now();
  const slack = await slackFaults({ behind: emulator.url, standIns: standIns(web, () => hour()) });
  return {
    slack,
    web,
    as: (who) => client(`xoxp-${who}`),
    team,
    bot,
    users,
    general: named('general'),
    incidents: named('incidents'),
    get hour() {
      return hour;
    },
    set hour(told) {
      hour = told;
    },
    async close() {
      await slack[Symbol.asyncDispose]();
      await emulator.close();
    },
  };
}

/** What emulate 0.12.2 lacks, or does otherwise than Slack says of itself (platforms A.6). */
const standIns = (web: WebClient, hour: () => number): Readonly<Record<string, StandIn>> => ({
  async 'users.conversations'({ args }) {
    const got = await web.conversations.list({ types: args['types'] ?? 'public_channel', limit: 1_000 });
    const own = (got.channels ?? []).filter((one) => one.is_member);
    return fine({ channels: own.filter((one) => args['exclude_archived'] !== 'true' || one.is_archived !== true) });
  },
  /** With `force` those who cannot be brought in are passed over. */
  async 'conversations.invite'({ args }, behind) {
    const { users = '', channel = '', force } = args;
    const all = users.split(',');
    if (force !== 'true' || all.length < 2) return behind(args);
    const there = new Set((await web.conversations.members({ channel, limit: 1_000 })).members);
    const listed = await web.users.list({ limit: 1_000 });
    const known = new Set((listed.members ?? []).flatMap(({ id = '', deleted }) => (deleted === true ? [] : [id])));
    const left = all.filter((user) => known.has(user) && !there.has(user));
    return left.length === 0 ? fine({ channel: { id: channel } }) : behind({ ...args, users: left.join(',') });
  },
  /** It goes by the hour of the machine; the test has its own. */
  'chat.scheduleMessage': ({ args }, behind) =>
    behind({ ...args, post_at: String(Math.round(Number(args['post_at']) + (Date.now() - hour()) / 1_000)) }),
});

const ALL_SCOPES = [
  'channels:read',
  'channels:history',
  'channels:manage',
  'groups:read',
  'groups:history',
  'groups:write',
  'im:history',
  'im:read',
  'im:write',
  'users:read',
  'users:read.email',
  'chat:write',
  'pins:read',
  'bookmarks:read',
  'files:read',
];
