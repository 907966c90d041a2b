import { describe, expect, it } from 'vitest';
import { slackFindings } from '../../../../../src/adapters/chat/slack/setup/findings.ts';
import { featuresOf, scopesFor } from '../../../../../src/adapters/chat/slack/setup/scopes.ts';
import type { Seen, SeenTeam } from '../../../../../src/adapters/chat/slack/setup/seen.ts';
import { instant } from '../../../../../src/core/time.ts';

const AT = instant('2026-11-22T15:00:00Z');
const SINCE = instant('2026-11-22T14:48:00Z');
const wants = featuresOf({ reactions: false });
const granted: readonly string[] = scopesFor(wants).map(({ scope }) => scope);
const without = (...missing: readonly string[]) => granted.filter((scope) => !missing.includes(scope));

const TEAM: SeenTeam = { name: 'Acme', token: 'works', scopes: granted, incidents: 'member', bot: 'muster' };
const WELL: Seen = {
  at: AT,
  zone: 'America/Detroit',
  by: 'socket',
  rooms: 'channel',
  wants,
  incidents: { by: 'name', name: 'incidents' },
  down: undefined,
  socket: undefined,
  teams: [TEAM],
  people: { notFound: [], noAddress: [] },
};
const withTeam = (change: Partial<SeenTeam>): Seen => ({ ...WELL, teams: [{ ...TEAM, ...change }] });
const several: Seen = { ...WELL, by: 'oauth' };

const said = (seen: Seen) => slackFindings(seen).map(({ say }) => say);
const people = (...names: readonly string[]) => ({ ...WELL, people: { notFound: names, noAddress: [] } });

it('nothing is said while all is well', () => {
  expect(slackFindings(WELL)).toEqual([]);
});

it('nothing is said of what could not be asked', () => {
  expect(slackFindings(withTeam({ token: 'unknown', scopes: undefined, incidents: undefined }))).toEqual([]);
});

describe('one thing that is wrong is one sentence with the next thing to do', () => {
  it.each([
    ['Slack is down', { ...WELL, down: { since: SINCE } }, ['since 09:48 EST (12 min ago)', 'work in the console']],
    [
      'the connection is closed',
      { ...WELL, socket: { since: SINCE } },
      ['since 09:48 EST (12 min ago)', 'wss-primary.slack.com'],
    ],
    [
      'the app-level token has not its scope',
      { ...WELL, socket: { since: SINCE, code: 'missing_scope' } },
      ['SLACK_APP_TOKEN lacks the scope connections:write', 'App-Level Tokens'],
    ],
    [
      'the app-level token is wrong',
      { ...WELL, socket: { since: SINCE, code: 'invalid_auth' } },
      ['does not take SLACK_APP_TOKEN (invalid_auth)', 'App-Level Tokens'],
    ],
    [
      'the app was taken out, says the socket',
      { ...WELL, socket: { since: SINCE, code: 'account_inactive' } },
      ['install it again under "Install App"'],
    ],
    [
      'the bot token is wrong',
      withTeam({ token: { code: 'invalid_auth' } }),
      ['does not know SLACK_BOT_TOKEN (invalid_auth)', 'OAuth & Permissions'],
    ],
    [
      'the bot token was revoked',
      withTeam({ token: { code: 'token_revoked' } }),
      ['SLACK_BOT_TOKEN was revoked', 'Install App'],
    ],
    [
      'the bot token expires',
      withTeam({ token: { code: 'token_expired' } }),
      ['has expired', 'npx muster slack manifest'],
    ],
    [
      'the bot token is refused for a reason nobody knew of',
      withTeam({ token: { code: 'constructor' } }),
      ['does not take SLACK_BOT_TOKEN (constructor)', 'OAuth & Permissions'],
    ],
    [
      'a proxy refuses the calls',
      withTeam({ token: { code: 'http_407' } }),
      ['between Muster and Slack refuses its calls (http 407)', 'look at the proxy'],
    ],
    ['the app was taken out', withTeam({ token: 'uninstalled' }), ['taken out of Acme', 'Install App']],
    [
      'a scope is missing',
      withTeam({ scopes: without('channels:manage') }),
      ['lacks the scope channels:manage', 'incidents get no channel of their own', 'add it under'],
    ],
    [
      'a nicety has no scope',
      withTeam({ scopes: without('pins:write') }),
      ['lacks the scope pins:write', 'the situation card is not pinned', 'install it again'],
    ],
    [
      'many scopes are missing',
      withTeam({ scopes: without('im:write', 'im:history', 'users:read', 'chat:write') }),
      ['lacks 4 scopes (chat:write, im:write, im:history, users:read)', 'npx muster slack manifest'],
    ],
    [
      'Muster was not invited',
      withTeam({ incidents: 'not a member' }),
      ['not in the incidents channel #incidents', 'invite it with /invite @muster in #incidents'],
    ],
    [
      'Muster sees no such channel',
      withTeam({ incidents: 'not seen' }),
      ['in no channel #incidents', 'make it if there is none, then invite it with /invite @muster in #incidents'],
    ],
    [
      'there is no such channel',
      { ...withTeam({ incidents: 'not found' }), incidents: { by: 'id', id: 'C0123ABCD' } },
      ['no channel C0123ABCD', 'put right SLACK_INCIDENTS_CHANNEL', '/invite @muster in that channel'],
    ],
    ['the channel is archived', withTeam({ incidents: 'archived' }), ['#incidents is archived', 'unarchive it']],
    [
      'somebody has no account',
      people('Ann Berg'),
      ['Ann Berg may be paged and has no account', 'invite them to Slack'],
    ],
    ['two have no account', people('Ann', 'Bob'), ['Ann and Bob may be paged and have no account']],
    ['five have none', people('A', 'B', 'C', 'D', 'E'), ['A, B, C, D and E may']],
    ['many have none', people('A', 'B', 'C', 'D', 'E', 'F', 'G'), ['A, B, C, D, E and 2 more may']],
    [
      'the plan has no address of somebody',
      { ...WELL, people: { notFound: [], noAddress: ['Nina'] } },
      ['Nina may be paged and cannot be found', 'add their e-mail address to the plan'],
    ],
    [
      'nobody has installed it',
      { ...several, teams: [] },
      ['No workspace has installed Muster yet', 'npx muster slack install'],
    ],
    [
      'one of several workspaces took it out',
      { ...several, teams: [TEAM, { ...TEAM, name: 'Beta\n<!channel>', token: 'uninstalled' }] },
      ['The workspace Beta <!channel> has taken Muster out', 'npx muster slack install'],
    ],
    [
      'one of several workspaces lacks a scope',
      { ...several, teams: [TEAM, { ...TEAM, name: 'Beta', scopes: without('im:write') }] },
      ['The Slack app in the workspace Beta lacks the scope im:write', 'install it in the workspace Beta again'],
    ],
  ] satisfies readonly (readonly [string, Seen, readonly string[]])[])('%s', (_what, seen, words) => {
    const [say = '', ...more] = said(seen);
    expect(more).toEqual([]);
    for (const part of words) expect(say).toContain(part);
    expect(say).toMatch(/^[^\n]+\.$/);
  });
});

describe('when several things are wrong', () => {
  it('the most urgent is said first', () => {
    const seen: Seen = {
      ...several,
      by: 'socket',
      socket: { since: SINCE },
      teams: [
        { ...TEAM, scopes: without('pins:write', 'im:write'), incidents: 'not a member' },
        { ...TEAM, name: 'Beta', token: { code: 'invalid_auth' } },
      ],
      people: { notFound: ['Ann'], noAddress: ['Bob'] },
    };
    const order = ['SLACK_BOT_TOKEN', 'since 09:48', 'im:write', '/invite', 'Ann', 'Bob', 'pins:write'];
    expect(said(seen).map((say, i) => say.includes(order[i] ?? ' none'))).toEqual(order.map(() => true));
    expect(slackFindings(seen).map(({ level }) => level)).toEqual([
      'error',
      'error',
      'error',
      'warn',
      'warn',
      'warn',
      'warn',
    ]);
  });

  it('nothing but the outage is said while Slack is down', () => {
    expect(said({ ...withTeam({ scopes: [] }), down: { since: SINCE }, socket: { since: SINCE } })).toHaveLength(1);
  });

  it('nothing more is said of a workspace whose token does not work', () => {
    expect(said(withTeam({ token: { code: 'invalid_auth' }, scopes: [], incidents: 'not found' }))).toHaveLength(1);
  });

  it('a closed connection matters to nobody who has none', () => {
    expect(said({ ...WELL, by: 'http', socket: { since: SINCE } })).toEqual([]);
  });
});

it('an incident that lives in the incidents channel cannot do without it', () => {
  const seen = withTeam({ incidents: 'not a member' });
  expect(slackFindings({ ...seen, rooms: 'thread' })[0]?.level).toBe('error');
  expect(slackFindings(seen)[0]?.level).toBe('warn');
});

it('what a firm did not ask for is not missed', () => {
  const reactions = featuresOf({ reactions: true });
  expect(said({ ...WELL, wants: reactions }).join(' ')).toContain('reactions:read');
  expect(said(WELL)).toEqual([]);
});
