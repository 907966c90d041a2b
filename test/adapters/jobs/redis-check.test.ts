import { expect, it } from 'vitest';
import { checkRedis, redisFaults } from '../../../src/adapters/jobs/bullmq/redis-check.ts';

/** As Redis 7.0.15 of Debian 12 answers INFO, as it comes and as it should be; what is not looked at is left out. */
const AS_IT_COMES = [
  '# Server',
  'redis_version:7.0.15',
  'redis_git_sha1:00000000',
  'redis_mode:standalone',
  'hz:10',
  'configured_hz:10',
  'config_file:',
  '',
  '# Memory',
  'maxmemory:0',
  'maxmemory_policy:noeviction',
  '',
  '# Persistence',
  'loading:0',
  'aof_enabled:0',
  '',
  '# Replication',
  'role:master',
].join('\r\n');

const told = (changes: Readonly<Record<string, string>>) => {
  const advised = { configured_hz: '100', aof_enabled: '1', ...changes };
  return Object.entries(advised).reduce(
    (info, [name, value]) => info.replace(new RegExp(`^${name}:.*$`, 'm'), `${name}:${value}`),
    AS_IT_COMES,
  );
};

it('finds nothing wrong with a Redis that is set up as advised', () => {
  expect(redisFaults(told({}))).toEqual([]);
});

it('says what is wrong with a Redis as it is installed', () => {
  expect(redisFaults(AS_IT_COMES)).toEqual([
    'Redis rings up to 100 ms late (hz 10): set hz 100.',
    'Redis forgets all rings when it is restarted (appendonly no): set appendonly yes.',
  ]);
});

it.each([
  [{ redis_version: '6.0.16' }, 'Redis is too old (6.0.16): BullMQ needs 6.2, and 7.0.8 is better.'],
  [
    { redis_version: '7.0.7' },
    'Redis 7.0.7 waits whole seconds where it should wait milliseconds: 7.0.8 or later rings sooner.',
  ],
  [
    { maxmemory_policy: 'allkeys-lru' },
    'Redis may throw rings away when its memory is full (maxmemory-policy allkeys-lru): set maxmemory-policy noeviction.',
  ],
  [
    { role: 'slave' },
    'REDIS_URL leads to a replica of Redis, which takes no writes: name the master, or an address that follows it.',
  ],
  [
    { redis_mode: 'cluster' },
    'Redis runs as a cluster, which the bell cannot use: give it a single Redis, with a replica if you like.',
  ],
])('says so for %j', (changes, say) => {
  expect(redisFaults(told(changes))).toEqual([say]);
});

it.each(['6.2.0', '7.0.7'])('takes Redis %s, with a word about newer ones', (redis_version) => {
  expect(redisFaults(told({ redis_version }))).toHaveLength(1);
});

it.each(['7.0.8', '7.2.0', '8.0.0', '10.0.0'])('has nothing to say about Redis %s', (redis_version) => {
  expect(redisFaults(told({ redis_version }))).toEqual([]);
});

it('does not hold the number against Valkey that it shows for old clients', () => {
  expect(redisFaults(`${told({ redis_version: '7.0.0' })}\r\nvalkey_version:8.0.1`)).toEqual([]);
});

it('does not complain of what a managed Redis keeps to itself', () => {
  expect(redisFaults('# Server\r\nredis_version:7.2.4\r\n')).toEqual([]);
});

it('says that Redis cannot be reached, without its address', async () => {
  const [say, ...more] = await checkRedis('redis://:hunter2@127.0.0.1:1');
  expect(more).toEqual([]);
  expect(say).toMatch(/^Redis cannot be reached/);
  expect(say).not.toContain('hunter2');
});
