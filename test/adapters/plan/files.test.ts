import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadPlan, loadPlanText } from '../../../src/adapters/plan/load.ts';
import { minimalText } from '../../core/plan/plan-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const problemsOf = (load: ReturnType<typeof loadPlan>) => (load.ok ? [] : load.problems);

describe('files', () => {
  const refused: readonly (readonly [string, string | Buffer, RegExp])[] = [
    ['an empty file', '', /The plan is empty/],
    ['a file with a comment only', '# soon', /The plan is empty/],
    ['a list', '- a\n- b', /must be a block/],
    ['two documents', `${minimalText}---\na: 1\n`, /several documents/],
    ['a tab', 'plan:\n\tcompany: A', /tab/],
    ['bytes that are no text', Buffer.from([0x70, 0x3a, 0x20, 0xff, 0xfe, 0x00]), /UTF-8/],
    ['a quote left open', 'plan: { company: "A', /not closed/],
    ['a tag', 'plan: !!js/function x', /tag/],
    ['a file of ten megabytes', `plan: { company: "${'x'.repeat(10 * 1024 * 1024)}" }`, /at most 2 MiB/],
    ['an alias to nothing', 'plan: *gone', /points to nothing/],
    ['an alias that contains itself', 'plan: &a { company: *a }', /contains itself|points to nothing/],
    ['a list that contains itself', 'plan: &a [ 1, *a ]', /contains itself|points to nothing/],
    [
      'a bomb of aliases',
      `a: &a [1,2,3,4,5,6,7,8,9]\n${'bcdefghij'
        .split('')
        .map((k, i) => `${k}: &${k} [${`*${'abcdefghij'[i]},`.repeat(9)}]`)
        .join('\n')}`,
      /more than 200 aliases/,
    ],
    ['a thousand brackets', `a: ${'['.repeat(1_000)}${']'.repeat(1_000)}`, /nested too deeply/],
    ['a hundred thousand brackets', `a: ${'['.repeat(1_900_000)}`, /nested too deeply/],
    ['a million commas', `a: [${','.repeat(1_000_000)}]`, /far more/],
    [
      'a very long list of keys',
      Array.from({ length: 60_000 }, (_, i) => `k${i}: ${i}`).join('\n'),
      /far more|not a plan/,
    ],
  ];
  it.each(refused)('%s is refused in a sentence', (name, content, words) => {
    const all = problemsOf(loadPlan(file(`${name.replaceAll(' ', '-')}.yaml`, content)));
    expect(all.length).toBeGreaterThan(0);
    expect(all.map(({ message }) => message).join('\n')).toMatch(words);
  });

  it('a pipe or a device is refused at once, alone and in a folder', () => {
    const inside = join(folder, 'with-a-pipe');
    mkdirSync(inside);
    execFileSync('mkfifo', [join(inside, 'pipe.yaml')]);
    for (const path of [inside, join(inside, 'pipe.yaml'), '/dev/zero'])
      expect(problemsOf(loadPlan(path))[0]?.message).toMatch(/neither a file nor a folder/);
  });

  it('a file that is not there, or may not be read, is told so', () => {
    expect(problemsOf(loadPlan(join(folder, 'nowhere.yaml')))[0]?.message).toBe('There is no such file.');
    const locked = file('locked.yaml', minimalText);
    chmodSync(locked, 0o000);
    const load = loadPlan(locked);
    // The administrator of a machine may read every file.
    expect(load.ok || load.problems[0]?.message === 'The file may not be read: check its permissions.').toBe(true);
  });

  it('an ordinary anchor is followed', () => {
    const text = minimalText.replace('{ call: "+1 312 555 0199" }', '&desk { call: "+1 312 555 0199" }, *desk');
    expect(loadPlanText(text).ok).toBe(true);
  });
});

describe('a folder', () => {
  const put = (name: string, files: Readonly<Record<string, string>>) => {
    const path = join(folder, name);
    mkdirSync(path);
    for (const [part, text] of Object.entries(files)) writeFileSync(join(path, part), text);
    return path;
  };
  const [headLine, ...rest] = minimalText.split('\n');

  it('is put together by top-level key and says the same as one file', () => {
    const path = put('whole', {
      'a-plan.yaml': `${headLine}\n`,
      'b-rest.yml': rest.join('\n'),
      'empty.yaml': '',
      'notes.md': '# notes',
    });
    const [load, single] = [loadPlan(path), loadPlanText(minimalText)];
    expect(load.ok && single.ok && load.hash === single.hash).toBe(true);
    expect(load.ok && load.warnings.map(({ level, file: at }) => [level, at])).toEqual([
      ['info', join(path, 'notes.md')],
    ]);
  });

  it('names both files when a key stands in two of them', () => {
    const path = put('twice', { 'a.yaml': minimalText, 'b.yaml': 'vendors: {}\npeople: {}' });
    const [found] = problemsOf(loadPlan(path));
    expect(found).toMatchObject({ rule: 'L003', file: join(path, 'b.yaml'), line: 2, column: 1 });
    expect(found?.message).toContain('a.yaml and b.yaml');
  });

  it('names the file in which a mistake stands', () => {
    const path = put('wrong', { 'a.yaml': `${headLine}\n`, 'b.yaml': rest.join('\n').replace('rto: 2h', 'rto: 2') });
    expect(problemsOf(loadPlan(path))).toMatchObject([{ rule: 'L004', file: join(path, 'b.yaml'), line: 6 }]);
  });

  it('without a YAML file is no plan', () => {
    expect(problemsOf(loadPlan(put('nothing', { 'readme.txt': '' })))[0]?.message).toContain('no .yaml file');
  });
});
