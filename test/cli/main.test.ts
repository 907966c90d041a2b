import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WORDS } from '../../src/cli/words.ts';
import { SAMPLE_PLAN } from '../../src/config.ts';
import { main } from '../../src/main.ts';
import { tempFolder } from '../support/temp-folder.ts';

const MINIMAL = join(import.meta.dirname, '../../examples/minimal.plan.yaml');

/** Runs `muster …` in this process; what needs a running Muster is tested with real processes beside this file. */
async function muster(argv: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line), environment };
  const code = await main(argv, io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('muster', () => {
  it.each([[[]], [['--help']], [['-h']], [['help']]])('shows its words when it is asked %j', async (argv) => {
    const { code, out, err } = await muster(argv);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const { usage } of Object.values(WORDS)) expect(out).toContain(usage);
  });

  it.each(Object.keys(WORDS))('explains the word %s and what may follow it', async (name) => {
    const { code, out } = await muster([...name.split(' '), '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`muster ${WORDS[name]?.usage ?? ''}`);
    for (const [flag, { says }] of Object.entries(WORDS[name]?.options ?? {}))
      expect(out.split('\n').find((line) => line.startsWith(`  --${flag} `))).toContain(says);
  });

  it.each([
    [['strat'], 'Did you mean "run"?'],
    [['dmeo'], 'Did you mean "demo"?'],
    [['plan'], '"muster plan" goes on with a second word: plan check or plan order.'],
    [['plan', 'chekc'], 'Did you mean "plan check"?'],
    [['setup'], 'is a word of the chat. Say it from here as: muster say "setup" --as YOU'],
    [['page', '@nina', '--for', 'x'], 'muster say "page @nina" --as YOU'],
    [['constructor'], 'is not a word of muster'],
    [['run', '--prot', '4000'], 'Did you mean --port?'],
    [['run', '--port'], '--port'],
    [['run', 'now'], '"now" is one too many.'],
    [['run', '--port', 'eighty'], 'MUSTER_PORT'],
    [['say'], 'Something is missing.'],
    [['say', 'list'], 'Add --as PERSON'],
    [['say', 'list', '--as', 'nina', '--in', 'the big one'], 'write --in INC-1'],
    [['export', 'everything'], 'muster export INC-42'],
    [['token'], 'Whose token?'],
    [['token', 'nina', '--operator'], 'Whose token?'],
  ])('takes %j for wrong use and says what is right', async (argv, sentence) => {
    const { code, out, err } = await muster(argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
  });

  it('refuses a wrong setting in one sentence', async () => {
    const { code, err } = await muster(['run'], { MUSTER_TIME_SCALE: 'fast' });
    expect(code).toBe(2);
    expect(err.split('\n')).toHaveLength(1);
    expect(err).toContain('MUSTER_TIME_SCALE');
  });

  it('says in a sentence that the data folder cannot be used', async () => {
    using folder = tempFolder();
    writeFileSync(folder.file('data'), 'a file, no folder');
    const { code, err } = await muster(['token', 'nina'], { MUSTER_DATA: folder.file('data') });
    expect(code).toBe(1);
    expect(err.split('\n')).toHaveLength(1);
  });

  it('says which version it is', async () => {
    expect((await muster(['version'])).out).toMatch(/^Muster \d+\.\d+\.\d+, Node 2\d\./);
    expect((await muster(['--version'])).out).toMatch(/^Muster /);
  });
});

describe('muster plan check', () => {
  it.each([[[]], [[SAMPLE_PLAN]], [[MINIMAL]]])('finds the plans that come with Muster sound: %j', async (files) => {
    const { code, out } = await muster(['plan', 'check', ...files]);
    expect(code).toBe(0);
    expect(out).not.toContain('Error');
  });

  it('names file, line and column of what is wrong, and the nearest right word', async () => {
    using folder = tempFolder();
    const file = folder.file('broken.plan.yaml');
    writeFileSync(file, readFileSync(MINIMAL, 'utf8').replace('timezone:', 'timezon:'));
    const { code, out } = await muster(['plan', 'check', file]);
    expect(code).toBe(1);
    expect(out).toMatch(/broken\.plan\.yaml:\d+:\d+ {2}Error/);
    expect(out).toContain('timezone');
  });

  it('answers in JSON to scripts', async () => {
    const fine = await muster(['plan', 'check', MINIMAL, '--json']);
    expect(JSON.parse(fine.out)).toMatchObject({ file: 'examples/minimal.plan.yaml', ok: true });
    const missing = await muster(['plan', 'check', 'no-such.plan.yaml', '--json']);
    expect(missing.code).toBe(1);
    expect(JSON.parse(missing.out)).toMatchObject({ ok: false, findings: [{ level: 'error' }] });
  });

  it('lets warnings pass unless it is strict', async () => {
    const env = { MUSTER_PLAYBOOKS: 'playbooks' };
    const [lenient, strict] = [
      await muster(['plan', 'check', MINIMAL], env),
      await muster(['plan', 'check', MINIMAL, '--strict'], env),
    ];
    expect(lenient.out).toContain('Warning L092');
    expect([lenient.code, strict.code]).toEqual([0, 1]);
  });
});

describe('muster plan order', () => {
  it('lists systems in the order in which they come back', async () => {
    const { code, out } = await muster(['plan', 'order']);
    expect(code).toBe(0);
    expect(out).toMatch(/^ 1\. .*: .*\n 2\. /);
  });

  it('lists only what one function needs', async () => {
    const [all, some] = [
      await muster(['plan', 'order']),
      await muster(['plan', 'order', SAMPLE_PLAN, 'patient-calls']),
    ];
    expect(some.code).toBe(0);
    expect(some.out.split('\n').length).toBeLessThan(all.out.split('\n').length);
  });

  it('knows no function that is not there', async () => {
    const { code, err } = await muster(['plan', 'order', 'patient-cals']);
    expect(code).toBe(1);
    expect(err).toContain('Did you mean patient-calls?');
  });
});

describe('without a running Muster', () => {
  it('muster say answers all the same, keeps what was said, and warns that nobody is paged', async () => {
    using folder = tempFolder();
    const environment = { MUSTER_DATA: folder.path, MUSTER_PORT: '1' };
    const started = await muster(['say', 'start phones are down', '--as', 'nina'], environment);
    expect(started.code).toBe(0);
    expect(started.out).toContain('INC-1');
    expect(started.err).toContain('nobody is paged until "npm start" runs');
    const listed = await muster(['say', 'list', '--as', 'Lena Hartog', '--json'], environment);
    expect(JSON.parse(listed.out)).toMatchObject({ ok: true, card: { title: '1 open' } });
    expect(listed.err).toBe('');
    const refused = await muster(['say', 'sev INC-1 9 worse', '--as', 'nina'], environment);
    expect(refused.code).toBe(1);
    const nobody = await muster(['say', 'list', '--as', 'nobody'], environment);
    expect(nobody).toMatchObject({ code: 1, out: '' });
    expect(nobody.err).toContain('no person "nobody"');
    const exported = await muster(['export', 'INC-1'], environment);
    const lines = exported.out.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toMatchObject({ export: 'INC-1', events: lines.length - 1 });
    expect(lines[0]?.['documents']).toEqual([lines[1]?.['planHash']]);
    expect(lines[1]).toMatchObject({ version: 1, type: 'declared' });
    expect(await muster(['export', 'INC-9'], environment)).toMatchObject({ code: 1, out: '' });
  });

  it('muster token makes a token for people of the plan only', async () => {
    using folder = tempFolder();
    const environment = { MUSTER_DATA: folder.path };
    expect((await muster(['token', 'nina'], environment)).out).toMatch(/^mst_nina\.\w+\.[\w-]{43}$/);
    expect((await muster(['token', '--operator'], environment)).out).toMatch(/^mst_\*\./);
    const nobody = await muster(['token', 'nian'], environment);
    expect(nobody).toMatchObject({ code: 1, out: '' });
    expect(nobody.err).toContain('Did you mean nina?');
  });

  it('muster sign-in makes no link, for it would not count', async () => {
    using folder = tempFolder();
    const { code, out, err } = await muster(['sign-in', 'nina'], { MUSTER_DATA: folder.path, MUSTER_PORT: '1' });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('start it first');
  });

  it('muster phones shows the hours of the company', async () => {
    using folder = tempFolder();
    const message = { at: '2026-01-05T21:40:00.000Z', person: 'dana', medium: 'sms', to: '+1 312 555 0141' };
    const line = JSON.stringify({
      ...message,
      text: 'Dispatch is down',
      subject: 'INC-1',
      incident: 'INC-1',
      key: 'k',
    });
    writeFileSync(join(folder.path, 'phones.jsonl'), `${line}\n`);
    const { out } = await muster(['phones', '--plan', MINIMAL], { MUSTER_DATA: folder.path });
    expect(out).toMatch(/^Mon 5 Jan (?:2026 )?15:40 CST {2}dana/);
  });

  it('muster phones says that nothing has arrived', async () => {
    using folder = tempFolder();
    expect(await muster(['phones'], { MUSTER_DATA: folder.path })).toMatchObject({
      code: 0,
      err: 'Nothing has arrived yet.',
    });
  });
});
