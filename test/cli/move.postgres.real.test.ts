import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres } from '../../src/adapters/stores/postgres/open-postgres.ts';
import { batch } from '../contracts/store-harness.ts';
import type { PrivatePostgres } from '../support/postgres.ts';
import { privatePostgres, programOf } from '../support/postgres.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { lived, muster } from './in-process.ts';

const SECRET = 'a secret of sixteen letters and more';
const folder = tempFolder();
const data = folder.file('data');
let server: PrivatePostgres;

beforeAll(async () => {
  server = await privatePostgres({ quick: true });
  await lived(data, 2);
  mkdirSync(join(data, 'postmortems'));
  writeFileSync(join(data, 'postmortems/INC-1.md'), '# INC-1\n');
  writeFileSync(join(data, 'near-misses.sealed'), Buffer.from([0, 1, 2, 250, 255]));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const on = (url: string) => ({ DATABASE_URL: url, MUSTER_SECRET: SECRET, MUSTER_DATA: folder.file('cluster') });
const local = (path: string) => ({ MUSTER_DATA: path, MUSTER_PORT: '1' });
const exportOf = async (env: Readonly<Record<string, string>>) => (await muster(['export', 'INC-1'], env)).out;
const namedText = async (url: string, name: string) => {
  await using opened = await openPostgres({ url });
  return (await opened.store.text(name))?.text;
};

/** A database of its own in the private server, for what is done by its name. */
async function database(name: string): Promise<string> {
  await server.run(`create database ${name}`);
  return server.url.replace(/\/postgres$/, `/${name}`);
}

describe('muster move', () => {
  it('carries a data folder into PostgreSQL and back, verified, and shows no secret and no address', async () => {
    const url = await server.schema();
    const there = await muster(['move', '--from', data, '--to', url]);
    expect(there).toMatchObject({ code: 0, err: expect.stringContaining('Verifying what arrived') });
    expect(there.out).toMatch(/Moved from .* to the PostgreSQL database: \d+ streams, \d+ events, 1 plan, 2 texts/);
    expect(there.out).toContain(`export MUSTER_SECRET="$(cat ${join(data, 'secret')})"`);
    for (const hidden of [readFileSync(join(data, 'secret'), 'utf8').trim(), url])
      expect(there.out + there.err).not.toContain(hidden);
    expect(await exportOf(on(url))).toBe(await exportOf(local(data)));
    expect((await muster(['verify'], on(url))).code).toBe(0);
    expect(await namedText(url, 'postmortem/INC-1')).toBe('# INC-1\n');
    expect(await namedText(url, 'near-misses')).toBe(Buffer.from([0, 1, 2, 250, 255]).toString('base64'));

    const back = folder.file('back');
    const home = await muster(['move', '--from', url, '--to', back]);
    expect(home).toMatchObject({ code: 0, out: expect.stringContaining('unset DATABASE_URL') });
    expect(await exportOf(local(back))).toBe(await exportOf(local(data)));
    expect(readFileSync(join(back, 'near-misses.sealed'))).toEqual(readFileSync(join(data, 'near-misses.sealed')));
    expect(readFileSync(join(back, 'postmortems/INC-1.md'), 'utf8')).toBe('# INC-1\n');
  });

  it('takes the address from the setting, so that it need not stand in the command', async () => {
    const url = await server.schema();
    const there = await muster(['move', '--from', data, '--to', 'database'], on(url));
    expect(there).toMatchObject({ code: 0, out: expect.stringContaining('to the PostgreSQL database') });
    expect((await muster(['verify', '--from', 'database'], on(url))).code).toBe(0);
    const home = folder.file('home');
    expect(await muster(['move', '--from', 'database', '--to', home], on(url))).toMatchObject({ code: 0 });
    expect(await exportOf(local(home))).toBe(await exportOf(local(data)));
  });

  it('goes to an empty target only, and from a source that nobody uses', async () => {
    const url = await server.schema();
    expect((await muster(['move', '--from', data, '--to', url])).code).toBe(0);
    expect(await muster(['move', '--from', data, '--to', url])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('The database is not empty'),
    });
    expect(await muster(['move', '--from', url, '--to', data])).toMatchObject({
      code: 1,
      err: expect.stringContaining('holds the data of a Muster already'),
    });
    await using replica = await openPostgres({ url });
    await replica.store.now();
    expect(await muster(['move', '--from', url, '--to', folder.file('none')])).toMatchObject({
      code: 1,
      err: expect.stringContaining('A Muster runs on the PostgreSQL database'),
    });
  });

  it('leaves the target empty when it is killed half way, and moves all of it the next time', async () => {
    const url = await server.schema();
    const cli = join(import.meta.dirname, '../../bin/muster.mjs');
    const child = spawn(process.execPath, [cli, 'move', '--from', data, '--to', url], {
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // From the first look at the source on, whenever it is: nothing is there before all of it is.
    for await (const chunk of child.stderr) if (String(chunk).includes('Verifying')) child.kill('SIGKILL');
    const again = await muster(['move', '--from', data, '--to', url]);
    if (again.code !== 0) expect(again.err).toContain('The database is not empty');
    expect((await muster(['verify'], on(url))).code).toBe(0);
    expect(await exportOf(on(url))).toBe(await exportOf(local(data)));
  });
});

describe('backups of PostgreSQL', () => {
  it('are made by muster backup while replicas run, and restored into an empty database or a data folder', async () => {
    const [url, file] = [await server.schema(), folder.file('cluster.backup')];
    expect((await muster(['move', '--from', data, '--to', url])).code).toBe(0);
    await using replica = await openPostgres({ url });
    expect(await muster(['backup', file], on(url))).toMatchObject({ code: 0 });
    await replica.store.append(batch({ stream: 'INC-77' }));
    const other = await server.schema();
    expect(await muster(['restore', file], on(other))).toMatchObject({ code: 0 });
    expect(await exportOf(on(other))).toBe(await exportOf(local(data)));
    const onto = await muster(['restore', file], on(url));
    expect(onto).toMatchObject({ code: 1, err: expect.stringContaining('A Muster runs on this database') });
    expect((await muster(['restore', file], local(folder.file('from-cluster')))).code).toBe(0);
    expect(await exportOf(local(folder.file('from-cluster')))).toBe(await exportOf(local(data)));
  });

  it('are made by pg_dump as well; what it restored verifies, and heads from outside show that it is an older one', async () => {
    const [url, heads] = [await database('first'), folder.file('heads.json')];
    expect((await muster(['move', '--from', data, '--to', url])).code).toBe(0);
    const dump = execFileSync(programOf('pg_dump'), [url], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    {
      await using replica = await openPostgres({ url });
      await replica.store.append(batch({ stream: 'INC-77' }));
    }
    expect((await muster(['verify', '--heads', heads], on(url))).code).toBe(0);
    const other = await database('second');
    execFileSync(programOf('psql'), ['-v', 'ON_ERROR_STOP=1', '-q', other], {
      input: dump,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    expect(await muster(['verify'], on(other))).toMatchObject({ code: 0 });
    expect(await exportOf(on(other))).toBe(await exportOf(local(data)));
    const older = await muster(['verify', '--against', heads], on(other));
    expect(older).toMatchObject({ code: 1, out: expect.stringContaining('INC-77 is gone: it had 1 event when') });
    await using replica = await openPostgres({ url: other });
    expect(await replica.store.append(batch({ stream: 'INC-78' }))).toMatchObject({ outcome: 'appended' });
  });
});
