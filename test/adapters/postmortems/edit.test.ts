import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { postmortemFiles } from '../../../src/adapters/postmortems/files.ts';
import { writePart } from '../../../src/core/postmortem/marks.ts';
import { partText } from '../../../src/core/postmortem/edit.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const document = (sense: string, factors = 'old factors') =>
  `# Postmortem\n\n${writePart('sense', sense)}\n\n${writePart('factors', factors)}\n`;
const edit = (name: string, text: string, loaded: string) => ({
  name,
  text,
  isAsLoaded: (now: string) => now === loaded,
});

describe('a part that is saved', () => {
  it('goes into the file, and every other line stays', async () => {
    using temp = tempFolder();
    writeFileSync(temp.file('INC-42.md'), document('old'));
    const edited = await postmortemFiles(temp.path).edit('INC-42', edit('sense', 'new', 'old'));
    expect(edited.outcome).toBe('saved');
    expect(readFileSync(temp.file('INC-42.md'), 'utf8')).toBe(document('new'));
  });

  it('makes no file where none was written', async () => {
    using temp = tempFolder();
    expect(await postmortemFiles(temp.path).edit('INC-42', edit('sense', 'new', ''))).toEqual({ outcome: 'gone' });
    expect(existsSync(temp.file('INC-42.md'))).toBe(false);
  });

  it('takes nothing away from whoever edits the file by hand in the same moment', async () => {
    using temp = tempFolder();
    writeFileSync(temp.file('INC-42.md'), document('old'));
    let looked = 0;
    const edited = await postmortemFiles(temp.path).edit('INC-42', {
      ...edit('sense', 'new', 'old'),
      isAsLoaded(now) {
        looked += 1;
        if (looked === 1) writeFileSync(temp.file('INC-42.md'), document('old', 'by hand'));
        return now === 'old';
      },
    });
    expect(edited.outcome).toBe('saved');
    expect(readFileSync(temp.file('INC-42.md'), 'utf8')).toBe(document('new', 'by hand'));
  });

  it('is a conflict when the same part was changed by hand in that moment, and the file stays as the hand left it', async () => {
    using temp = tempFolder();
    writeFileSync(temp.file('INC-42.md'), document('old'));
    let looked = 0;
    const edited = await postmortemFiles(temp.path).edit('INC-42', {
      ...edit('sense', 'new', 'old'),
      isAsLoaded(now) {
        looked += 1;
        if (looked === 1) writeFileSync(temp.file('INC-42.md'), document('by hand'));
        return now === 'old';
      },
    });
    expect(edited).toEqual({ outcome: 'conflict', now: 'by hand' });
    expect(readFileSync(temp.file('INC-42.md'), 'utf8')).toBe(document('by hand'));
  });

  it('is not lost when facts and other parts are written at the same time from another place of the program', async () => {
    using temp = tempFolder();
    writeFileSync(temp.file('INC-42.md'), document('old'));
    const [people, facts] = [postmortemFiles(temp.path), postmortemFiles(`${temp.path}/`)];
    const rounds = Array.from({ length: 20 }, (_, n) => [
      people.edit('INC-42', { name: 'sense', text: `sense ${n}`, isAsLoaded: () => true }),
      people.edit('INC-42', { name: 'factors', text: `factors ${n}`, isAsLoaded: () => true }),
      facts.write('INC-42', (existing) => `${existing ?? ''}fact ${n}\n`),
    ]);
    await Promise.all(rounds.flat());
    const text = readFileSync(temp.file('INC-42.md'), 'utf8');
    expect([partText(text, 'sense'), partText(text, 'factors')]).toEqual(['sense 19', 'factors 19']);
    expect(text.match(/^fact \d+$/gm)).toHaveLength(20);
  });
});
