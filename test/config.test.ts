import { describe, expect, it, test } from 'vitest';
import { readConfig, settings } from '../src/config.ts';

const refusal = (environment: Readonly<Record<string, string>>) => {
  const read = readConfig(environment);
  if (read.ok) throw new Error('was taken');
  return read.say;
};
const taken = (environment: Readonly<Record<string, string>>) => {
  const read = readConfig(environment);
  if (!read.ok) throw new Error(read.say);
  return read.config;
};

describe('without any setting', () => {
  it.each([
    ['plan', undefined],
    ['playbooks', undefined],
    ['commands', undefined],
    ['data', './data'],
    ['host', '127.0.0.1'],
    ['port', 3000],
    ['publicUrl', undefined],
    ['secret', undefined],
    ['heartbeatUrl', undefined],
    ['proxies', []],
    ['hooksAllow', []],
    ['timeScale', 1],
    ['log', 'info'],
  ] as const)('%s is %s', (key, value) => {
    expect(taken({})[key]).toEqual(value);
  });

  test('an empty setting is none, as compose files leave them', () => {
    expect(taken({ MUSTER_PORT: '', MUSTER_PLAN: '', MUSTER_TIME_SCALE: '', MUSTER_SECRET: '' })).toMatchObject({
      port: 3000,
      timeScale: 1,
    });
  });

  test('what belongs to other programs does not matter', () => {
    expect(readConfig({ PATH: '/usr/bin', npm_config_x: '1', MUSTERED: 'x' }).ok).toBe(true);
  });
});

describe('a setting that is given', () => {
  it.each([
    ['MUSTER_PLAN', 'my.yaml', { plan: 'my.yaml' }],
    ['MUSTER_PLAYBOOKS', 'books', { playbooks: 'books' }],
    ['MUSTER_COMMANDS', 'words', { commands: 'words' }],
    ['MUSTER_DATA', '/var/lib/muster', { data: '/var/lib/muster' }],
    ['MUSTER_HOST', '0.0.0.0', { host: '0.0.0.0' }],
    ['MUSTER_PORT', '0', { port: 0 }],
    ['MUSTER_PORT', '65535', { port: 65_535 }],
    ['MUSTER_PUBLIC_URL', 'https://muster.example', { publicUrl: 'https://muster.example' }],
    ['MUSTER_SECRET', '0123456789abcdef', { secret: '0123456789abcdef' }],
    ['MUSTER_HEARTBEAT_URL', 'https://hc-ping.com/5a6b', { heartbeatUrl: 'https://hc-ping.com/5a6b' }],
    ['MUSTER_PROXIES', '10.0.0.5, 172.18.0.0/16,fd00::/8', { proxies: ['10.0.0.5', '172.18.0.0/16', 'fd00::/8'] }],
    ['MUSTER_HOOKS_ALLOW', 'intranet.example', { hooksAllow: ['intranet.example'] }],
    [
      'MUSTER_HOOKS_ALLOW',
      ' localhost, 10.0.0.5,10.1.0.0/16, fd00::/8 ,',
      { hooksAllow: ['localhost', '10.0.0.5', '10.1.0.0/16', 'fd00::/8'] },
    ],
    ['MUSTER_TIME_SCALE', '60', { timeScale: 60 }],
    ['MUSTER_LOG', 'debug', { log: 'debug' }],
  ])('%s=%s is taken', (key, value, expected) => {
    expect(taken({ [key]: value })).toMatchObject(expected);
  });
});

describe('a wrong setting stops the start with its name and what it means', () => {
  it.each([
    ['MUSTER_PORT', 'eighty'],
    ['MUSTER_PORT', '65536'],
    ['MUSTER_PORT', '-1'],
    ['MUSTER_PORT', '80.5'],
    ['MUSTER_PUBLIC_URL', 'muster.example'],
    ['MUSTER_PUBLIC_URL', 'ftp://muster.example'],
    ['MUSTER_SECRET', 'short'],
    ['MUSTER_HEARTBEAT_URL', 'hc-ping.com/5a6b'],
    ['MUSTER_HEARTBEAT_URL', 'file:///etc/passwd'],
    ['MUSTER_PROXIES', 'proxy.example'],
    ['MUSTER_PROXIES', '10.0.0.0/33'],
    ['MUSTER_PROXIES', '10.0.0.5:80'],
    ['MUSTER_PROXIES', 'true'],
    ['DATABASE_URL', 'mysql://db.example/muster'],
    ['DATABASE_URL', 'db.example'],
    ['REDIS_URL', 'redis.example:6379'],
    ['REDIS_URL', 'https://redis.example'],
    ['MUSTER_HOOKS_ALLOW', 'https://intranet.example'],
    ['MUSTER_HOOKS_ALLOW', 'intranet.example:8080'],
    ['MUSTER_HOOKS_ALLOW', '10.0.0.0/33'],
    ['MUSTER_HOOKS_ALLOW', '10.0.0'],
    ['MUSTER_HOOKS_ALLOW', '*'],
    ['MUSTER_TIME_SCALE', '0'],
    ['MUSTER_TIME_SCALE', 'fast'],
    ['MUSTER_TIME_SCALE', '10001'],
    ['MUSTER_LOG', 'loud'],
  ])('%s=%s', (key, value) => {
    const say = refusal({ [key]: value });
    expect(say).toMatch(new RegExp(`^${key} .+\\. It means: .+\\.$`));
    expect(say).not.toContain('\n');
  });

  test('a secret is never said back', () => {
    expect(refusal({ MUSTER_SECRET: 'hunter2' })).not.toContain('hunter2');
    expect(refusal({ MUSTER_HEARTBEAT_URL: 'hc-ping.com/hunter2' })).not.toContain('hunter2');
    expect(refusal({ DATABASE_URL: 'mysql://muster:hunter2@db.example/muster' })).not.toContain('hunter2');
    expect(refusal({ REDIS_URL: 'redis://:hunter2@redis.example' })).not.toContain('hunter2');
  });
});

describe('several replicas', () => {
  const SHARED = { MUSTER_SECRET: '0123456789abcdef', DATABASE_URL: 'postgres://muster@db.example/muster' };

  test('are none without settings', () => {
    expect(taken({})).toMatchObject({ databaseUrl: undefined, redisUrl: undefined });
  });

  test.each(['postgres://muster:pass@db.example:5432/muster', 'postgresql:///muster?host=/run/postgresql'])(
    'share the database at %s',
    (databaseUrl) => {
      expect(taken({ ...SHARED, DATABASE_URL: databaseUrl })).toMatchObject({ databaseUrl, redisUrl: undefined });
    },
  );

  test.each(['redis://redis.example:6379', 'rediss://:pass@redis.example/1'])('ring each other by %s', (redisUrl) => {
    expect(taken({ ...SHARED, REDIS_URL: redisUrl })).toMatchObject({ redisUrl });
  });

  test('need a secret that all of them have', () => {
    expect(refusal({ DATABASE_URL: SHARED.DATABASE_URL })).toMatch(/^DATABASE_URL is set, but MUSTER_SECRET is not: /);
  });

  test('need a database before a Redis is of use', () => {
    expect(refusal({ REDIS_URL: 'redis://redis.example' })).toMatch(/^REDIS_URL is set, but DATABASE_URL is not: /);
  });
});

describe('a faster clock', () => {
  it.each(['SLACK_BOT_TOKEN', 'TEAMS_APP_ID', 'SMTP_URL', 'TWILIO_ACCOUNT_SID'])(
    'is refused when %s would reach real people',
    (key) => {
      const say = refusal({ MUSTER_TIME_SCALE: '60', [key]: 'x-secret-x' });
      expect(say).toMatch(
        new RegExp(`^MUSTER_TIME_SCALE is 60, but ${key} is set: time may only run faster with simulated phones\\.$`),
      );
      expect(say).not.toContain('x-secret-x');
      const slow = readConfig({ MUSTER_TIME_SCALE: '1', [key]: 'x-secret-x' });
      expect(slow.ok ? '' : slow.say).not.toContain('MUSTER_TIME_SCALE');
    },
  );

  test('is taken with simulated phones', () => {
    expect(taken({ MUSTER_TIME_SCALE: '60', SMTP_URL: '' })).toMatchObject({ timeScale: 60 });
  });
});

test('every setting says what it means', () => {
  for (const [key, schema] of Object.entries(settings.shape))
    expect(schema.description, key).toMatch(/^[A-Z0-9].{10,}[^.]$/);
});
