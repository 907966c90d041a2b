import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig, settings } from '../../src/config.ts';
import { ADVISED } from '../support/redis.ts';
import { textOf } from './files.ts';

const compose = z
  .object({
    services: z.record(
      z.string(),
      z.object({
        environment: z.record(z.string(), z.string()).optional(),
        command: z.array(z.string()).optional(),
        ports: z.array(z.string()).optional(),
        volumes: z.array(z.string()).optional(),
        stop_grace_period: z.string().optional(),
      }),
    ),
    volumes: z.record(z.string(), z.null()),
  })
  .parse(parse(textOf('compose.yaml'), { merge: true }));
const replicas = Object.entries(compose.services).filter(([name]) => name.startsWith('muster-'));
/** What stands after `:-` where nobody set it. */
const filled = (value: string) => value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');

/** No container engine is needed for these: they read the recipe. */
describe('the cluster to try', () => {
  it('has two replicas that differ in nothing but where they listen and keep their own files', () => {
    expect(replicas).toHaveLength(2);
    const [one, two] = replicas.map(([, service]) => service);
    const shared = ({ MUSTER_PUBLIC_URL: _, ...rest }: Record<string, string> = {}) => rest;
    expect(shared(one?.environment)).toEqual(shared(two?.environment));
    expect(one?.ports).not.toEqual(two?.ports);
    expect(one?.volumes).not.toEqual(two?.volumes);
  });

  it.each(replicas)('gives %s settings that Muster knows and takes', (_, { environment = {} }) => {
    expect(Object.keys(environment).filter((key) => !(key in settings.shape))).toEqual([]);
    const given = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, filled(value)]));
    expect(readConfig(given)).toMatchObject({ ok: true, config: { cluster: { redisUrl: 'redis://redis:6379' } } });
  });

  it('runs Redis as Muster advises, which is how the tests run it', () => {
    expect(compose.services['redis']?.command).toEqual(['redis-server', ...ADVISED]);
  });

  it('opens no port to other machines, and keeps what it names', () => {
    const all = Object.values(compose.services);
    expect(all.flatMap(({ ports = [] }) => ports).filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    const used = all.flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    expect(used.toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
  });
});
