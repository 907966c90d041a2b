import { createEmulator } from 'emulate';
import { describe, expect, it } from 'vitest';
import { slackApi } from '../../../../../src/adapters/chat/slack/api/api.ts';
import { slackFindings } from '../../../../../src/adapters/chat/slack/setup/findings.ts';
import type { Looking } from '../../../../../src/adapters/chat/slack/setup/look.ts';
import { lookAtSlack } from '../../../../../src/adapters/chat/slack/setup/look.ts';
import { manifestOf } from '../../../../../src/adapters/chat/slack/setup/manifest.ts';
import { peopleOnThePath } from '../../../../../src/adapters/chat/slack/setup/on-the-path.ts';
import { featuresOf } from '../../../../../src/adapters/chat/slack/setup/scopes.ts';
import { readPlan } from '../../../../../src/core/plan/read.ts';
import { instant } from '../../../../../src/core/time.ts';
import type { Log } from '../../../../../src/ports/log.ts';
import type { SlackAnswer, SlackFaults } from '../../../../support/slack-faults.ts';
import { fine, html, raw, refuse, slackFaults, tooMany } from '../../../../support/slack-faults.ts';
import { virtualClock } from '../../../../support/virtual-clock.ts';

const AT = instant('2026-11-22T15:00:00Z');
const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };

const SETUP: Omit<Looking, 'api'> = {
  at: AT,
  zone: 'America/Detroit',
  by: 'socket',
  rooms: 'channel',
  wants: featuresOf({ reactions: false }),
  incidents: { by: 'name', name: 'incidents' },
  down: undefined,
  socket: undefined,
  installed: [{ team: 'T1', name: 'Acme' }],
  accounts: { missing: () => [] },
  wanted: [],
};

async function lookAt(url: string, change: Partial<Looking> = {}) {
  const api = slackApi({ tokens: () => Promise.resolve('xoxb-test'), clock: virtualClock(AT), log: quiet, url });
  try {
    return await lookAtSlack({ ...SETUP, ...change, api });
  } finally {
    api.close();
  }
}

const hello = (scopes: string): SlackAnswer =>
  raw(200, JSON.stringify({ ok: true, team: 'Acme Ltd', user: 'muster', team_id: 'T1' }), {
    'content-type': 'application/json',
    ...(scopes === '' ? {} : { 'x-oauth-scopes': scopes }),
  });
const channels = (next: string, ...names: readonly string[]) =>
  fine({ channels: names.map((name) => ({ id: 'C1', name })), response_metadata: { next_cursor: next } });

async function slackWith(scripts: Readonly<Record<string, readonly SlackAnswer[]>>): Promise<SlackFaults> {
  const slack = await slackFaults();
  for (const [method, answers] of Object.entries(scripts)) slack.script(method, ...answers);
  return slack;
}

const onlyTeam = async (scripts: Parameters<typeof slackWith>[0], change: Partial<Looking> = {}) => {
  await using slack = await slackWith(scripts);
  const { teams } = await lookAt(slack.url, change);
  return teams[0];
};

describe('a look at a workspace', () => {
  it('sees its name, the scopes of the token, and that Muster is in the incidents channel', async () => {
    const scripts = {
      'auth.test': [hello('commands,chat:write, users:read')],
      'users.conversations': [channels('more', 'general'), channels('', 'incidents')],
    };
    expect(await onlyTeam(scripts)).toEqual({
      name: 'Acme Ltd',
      token: 'works',
      scopes: ['commands', 'chat:write', 'users:read'],
      incidents: 'member',
      bot: 'muster',
    });
  });

  const CHANNEL: Partial<Looking> = { incidents: { by: 'id', id: 'C0123ABCD' } };
  it.each([
    ['member', 'conversations.info', fine({ channel: { id: 'C0123ABCD', is_member: true } }), CHANNEL],
    ['not a member', 'conversations.info', fine({ channel: { id: 'C0123ABCD', is_member: false } }), CHANNEL],
    ['archived', 'conversations.info', fine({ channel: { is_member: true, is_archived: true } }), CHANNEL],
    ['not found', 'conversations.info', refuse('channel_not_found'), CHANNEL],
    [undefined, 'conversations.info', refuse('missing_scope', 'channels:read'), CHANNEL],
    [undefined, 'conversations.info', raw(500), CHANNEL],
    ['not seen', 'users.conversations', channels('', 'general'), {}],
    ['archived', 'users.conversations', fine({ channels: [{ name: 'incidents', is_archived: true }] }), {}],
    [undefined, 'users.conversations', tooMany(30), {}],
  ] satisfies readonly (readonly [string | undefined, string, SlackAnswer, Partial<Looking>])[])(
    'finds the incidents channel %s when %s says so',
    async (place, method, answer, change) => {
      const team = await onlyTeam({ 'auth.test': [hello('commands')], [method]: [answer] }, change);
      expect(team?.incidents).toBe(place);
    },
  );

  it.each([
    [refuse('invalid_auth'), { code: 'invalid_auth' }],
    [refuse('account_inactive'), { code: 'account_inactive' }],
    [raw(503), 'unknown'],
    [html, 'unknown'],
    [tooMany(30), 'unknown'],
  ])('tells a token that is refused from a Slack that is ill: %j', async (answer, token) => {
    const team = await onlyTeam({ 'auth.test': [answer] });
    expect(team).toMatchObject({ token, scopes: undefined, incidents: undefined });
  });

  it('does not ask for private channels where the firm wants none, for Slack would answer nothing at all', async () => {
    await using slack = await slackWith({ 'auth.test': [hello('commands')] });
    const types = () => slack.asked('users.conversations').at(-1)?.args['types'];
    await lookAt(slack.url, { wants: featuresOf({ reactions: false, private: false }) });
    expect(types()).toBe('public_channel');
    await lookAt(slack.url);
    expect(types()).toBe('public_channel,private_channel');
  });

  it('knows nothing of the scopes when Slack does not name them', async () => {
    expect((await onlyTeam({ 'auth.test': [hello('')] }))?.scopes).toBeUndefined();
  });
});

describe('a look asks for nothing', () => {
  it.each([
    ['while Slack is down', { down: { since: AT } }, 'unknown'],
    ['where Muster was taken out', { installed: [{ team: 'T1', name: 'Acme', uninstalled: true }] }, 'uninstalled'],
  ] satisfies readonly (readonly [string, Partial<Looking>, string])[])('%s', async (_when, change, token) => {
    await using slack = await slackWith({});
    const { teams } = await lookAt(slack.url, change);
    expect(teams.map((team) => team.token)).toEqual([token]);
    expect(slack.asked()).toEqual([]);
  });
});

describe('people of the plan', () => {
  const read = readPlan({
    plan: { company: 'Harbor', timezone: 'America/Detroit', owner: 'ann', reviewed: '2026-11-02' },
    people: {
      ann: { name: 'Ann', reach: [{ email: 'ann@harbor.example' }, { sms: '+1 616 555 0101' }] },
      bob: { name: 'Bob', reach: [{ chat: 'bob' }] },
      cyd: { name: 'Cyd', reach: [{ chat: 'U012ABCDE' }] },
      dee: { name: 'Dee', reach: [{ email: 'dee@harbor.example' }] },
      eli: { name: 'Eli', reach: [{ sms: '+1 616 555 0105' }] },
      msp: { name: 'Northgate IT desk', reach: [{ call: '+1 616 555 0109' }] },
    },
    roles: { tech_lead: { who: 'bob', deputies: ['cyd'] } },
    schedules: { it: { rotate: { people: ['ann', 'eli'], every: '1w', from: '2026-11-16T08:00' } } },
    functions: { calls: { name: 'Calls', owner: 'ann', rto: '2h', workaround: 'paper' } },
    escalation: { default: { levels: [{ page: ['it'] }, { page: ['tech_lead', 'msp'] }] } },
  });
  if (read.plan === undefined) throw new Error(JSON.stringify(read.problems));
  const wanted = peopleOnThePath(read.plan);

  it('are those whom a level may page, without other firms', () => {
    expect(wanted.map(({ person, hasAddress }) => [person, hasAddress])).toEqual([
      ['ann', true],
      ['bob', false],
      ['cyd', true],
      ['eli', false],
    ]);
  });

  it.each([
    [undefined, { notFound: [], noAddress: [] }],
    [[], { notFound: [], noAddress: [] }],
    [['ann', 'bob', 'eli'], { notFound: ['Ann'], noAddress: ['Bob', 'Eli'] }],
  ])('are named by what has to be done about them: %j', async (missing, people) => {
    await using slack = await slackWith({ 'auth.test': [refuse('invalid_auth')] });
    const seen = await lookAt(slack.url, { wanted, accounts: { missing: () => missing } });
    expect(seen.people).toEqual(people);
  });
});

it('a workspace that is set up by our own manifest has nothing to be told (emulate, by another maker)', async () => {
  const scopes = manifestOf({ mode: 'socket', command: '/incident', reactions: false }).oauth_config?.scopes?.bot ?? [];
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        team: { name: 'Acme', domain: 'acme' },
        users: [{ name: 'muster', email: 'muster@acme.example' }],
        channels: [{ name: 'incidents' }],
        tokens: [{ token: 'xoxb-test', user: 'muster', scopes }],
        strict_scopes: true,
      },
    },
  });
  try {
    const seen = await lookAt(`${emulator.url}/api/`, { incidents: undefined });
    expect(seen.teams).toMatchObject([{ name: 'Acme', token: 'works' }]);
    expect(slackFindings(seen)).toEqual([]);
  } finally {
    await emulator.close();
  }
});
