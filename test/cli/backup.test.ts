import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileArchive } from '../../src/adapters/archive/file/file-archive.ts';
import { archiveRows } from '../../src/adapters/archive/file/read.ts';
import { allOf, given } from '../support/archived.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { lived, muster } from './in-process.ts';

const folder = tempFolder();
const data = folder.file('data');
const file = folder.file('a.backup');
const env = (to: string) => ({ MUSTER_DATA: to, MUSTER_PORT: '1' });
const MARKDOWN = '# INC-1\n\nWhat people wrote: Größe.\n';

beforeAll(async () => {
  await lived(data);
  mkdirSync(join(data, 'postmortems'));
  writeFileSync(join(data, 'postmortems/INC-1.md'), MARKDOWN);
  writeFileSync(join(data, 'ended-sessions'), '\nall-nina 1795200000000.');
  writeFileSync(join(data, 'near-misses.sealed'), Buffer.from([0, 1, 2, 250, 255]));
  expect((await muster(['backup', file], env(data))).code).toBe(0);
});
afterAll(() => folder[Symbol.dispose]());

/** Everything in the folder that must come back, and what is in it. */
const contentOf = (path: string) =>
  ['near-misses.sealed', 'ended-sessions', 'postmortems/INC-1.md'].map((name) => readFileSync(join(path, name), 'hex'));
const nameOf = (text: string) => `of-${Buffer.from(text).toString('hex').slice(0, 40)}`;
const exportOf = async (path: string) => (await muster(['export', 'INC-1'], env(path))).out;

describe('muster backup', () => {
  it('writes one file that only its owner can read, says where the secret is, and puts it nowhere', async () => {
    const other = folder.file('b.backup');
    const { out, err, code } = await muster(['backup', other], env(data));
    expect({ code, out }).toEqual({ code: 0, out: other });
    expect(statSync(other).mode & 0o077).toBe(0);
    expect(err).toContain(`keep ${join(data, 'secret')} apart`);
    const secret = readFileSync(join(data, 'secret'), 'utf8').trim();
    expect(JSON.stringify(await allOf(archiveRows({ path: other })))).not.toContain(secret);
    expect(err).not.toContain(secret);
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  });

  it('is a file that verify reads', async () => {
    expect((await muster(['verify', '--from', file])).out).toContain('every event is what was written');
  });

  it('writes over nothing', async () => {
    const before = readFileSync(file);
    const { code, err } = await muster(['backup', file], env(data));
    expect(code).toBe(1);
    expect(err).toContain('is there already');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('takes what is damaged as it is, and says so', async () => {
    const hurt = folder.file('hurt');
    await muster(['restore', file], env(hurt));
    const db = new DatabaseSync(join(hurt, 'muster.db'));
    db.exec(`update events set body = '{"type":"nice"}' where stream = 'INC-1' and version = 2`);
    db.close();
    const { code, err } = await muster(['backup', folder.file('hurt.backup')], env(hurt));
    expect(code).toBe(1);
    expect(err).toContain('INC-1: event 2 (nice) is not what was written.');
    const refused = await muster(['restore', folder.file('hurt.backup')], env(folder.file('healed')));
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('Nothing was restored') });
    expect(existsSync(folder.file('healed/muster.db'))).toBe(false);
    const forced = await muster(['restore', folder.file('hurt.backup'), '--damaged'], env(folder.file('healed')));
    expect(forced.code).toBe(0);
  });
});

describe('a backup that cannot be read back', () => {
  it('is deleted again', async () => {
    const [hurt, never] = [folder.file('unreadable'), folder.file('never.backup')];
    await muster(['restore', file], env(hurt));
    const db = new DatabaseSync(join(hurt, 'muster.db'));
    db.exec(`update streams set version = -1 where stream = 'INC-1'`);
    db.close();
    expect(await muster(['backup', never], env(hurt))).toMatchObject({
      code: 1,
      err: expect.stringContaining('is damaged'),
    });
    expect(existsSync(never)).toBe(false);
  });
});

describe('muster restore', () => {
  it.each(['{}', 'no json', '[["all-nina",1795200000000],["a b",1],[1],7]', '[]'])(
    'takes a backup of somebody else in which ended sessions are %s',
    async (text) => {
      const [foreign, to] = [folder.file(`${nameOf(text)}.backup`), folder.file(nameOf(text))];
      const rows = [{ kind: 'text', name: 'sign-in/spent', version: 1, text }] as const;
      await fileArchive(foreign, { muster: '1', made: 'now', secret: '' }).load(given(rows));
      expect(await muster(['restore', foreign], env(to))).toMatchObject({ code: 0 });
      expect(readFileSync(join(to, 'ended-sessions'), 'utf8')).toBe(
        text.includes('nina') ? '\nall-nina 1795200000000.' : '',
      );
    },
  );

  it('shows what a backup says of itself without what a terminal would obey', async () => {
    const [foreign, to] = [folder.file('shouting.backup'), folder.file('shouted')];
    const bad = `\u001b[2J\u009b1mRestored: all\nfine ${'x'.repeat(9_000)}`;
    const rows = [
      { kind: 'stream', stream: bad, version: 1, open: false },
      { kind: 'event', stream: bad, version: 1, text: `{"type":"\\u001b[2Jx"}`, hash: 'none' },
    ] as const;
    await fileArchive(foreign, { muster: bad, made: bad, secret: '' }).load(given(rows));
    for (const argv of [
      ['restore', foreign],
      ['verify', '--from', foreign],
      ['restore', foreign, '--damaged'],
      ['backup', folder.file('shouted.backup')],
      ['verify'],
    ]) {
      const { out, err } = await muster(argv, env(to));
      const lines = `${out}\n${err}`.split('\n');
      expect(lines.filter((line) => /\p{Cc}/u.test(line) || line.length > 700)).toEqual([]);
      expect(lines.filter((line) => line.startsWith('fine'))).toEqual([]);
    }
  });

  it('brings back every event, every postmortem and every sealed text, and says what to do next', async () => {
    const to = folder.file('restored');
    const { code, out } = await muster(['restore', file], env(to));
    expect(code).toBe(0);
    expect(out).toContain('The secret here is another one than when the backup was made');
    expect(out).toContain('Start Muster');
    expect(contentOf(to)).toEqual(contentOf(data));
    expect(await exportOf(to)).toBe(await exportOf(data));
    expect(statSync(join(to, 'near-misses.sealed')).mode & 0o077).toBe(0);
    copyFileSync(join(data, 'secret'), join(to, 'secret'));
    const listed = await muster(['say', 'list', '--as', 'nina', '--json'], env(to));
    expect(JSON.parse(listed.out)).toMatchObject({ ok: true, card: { title: '1 open' } });
  });

  it('is refused with --replace where a database is set: one is only ever restored into an empty one', async () => {
    const of = {
      DATABASE_URL: 'postgres://muster@127.0.0.1:1/none',
      MUSTER_SECRET: 'a secret of at least so many letters',
    };
    const refused = await muster(['restore', file, '--replace'], { ...env(folder.file('beside')), ...of });
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('make a new one and name it there. --replace is for a data folder.');
  });

  it('says plainly that there is no such file', async () => {
    const refused = await muster(['restore', 'no-such-file'], env(folder.file('beside')));
    expect(refused).toMatchObject({ code: 1, err: 'There is no file no-such-file.' });
  });

  it('writes over nothing, and with --replace keeps what was there beside it, and the secret in its place', async () => {
    const to = folder.file('replaced');
    await lived(to, 2);
    const [before, secret] = [await exportOf(to), readFileSync(join(to, 'secret'), 'utf8')];
    const refused = await muster(['restore', file], env(to));
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('--replace');
    expect(await exportOf(to)).toBe(before);
    const { code } = await muster(['restore', file, '--replace'], env(to));
    expect(code).toBe(0);
    expect(await exportOf(to)).toBe(await exportOf(data));
    expect(readFileSync(join(to, 'secret'), 'utf8')).toBe(secret);
    const [beside = ''] = readdirSync(to).filter((name) => name.startsWith('replaced-'));
    expect(await exportOf(join(to, beside))).toBe(before);
  });

  it('refuses a backup that was cut off or changed anywhere, and leaves everything as it was', async () => {
    const bad = folder.file('bad.backup');
    const original = await exportOf(folder.file('restored'));
    let nth = 0;
    const whole = readFileSync(file);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), async (at, by) => {
        const bytes = Buffer.from(whole);
        bytes[at] = ((bytes[at] ?? 0) + by) % 256;
        writeFileSync(bad, bytes);
        if (by === 0) truncateSync(bad, at);
        const to = folder.file(`never-${(nth += 1)}`);
        const { code, err } = await muster(['restore', bad, '--damaged'], env(to));
        // Some bits of a packed file say nothing of what is in it: how it was packed, and padding.
        if (code === 0) expect(await exportOf(to)).toBe(original);
        else expect({ code, data: existsSync(join(to, 'muster.db')) }, err).toEqual({ code: 1, data: false });
      }),
      { numRuns: 60 },
    );
  });

  it('says so when a folder was left half filled, by the next start and by another restore', async () => {
    const to = folder.file('half');
    mkdirSync(join(to, 'postmortems'), { recursive: true });
    writeFileSync(join(to, 'unfinished'), '');
    writeFileSync(join(to, 'postmortems/INC-9.md'), 'of another try');
    for (const argv of [['say', 'list', '--as', 'nina'], ['verify'], ['backup', folder.file('none')]]) {
      const { code, err } = await muster(argv, env(to));
      expect(code).toBe(1);
      expect(err).toContain('that never ended. Run it again');
    }
    expect((await muster(['restore', file], env(to))).code).toBe(0);
    expect(readdirSync(join(to, 'postmortems'))).toEqual(['INC-1.md']);
    expect((await muster(['say', 'list', '--as', 'nina'], env(to))).code).toBe(0);
  });

  it('shows with heads from outside that an older backup came back', async () => {
    const [to, heads] = [folder.file('older'), folder.file('heads.json')];
    await muster(['say', 'note INC-1 after the backup', '--as', 'nina'], env(data));
    await muster(['verify', '--heads', heads], env(data));
    await muster(['restore', file], env(to));
    expect((await muster(['verify'], env(to))).code).toBe(0);
    const { code, out } = await muster(['verify', '--against', heads], env(to));
    expect(code).toBe(1);
    expect(out).toMatch(/INC-1: event \d+ is missing: it had \d+ when it was noted/);
  });
});
