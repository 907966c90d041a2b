import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { slackOf, slackSettings } from '../../../../../src/slack-settings.ts';

const shape = z.object({ ...slackSettings, MUSTER_PUBLIC_URL: z.url().optional() });
type Environment = Readonly<Record<string, string>>;

const read = (environment: Environment) => slackOf(shape.parse(environment));
const slackIn = (environment: Environment) => {
  const found = read(environment);
  if (!found.ok) throw new Error(found.say);
  return found.slack;
};
const sayOf = (environment: Environment) => {
  const found = read(environment);
  if (found.ok) throw new Error('was taken');
  return found.say;
};

const HEX = '0123456789abcdef0123456789abcdef';
const BOT = 'xoxb-2150-2148-abcDEF';
const APP = 'xapp-1-A0123-456-deadbeef';
const URL_OUT = 'https://muster.example';
const SOCKET = { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP };
const HTTP = { SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET: HEX, MUSTER_PUBLIC_URL: URL_OUT };
const SEVERAL = {
  SLACK_CLIENT_ID: '2150000000.2148000000',
  SLACK_CLIENT_SECRET: HEX,
  SLACK_SIGNING_SECRET: HEX,
  MUSTER_PUBLIC_URL: URL_OUT,
};

describe('the settings of Slack', () => {
  it('are none when nothing is set, or nothing but how it would be', () => {
    expect(slackIn({})).toBeUndefined();
    expect(slackIn({ SLACK_ROOMS: 'thread', SLACK_COMMAND: '/sos', MUSTER_PUBLIC_URL: URL_OUT })).toBeUndefined();
  });

  it('are Socket Mode with a bot token and an app-level token', () => {
    expect(slackIn(SOCKET)).toEqual({
      connection: { by: 'socket', botToken: BOT, appToken: APP },
      apiUrl: 'https://slack.com/api/',
      command: '/incident',
      incidents: undefined,
      rooms: 'channel',
      channelPrefix: 'inc-',
      reactions: false,
      canvas: false,
    });
  });

  it('are HTTP with a bot token, a signing secret and the public address', () => {
    expect(slackIn({ ...HTTP, MUSTER_PUBLIC_URL: `${URL_OUT}/` })?.connection).toEqual({
      by: 'http',
      botToken: BOT,
      signingSecret: HEX,
      publicUrl: URL_OUT,
    });
  });

  it('are several workspaces with a client id and its secret', () => {
    expect(slackIn(SEVERAL)?.connection).toEqual({
      by: 'oauth',
      clientId: SEVERAL.SLACK_CLIENT_ID,
      clientSecret: HEX,
      signingSecret: HEX,
      publicUrl: URL_OUT,
    });
  });

  it.each([
    ['SLACK_INCIDENTS_CHANNEL', '#incidents', { incidents: { by: 'name', name: 'incidents' } }],
    ['SLACK_INCIDENTS_CHANNEL', 'incidents', { incidents: { by: 'name', name: 'incidents' } }],
    ['SLACK_INCIDENTS_CHANNEL', '#störungen', { incidents: { by: 'name', name: 'störungen' } }],
    ['SLACK_INCIDENTS_CHANNEL', 'C0123ABCD', { incidents: { by: 'id', id: 'C0123ABCD' } }],
    [
      'SLACK_INCIDENTS_CHANNEL',
      'https://acme.slack.com/archives/C0123ABCD',
      { incidents: { by: 'id', id: 'C0123ABCD' } },
    ],
    ['SLACK_COMMAND', '/sos', { command: '/sos' }],
    ['SLACK_CHANNEL_PREFIX', 'incident_', { channelPrefix: 'incident_' }],
    ['SLACK_REACTIONS', 'yes', { reactions: true }],
    ['SLACK_CANVAS', 'yes', { canvas: true }],
    ['SLACK_API_URL', 'https://slack-gov.com/api', { apiUrl: 'https://slack-gov.com/api/' }],
    ['SLACK_API_URL', 'http://127.0.0.1:4003/api/', { apiUrl: 'http://127.0.0.1:4003/api/' }],
    ['SLACK_BOT_TOKEN', ` ${BOT}\r`, { connection: { botToken: BOT } }],
  ])('take %s=%s', (key, value, expected) => {
    expect(slackIn({ ...SOCKET, [key]: value })).toMatchObject(expected);
  });

  it('are a thread for each incident where the channel for them is named', () => {
    const slack = slackIn({ ...SOCKET, SLACK_ROOMS: 'thread', SLACK_INCIDENTS_CHANNEL: '#incidents' });
    expect(slack?.rooms).toBe('thread');
  });
});

describe('a setting of Slack that cannot be', () => {
  it.each([
    ['SLACK_COMMAND', 'incident', 'is a slash and'],
    ['SLACK_COMMAND', '/Incident', 'small letters'],
    ['SLACK_COMMAND', `/${'a'.repeat(32)}`, 'at most 31'],
    ['SLACK_COMMAND', '/who', 'a word of Slack itself'],
    ['SLACK_COMMAND', '/nearmiss', 'take another'],
    ['SLACK_INCIDENTS_CHANNEL', '#Incidents', 'a name such as #incidents'],
    ['SLACK_INCIDENTS_CHANNEL', 'D0123ABCD', 'the id of a channel'],
    ['SLACK_ROOMS', 'dm', 'channel or thread'],
    ['SLACK_CHANNEL_PREFIX', 'Inc ', 'small letters'],
    ['SLACK_CHANNEL_PREFIX', 'a'.repeat(22), 'at most 21'],
    ['SLACK_REACTIONS', 'true', 'yes or no'],
    ['SLACK_API_URL', 'http://slack.example/api/', 'begin with https'],
    ['SLACK_API_URL', 'slack.com', 'Invalid URL'],
  ])('is refused by itself: %s=%s', (key, value, words) => {
    const parsed = shape.safeParse({ [key]: value });
    expect(parsed.error?.issues[0]?.message).toContain(words);
    expect(parsed.error?.issues[0]?.path).toEqual([key]);
  });

  it.each([
    // Something is missing.
    [{ SLACK_BOT_TOKEN: BOT }, 'SLACK_BOT_TOKEN is set, but SLACK_APP_TOKEN is not', 'connections:write'],
    [{ SLACK_APP_TOKEN: APP }, 'SLACK_APP_TOKEN is set, but SLACK_BOT_TOKEN is not', 'OAuth & Permissions'],
    [{ SLACK_SIGNING_SECRET: HEX }, 'SLACK_SIGNING_SECRET is set, but SLACK_BOT_TOKEN is not', 'xoxb-'],
    [{ ...HTTP, MUSTER_PUBLIC_URL: '' }, 'but MUSTER_PUBLIC_URL is not', 'https'],
    [{ ...HTTP, MUSTER_PUBLIC_URL: 'http://muster.example' }, 'does not begin with https', 'MUSTER_PUBLIC_URL'],
    [{ SLACK_CLIENT_ID: '1.2' }, 'SLACK_CLIENT_ID is set, but SLACK_CLIENT_SECRET is not', 'Basic Information'],
    [{ SLACK_CLIENT_SECRET: HEX }, 'SLACK_CLIENT_SECRET is set, but SLACK_CLIENT_ID is not', 'Basic Information'],
    [{ ...SEVERAL, SLACK_SIGNING_SECRET: '' }, 'SLACK_CLIENT_ID is set, but SLACK_SIGNING_SECRET is not', 'copy it'],
    [{ ...SEVERAL, MUSTER_PUBLIC_URL: '' }, 'SLACK_CLIENT_ID is set, but MUSTER_PUBLIC_URL is not', 'https'],
    [{ ...SOCKET, SLACK_ROOMS: 'thread' }, 'SLACK_INCIDENTS_CHANNEL is not set', '#incidents'],
    // Too much.
    [{ ...SOCKET, SLACK_SIGNING_SECRET: HEX }, 'are both set', 'take the other one away'],
    [{ ...SEVERAL, SLACK_APP_TOKEN: APP }, 'by HTTP only', 'take SLACK_APP_TOKEN away'],
    [{ ...SEVERAL, SLACK_BOT_TOKEN: BOT }, 'are both set', 'take SLACK_BOT_TOKEN away'],
    [{ ...SEVERAL, SLACK_INCIDENTS_CHANNEL: 'C0123ABCD' }, 'one workspace', 'write its name'],
    // In the wrong place.
    [{ ...SOCKET, SLACK_BOT_TOKEN: APP }, 'an app-level token (xapp-…), which belongs into SLACK_APP_TOKEN', 'xoxb-'],
    [{ ...SOCKET, SLACK_APP_TOKEN: BOT }, 'a bot token (xoxb-…), which belongs into SLACK_BOT_TOKEN', 'xapp-'],
    [{ ...SOCKET, SLACK_BOT_TOKEN: 'xoxp-1-2' }, 'the token of a person', 'Bot User OAuth Token'],
    [{ ...SOCKET, SLACK_BOT_TOKEN: 'xoxe.xoxb-1-2' }, 'expires', 'npx muster slack manifest'],
    [{ ...SOCKET, SLACK_BOT_TOKEN: 'xoxc-1-2' }, 'another kind', 'xoxb-'],
    [{ ...SOCKET, SLACK_BOT_TOKEN: HEX }, 'a signing secret or a client secret', 'xoxb-'],
    [{ ...SOCKET, SLACK_BOT_TOKEN: `"${BOT}"` }, 'does not look so', 'copy it'],
    [{ ...HTTP, SLACK_SIGNING_SECRET: BOT }, 'belongs into SLACK_BOT_TOKEN', 'Signing Secret'],
    [{ ...HTTP, SLACK_SIGNING_SECRET: '2150000000.2148000000' }, 'belongs into SLACK_CLIENT_ID', 'Signing Secret'],
    [{ ...SEVERAL, SLACK_CLIENT_ID: HEX }, 'a signing secret or a client secret', 'Client ID'],
    [{ ...SEVERAL, SLACK_CLIENT_SECRET: 'https://hooks.slack.com/x' }, 'an address', 'Client Secret'],
  ] satisfies readonly (readonly [Environment, string, string])[])(
    'with the others is one sentence that says what to do: %j',
    (environment, wrong, next) => {
      const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
      const say = sayOf(given);
      expect(say).toContain(wrong);
      expect(say).toContain(next);
      expect(say).toMatch(/^[^\n]+\.$/);
    },
  );

  it('is never said back when it is a secret', () => {
    const SECRETS = [
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'SLACK_SIGNING_SECRET',
      'SLACK_CLIENT_ID',
      'SLACK_CLIENT_SECRET',
    ];
    const look = fc.constantFrom('xoxb-', 'xapp-1-', 'xoxp-', 'xoxe.xoxb-', '"', 'https://', '');
    const value = fc.tuple(look, fc.stringMatching(/^[0-9a-zA-Z]{12,40}$/)).map(([prefix, rest]) => ({ prefix, rest }));
    const some = fc.dictionary(fc.constantFrom(...SECRETS), value, { minKeys: 1 });
    fc.assert(
      fc.property(some, (secrets) => {
        const pairs = Object.entries(secrets).map(([key, { prefix, rest }]) => [key, `${prefix}${rest}`] as const);
        const found = read(Object.fromEntries(pairs));
        const said = found.ok ? '' : found.say;
        for (const { rest } of Object.values(secrets)) expect(said).not.toContain(rest);
      }),
    );
  });
});

it('every setting says what it means', () => {
  for (const [key, schema] of Object.entries(slackSettings))
    expect(schema.description, key).toMatch(/^[A-Z0-9].{10,}[^.]$/);
});
