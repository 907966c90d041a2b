import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';
import { lived, muster } from './in-process.ts';

const folder = tempFolder();
const env = { MUSTER_DATA: folder.path, MUSTER_PORT: '1' };
const [exported, changed] = [folder.file('INC-1.jsonl'), folder.file('changed.jsonl')];

beforeAll(async () => {
  await lived(folder.path, 2);
  writeFileSync(exported, `${(await muster(['export', 'INC-1'], env)).out}\n`);
});
afterAll(() => folder[Symbol.dispose]());

describe('muster verify', () => {
  it('finds nothing in what was written, and shows where each stream ends', async () => {
    const { code, out, err } = await muster(['verify'], env);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^INC-1 +\d+ {2}[\da-f]{64}$/m);
    expect(out).toMatch(/streams, \d+ events: every event is what was written\.$/);
  });

  it('looks at one incident, at a folder, at a copy of the database, and says so to scripts', async () => {
    copyFileSync(folder.file('muster.db'), folder.file('copy.db'));
    for (const argv of [['INC-1'], ['inc-1', '--from', folder.path], ['INC-1', '--from', folder.file('copy.db')]]) {
      const { code, out } = await muster(['verify', ...argv, '--json'], env);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({
        ok: true,
        findings: [],
        heads: { 'INC-1': { events: expect.any(Number) } },
      });
      expect(Object.keys((JSON.parse(out) as { heads: object }).heads)).toEqual(['INC-1']);
    }
    expect(await muster(['verify', 'INC-9'], env)).toMatchObject({
      code: 1,
      out: expect.stringContaining('There is no INC-9.'),
    });
  });

  it.each([
    [
      "update events set body = replace(body, 'carrier', 'cleaner') where stream = 'INC-1'",
      /INC-1: event \d+ \(noted, .* UTC\) is not what was written/,
    ],
    ["delete from events where stream = 'INC-1' and version between 2 and 3", /INC-1: events 2 to 3 are missing/],
    ["update streams set version = version + 1 where stream = 'INC-2'", /INC-2: event \d+ is missing/],
    ["update documents set content = content || ' '", /The plan \w{12} is not what was kept/],
  ])('names what somebody changed in the database: %s', async (sql, say) => {
    const copy = folder.file('changed.db');
    copyFileSync(folder.file('muster.db'), copy);
    const db = new DatabaseSync(copy);
    db.exec(sql);
    db.close();
    const { code, out } = await muster(['verify', '--from', copy], env);
    expect(code).toBe(1);
    expect(out).toMatch(say);
  });

  it('compares with heads that were kept outside, and lets what grew since pass', async () => {
    const heads = folder.file('heads.json');
    expect((await muster(['verify', '--heads', heads], env)).code).toBe(0);
    await muster(['say', 'note INC-2 one more', '--as', 'nina'], env);
    const compared = await muster(['verify', '--against', heads], env);
    expect(compared.code).toBe(0);
    expect(compared.out).toMatch(/every event is what was written, and fits the \d+ ends that were noted before\.$/);
    const again = await muster(['verify', '--heads', heads], env);
    expect(again.code).toBe(2);
    expect(again.err).toContain('is there already, and what it notes may be needed: give another name');
    const copy = folder.file('cut.db');
    copyFileSync(folder.file('muster.db'), copy);
    const db = new DatabaseSync(copy);
    db.exec(`delete from events where stream = 'INC-1'; delete from streams where stream = 'INC-1'`);
    db.close();
    expect((await muster(['verify', '--from', copy], env)).code).toBe(0);
    const { code, out } = await muster(['verify', '--from', copy, '--against', heads], env);
    expect(code).toBe(1);
    expect(out).toMatch(/^INC-1 is gone: it had \d+ events when it was noted\.$/m);
  });

  it.each([
    [['--against', 'no-such-file'], 2, 'There is no file no-such-file.'],
    [['INC-1', '--heads', 'x'], 2, 'leave their names out'],
    [['--from', 'no-such-folder'], 1, 'nothing was ever recorded there'],
    [['--from', 'package.json'], 1, "none of Muster's"],
  ])('says what is wrong with %j', async (argv, code, say) => {
    const answered = await muster(['verify', ...argv], env);
    expect(answered).toMatchObject({ code, out: '' });
    expect(answered.err).toContain(say);
  });
});

describe('an export', () => {
  const lines = () => readFileSync(exported, 'utf8').trimEnd().split('\n');
  const verdict = async (text: string) => {
    writeFileSync(changed, text);
    return muster(['verify', '--from', changed, '--json']);
  };
  const firstOf = (out: string) =>
    (JSON.parse(out) as { findings: readonly { event?: number; say: string }[] }).findings[0];

  it('can be read by people and scripts, and verified without the database', async () => {
    const [first, second] = lines().map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toMatchObject({ export: 'INC-1', events: lines().length - 1 });
    expect(second).toMatchObject({ version: 1, type: 'declared', kept: { version: 1, hash: expect.any(String) } });
    expect(await verdict(`${lines().join('\n')}\n`)).toMatchObject({ code: 0 });
  });

  it('says when what people read in it is not what was kept', async () => {
    const text = readFileSync(exported, 'utf8').replace('we called the carrier', 'we called the cleaner');
    const { code, out } = await verdict(text);
    expect(code).toBe(1);
    expect(out).toMatch(/line \d+ cannot be read, or does not say what was kept/);
  });

  it('shows every byte that was changed in it', async () => {
    const whole = readFileSync(exported);
    const unheard = lines()[0]?.indexOf('"events"') ?? 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 2), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        // The version of Muster in the first line is nobody's testimony.
        fc.pre(at > unheard);
        const bytes = Buffer.from(whole);
        bytes[at] = ((bytes[at] ?? 0) + by) % 256;
        writeFileSync(changed, bytes);
        const { code, out } = await muster(['verify', '--from', changed, '--json']);
        expect({ code, ok: out.includes('"ok":true') }).toEqual({ code: 1, ok: false });
      }),
      { numRuns: 150 },
    );
  });

  it('shows the first line that was taken out, put elsewhere or doubled', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.constantFrom('remove', 'swap', 'double', 'cut'), async (a, b, how) => {
        const [head = '', ...events] = lines();
        const [one, two] = [a % events.length, b % events.length].toSorted((x, y) => x - y) as [number, number];
        fc.pre(how !== 'swap' || one !== two);
        const after = {
          remove: events.toSpliced(one, 1),
          cut: events.slice(0, one),
          double: events.toSpliced(one, 0, events[one] ?? ''),
          swap: events.with(one, events[two] ?? '').with(two, events[one] ?? ''),
        }[how];
        const { code, out } = await verdict(`${[head, ...after].join('\n')}\n`);
        expect(code).toBe(1);
        expect(firstOf(out)?.event).toBe(how === 'double' ? one + 2 : one + 1);
      }),
      { numRuns: 100 },
    );
  });
});
