import { once } from 'node:events';
import { createServer } from 'node:http';
import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';
import { muster, running } from './running.ts';

const env = (folder: string, more: Readonly<Record<string, string>> = {}) => ({
  MUSTER_DATA: folder,
  MUSTER_PORT: '0',
  ...more,
});

describe('muster run', () => {
  it('says where it is, how to sign in, where the data lies and that the plan is only a sample', async () => {
    using folder = tempFolder();
    await using it = await running(env(folder.path));
    expect(it.welcome).toContain('Muster runs for Lakeshore Medical Billing: http://127.0.0.1:');
    expect(it.welcome).toContain(`Data: ${folder.path}`);
    expect(it.welcome).toContain('This is the sample plan of a made-up firm.');
    expect(it.welcome).toContain('Pages go to simulated phones only');
    const [link = ''] = /http:\S+\/sign-in\?t=\S+/.exec(it.welcome) ?? [];
    expect(await (await fetch(link)).text()).toContain('Sign in as Marcus Feld');
    expect((await fetch(`${it.address}/readyz`)).status).toBe(200);
  });

  it('is spoken to from another terminal, wherever it listens', async () => {
    using folder = tempFolder();
    await using it = await running(env(folder.path));
    const elsewhere = { MUSTER_DATA: folder.path };
    const said = await muster(['say', 'start phones are down', '--as', 'nina'], elsewhere);
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toContain('INC-1');
    const phones = await muster(['phones'], elsewhere);
    expect(phones.out).toContain('INC-1');
    const token = (await muster(['token', 'owen'], elsewhere)).out.trim();
    const list = await fetch(`${it.address}/api/v1/incidents`, { headers: { authorization: `Bearer ${token}` } });
    expect(await list.json()).toMatchObject([{ id: 'INC-1' }]);
    const link = (await muster(['sign-in', 'owen'], elsewhere)).out.trim();
    expect(await (await fetch(link)).text()).toContain('Sign in as Owen Brandt');
    const exported = await muster(['export', 'INC-1'], elsewhere);
    expect(exported.out.split('\n')[0]).toContain('"export":"INC-1"');
    expect(exported.out).not.toContain('secret');
  });

  it('is asked to prove itself before the command line sends it a token', async () => {
    using folder = tempFolder();
    const heard: string[] = [];
    const stranger = createServer((req, res) => {
      heard.push(`${req.url ?? ''} ${req.headers.authorization ?? ''}`);
      res.setHeader('content-type', 'application/json').end('{"muster":"trust me","ok":true}');
    }).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const address = stranger.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    writeFileSync(folder.file('address'), `http://127.0.0.1:${port}\n`);
    const said = await muster(['say', 'list', '--as', 'nina'], { MUSTER_DATA: folder.path });
    stranger.close();
    expect(said).toMatchObject({ code: 0 });
    expect(said.out).toContain('Nothing is open.');
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatch(/^\/hello\/[\w-]+ $/);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends tidily at %s, and the next one finds everything', async (signal) => {
    using folder = tempFolder();
    await using first = await running(env(folder.path));
    await muster(['say', 'start phones are down', '--as', 'nina'], { MUSTER_DATA: folder.path });
    first.child.kill(signal);
    expect(await first.ended()).toEqual({ code: 0, signal: null });
    expect(first.out()).toContain(`Stopped. Everything is kept in ${folder.path}; "npm start" goes on where it was.`);
    expect(existsSync(folder.file('address'))).toBe(false);
    await using _second = await running(env(folder.path));
    const { out } = await muster(['say', 'list', '--as', 'nina'], { MUSTER_DATA: folder.path });
    expect(out).toContain('INC-1');
  });

  it('is only one for each data folder, and says so', async () => {
    using folder = tempFolder();
    await using _first = await running(env(folder.path));
    const { code, out, err } = await muster(['run'], env(folder.path));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('Only one Muster may use a file');
  });

  it('says in a sentence that its port is taken, and has paged nobody', async () => {
    using folder = tempFolder();
    using other = tempFolder();
    await using first = await running(env(folder.path));
    const port = new URL(first.address).port;
    await muster(['say', 'start phones are down', '--as', 'nina'], { MUSTER_DATA: other.path, MUSTER_PORT: '1' });
    const { code, err } = await muster(['run'], { MUSTER_DATA: other.path, MUSTER_PORT: port, MUSTER_LOG: 'silent' });
    expect(code).toBe(1);
    expect(err).toMatch(/^Port \d+ of 127\.0\.0\.1 is taken: .*\n$/);
    expect((await muster(['phones'], { MUSTER_DATA: other.path })).err).toContain('Nothing has arrived');
  });

  it('says what is wrong with a plan that it cannot use, place by place', async () => {
    using folder = tempFolder();
    const plan = folder.file('broken.plan.yaml');
    writeFileSync(
      plan,
      'plan: { company: Broken, timezone: America/Detroit, owner: ann }\npeople: { bob: { name: Bob } }\n',
    );
    const { code, out, err } = await muster(['run'], env(folder.path, { MUSTER_PLAN: plan, MUSTER_LOG: 'silent' }));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/broken\.plan\.yaml:\d+:\d+ /);
    expect(err).not.toContain('    at ');
  });
});
