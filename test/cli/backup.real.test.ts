import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';
import { muster, running } from './running.ts';

it('backs up, verifies and exports a Muster that runs, which goes on meanwhile, and refuses to restore over it', async () => {
  using folder = tempFolder();
  const data = folder.file('data');
  const env = { MUSTER_DATA: data, MUSTER_PORT: '0' };
  await using server = await running(env);
  expect((await muster(['say', 'start phones are down', '--as', 'nina'], env)).code).toBe(0);
  const file = folder.file('a.backup');
  const [backedUp, said] = await Promise.all([
    muster(['backup', file], env),
    muster(['say', 'note INC-1 meanwhile', '--as', 'nina'], env),
  ]);
  expect({ code: backedUp.code, err: backedUp.err, said: said.code }).toMatchObject({ code: 0, said: 0 });
  const verified = await muster(['verify'], env);
  expect(verified).toMatchObject({ code: 0 });
  expect(verified.out).toContain('every event is what was written');
  expect(readdirSync(data).filter((name) => name.startsWith('copy-'))).toEqual([]);
  const exported = await muster(['export', 'INC-1'], env);
  const lines = exported.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines[0]).toMatchObject({ export: 'INC-1', events: lines.length - 1 });
  const refused = await muster(['restore', file, '--replace'], env);
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('Muster runs on this folder') });
  const moved = await muster(['move', '--from', data, '--to', folder.file('elsewhere')], env);
  expect(moved).toMatchObject({ code: 1, err: expect.stringContaining('in use by another process') });

  server.child.kill('SIGKILL');
  await server.ended();
  const elsewhere = { MUSTER_DATA: folder.file('restored'), MUSTER_PORT: '0' };
  expect((await muster(['restore', file], elsewhere)).code).toBe(0);
  await using again = await running(elsewhere);
  expect(again.welcome).toContain('Muster runs');
  expect((await muster(['say', 'ack INC-1', '--as', 'nina'], elsewhere)).code).toBe(0);
});
