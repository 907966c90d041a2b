import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

const DATABASE_URL = 'postgres://muster:hunter2@db.example/muster';
const MUSTER_SECRET = 'a secret of all replicas';

describe('the settings of a cluster', () => {
  it('are none unless said otherwise', () => {
    expect(readConfig({})).toMatchObject({ ok: true, config: { cluster: undefined } });
  });

  it('are a database, with Redis or without', () => {
    expect(readConfig({ DATABASE_URL, MUSTER_SECRET })).toMatchObject({
      ok: true,
      config: { cluster: { databaseUrl: DATABASE_URL, redisUrl: undefined } },
    });
    expect(readConfig({ DATABASE_URL, MUSTER_SECRET, REDIS_URL: 'rediss://r.example:6380' })).toMatchObject({
      ok: true,
      config: { cluster: { redisUrl: 'rediss://r.example:6380' } },
    });
  });

  it.each([
    [{ DATABASE_URL }, 'DATABASE_URL is set, but MUSTER_SECRET is not: all replicas need the same one'],
    [{ REDIS_URL: 'redis://r.example' }, 'REDIS_URL is set, but DATABASE_URL is not'],
    [{ DATABASE_URL: 'mysql://db.example', MUSTER_SECRET }, 'DATABASE_URL is no address that begins with postgres://'],
    [{ DATABASE_URL: 'db.example', MUSTER_SECRET }, 'DATABASE_URL is no address'],
    [
      { DATABASE_URL, MUSTER_SECRET, REDIS_URL: 'https://r.example' },
      'REDIS_URL is no address that begins with redis://',
    ],
  ])('that do not go together are one plain sentence, without a password: %o', (given, say) => {
    const read = readConfig(given);
    expect(read).toMatchObject({ ok: false, say: expect.stringContaining(say) as string });
    expect(JSON.stringify(read)).not.toContain('hunter2');
  });
});
