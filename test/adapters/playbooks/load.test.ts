import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadPlaybooks, loadPlaybookTexts } from '../../../src/adapters/playbooks/load.ts';
import { fileText } from '../../core/playbook/players.ts';

const GOOD = 'playbook: flood\ntitle: Flood\nsteps:\n  - id: stop\n    do: Turn the water off\n';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'playbooks-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, text: string | Buffer) => writeFileSync(join(folder, name), text);

describe('a folder of playbooks', () => {
  it('is read by file name; other files and hidden ones are left alone', () => {
    write('flood.yaml', GOOD);
    write('notes.txt', 'not a playbook');
    write('.hidden.yaml', '[');
    const load = loadPlaybooks(folder);
    expect(load).toMatchObject({ ok: true, playbooks: { flood: { title: 'Flood', exit: [] } } });
  });

  it('says file, line, column and path of every mistake, and the nearest right word', () => {
    write('flood.yaml', GOOD.replace('    do:', '    dou:'));
    write('fire.yaml', GOOD.replace('flood', 'fire').replace('do: Turn', 'do: Turn\n    who: tech_leed #'));
    const load = loadPlaybooks(folder);
    expect(load).toMatchObject({
      ok: false,
      problems: [
        { file: join(folder, 'flood.yaml'), line: 5, column: 5, path: 'steps[0].dou', message: '`dou` is not a known word. Did you mean `do`?' },
        { file: join(folder, 'flood.yaml'), line: 4, column: 5, path: 'steps[0].id' },
      ],
    });
    write('flood.yaml', GOOD);
    expect(loadPlaybooks(folder)).toMatchObject({
      ok: false,
      problems: [{ line: 6, column: 5, path: 'steps[0].who', message: 'Nobody knows the role `tech_leed`. Did you mean `tech_lead`?' }],
    });
  });

  it('refuses two files for one playbook, a missing folder, a file that is too large and one that is no text', () => {
    write('flood.yaml', GOOD);
    write('flood.yml', GOOD);
    expect(loadPlaybooks(folder)).toMatchObject({ problems: [{ message: 'There are two files for `flood`: keep one.' }] });
    rmSync(join(folder, 'flood.yml'));
    write('large.yaml', `${GOOD}# ${'x'.repeat(256 * 1024)}`);
    expect(loadPlaybooks(folder)).toMatchObject({ problems: [{ message: 'A playbook has at most 256 KiB.' }] });
    write('large.yaml', Buffer.from([0xff, 0xfe, 0x00]));
    expect(loadPlaybooks(folder)).toMatchObject({ problems: [{ message: 'The file is not UTF-8 text. Save it as UTF-8.' }] });
    expect(loadPlaybooks(join(folder, 'nothing'))).toMatchObject({ ok: false, problems: [{ line: 0 }] });
  });
});

const BOMB = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n`;

describe('hostile and broken files are refused with a sentence', () => {
  it.each([
    ['an alias bomb', BOMB, 'An alias (*name) stands here. Write the value out.'],
    ['brackets without end', '['.repeat(100_000), 'nested too deeply'],
    ['dashes without end', '- '.repeat(10_000), 'nested too deeply'],
    ['blocks without end', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), ''],
    ['more words than any playbook has', 'a: 1\n'.repeat(40_000), 'far more in this file'],
    ['a tab', 'playbook: flood\n\ttitle: x', 'Indent with spaces only'],
    ['a key twice', `${GOOD}title: Other\n`, 'written twice'],
    ['two documents', `${GOOD}---\n${GOOD}`, 'one playbook in one file'],
    ['a list', '- a', ''],
    ['nothing', '', ''],
    ['a tag', 'playbook: !!js/function x', 'A tag'],
    ['a key that is a list', '? [a]\n: b', 'A key must be a plain word.'],
    ['a prototype', `${GOOD}__proto__: { polluted: yes }\n`, '`__proto__` is not a known word'],
  ])('%s', (_, text, expected) => {
    const load = loadPlaybookTexts({ 'flood.yaml': text });
    expect(load.ok).toBe(false);
    expect(load.ok ? '' : load.problems.map(({ message }) => message).join('\n')).toContain(expected);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('whatever stands in the file, the answer is a value and every problem has a place', () => {
    const good = fileText('playbooks/phone-misrouting.yaml');
    const cut = fc.tuple(fc.nat(good.length), fc.nat(60), fc.string({ unit: 'grapheme', maxLength: 12 }));
    const mixed = cut.map(([at, length, text]) => good.slice(0, at) + text + good.slice(at + length));
    fc.assert(
      fc.property(fc.oneof(mixed, fc.string(), fc.json()), (text) => {
        const load = loadPlaybookTexts({ 'phone-misrouting.yaml': text });
        if (load.ok) return;
        expect(load.problems.length).toBeGreaterThan(0);
        for (const { line, column, message } of load.problems) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
          expect(message).not.toBe('');
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('docs/playbooks.md', () => {
  const examples = [...fileText('docs/playbooks.md').matchAll(/```yaml\n(playbook: (\S+)\n[\s\S]*?)```/g)];

  it('begins with an example of ten lines', () => expect(examples[0]?.[1]?.trim().split('\n')).toHaveLength(10));

  it.each(examples.map(([, text = '', id = '']) => [id, text]))('has an example that loads: %s', (id, text) => {
    expect(loadPlaybookTexts({ [`${id}.yaml`]: text })).toMatchObject({ ok: true, warnings: [] });
  });
});
