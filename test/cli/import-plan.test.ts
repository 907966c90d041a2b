import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/main.ts';
import { SOURCES, fixtureFile } from '../adapters/import/sources.ts';
import { tempFolder } from '../support/temp-folder.ts';

async function muster(...argv: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    environment: {},
  };
  const code = await main(argv, io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('muster import', () => {
  it.each(SOURCES)('makes a plan of what %s exports, which plan check finds sound', async (source) => {
    using folder = tempFolder();
    const { code, out, err } = await muster('import', source, fixtureFile(source));
    expect(code).toBe(0);
    expect(err).toMatch(/^\d+ lines say what could not be carried over/);
    writeFileSync(folder.file('plan.yaml'), out);
    expect(await muster('plan', 'check', folder.file('plan.yaml'))).toMatchObject({ code: 0 });
  });

  it('takes the company, the time zone and the owner as they are said', async () => {
    const said = ['--company', 'Harbor: Freight #1', '--timezone', 'Europe/Vienna', '--owner', 'sam@harbor.example'];
    const { code, out } = await muster('import', 'pagerduty', fixtureFile('pagerduty'), ...said);
    expect(code).toBe(0);
    expect(out).toContain('plan: { company: "Harbor: Freight #1", timezone: Europe/Vienna, owner: sam-okafor }');
    expect(out).not.toContain('put its name here');
  });

  it('says what plan check will say of people whom nobody can ring', async () => {
    using folder = tempFolder();
    writeFileSync(
      folder.file('b.json'),
      JSON.stringify({ users: [{ id: 'u', username: 'ann', email: 'ann@x.example' }] }),
    );
    const { code, out, err } = await muster('import', 'grafana-oncall', folder.file('b.json'));
    expect(code).toBe(0);
    expect(out).toContain("OnCall's API tells no phone numbers.");
    expect(err).toContain('L010');
  });

  it.each([
    [['opsgenie'], 'Something is missing.'],
    [['victorops', 'x.json'], 'is not one of opsgenie, grafana-oncall, pagerduty, goalert'],
    [['goalert', 'x.json', '--timezone', 'CST'], '"CST" is not a time zone'],
  ])('takes %j for wrong use', async (argv, sentence) => {
    const { code, out, err } = await muster('import', ...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
  });

  it.each([
    ['no file', undefined, 'There is no '],
    ['a web page', '<!doctype html>', 'It begins like a web page'],
    ['half a file', '{ "users": [', 'is not JSON'],
    ['another thing', '{ "menu": [] }', 'Does it hold the users'],
    ['nothing', '[]', 'Does it hold the users'],
  ])('refuses %s in a sentence that says what is expected and where it is told', async (_, text, sentence) => {
    using folder = tempFolder();
    if (text !== undefined) writeFileSync(folder.file('x.json'), text);
    const { code, out, err } = await muster('import', 'pagerduty', folder.file('x.json'));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(sentence);
    expect(err).toContain('users, schedules, escalation_policies: docs/import.md');
  });

  it('refuses a folder without JSON, and an owner who is not there', async () => {
    using folder = tempFolder();
    mkdirSync(folder.file('empty'));
    expect((await muster('import', 'opsgenie', folder.file('empty'))).err).toContain('There is no .json file');
    const nobody = await muster('import', 'goalert', fixtureFile('goalert'), '--owner', 'zoe');
    expect(nobody).toMatchObject({ code: 1, out: '' });
    expect(nobody.err).toContain('--owner is one of: ruth-adeyemi, owen-brandt');
  });
});
