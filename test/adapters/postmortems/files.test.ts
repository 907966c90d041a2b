import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { postmortemFiles } from '../../../src/adapters/postmortems/files.ts';
import { PostmortemFault } from '../../../src/ports/postmortems.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('the folder of postmortems', () => {
  it('is made when the first one is written, and holds one file for each incident', async () => {
    using temp = tempFolder();
    const files = postmortemFiles(temp.file('plan/postmortems'));
    expect(await files.read('INC-42')).toBeUndefined();
    expect(await files.write('INC-42', (existing) => existing ?? 'first text\n')).toBe('INC-42.md');
    expect(await files.write('EX-7', () => 'a drill\n')).toBe('EX-7.md');
    expect(await files.read('INC-42')).toBe('first text\n');
    expect(readdirSync(temp.file('plan/postmortems')).sort()).toEqual(['EX-7.md', 'INC-42.md']);
  });

  it('gives what is there to whoever writes, so that it can be kept', async () => {
    using temp = tempFolder();
    writeFileSync(temp.file('INC-42.md'), 'by hand\n');
    await postmortemFiles(temp.path).write('INC-42', (existing) => `${existing ?? ''}and Muster\n`);
    expect(readFileSync(temp.file('INC-42.md'), 'utf8')).toBe('by hand\nand Muster\n');
  });

  it('holds the same file when a run that crashed is run again, with its leftovers about', async () => {
    using temp = tempFolder();
    writeFileSync(temp.file(`.INC-42.md.${process.pid}.tmp`), 'half a te');
    const again = () => postmortemFiles(temp.path).write('INC-42', () => 'text\n');
    expect([await again(), await again()]).toEqual(['INC-42.md', 'INC-42.md']);
    expect(readdirSync(temp.path)).toEqual(['INC-42.md']);
  });

  it('asks again when a person saves the file while it is being written', async () => {
    using temp = tempFolder();
    writeFileSync(temp.file('INC-42.md'), 'old');
    let asked = 0;
    await postmortemFiles(temp.path).write('INC-42', (existing) => {
      asked += 1;
      if (asked === 1) writeFileSync(temp.file('INC-42.md'), 'saved meanwhile');
      return `${existing ?? ''}, rendered`;
    });
    expect(readFileSync(temp.file('INC-42.md'), 'utf8')).toBe('saved meanwhile, rendered');
  });

  it('lets two that write the same file at once take turns', async () => {
    using temp = tempFolder();
    const files = postmortemFiles(temp.path);
    const one = (letter: string) => files.write('INC-42', (existing) => (existing ?? '') + letter);
    await Promise.all([one('a'), one('b'), one('c')]);
    expect(await files.read('INC-42')).toBe('abc');
  });
});

describe('an id that is none', () => {
  it.each(['../INC-42', 'INC-42/../../x', '42', 'inc-42', 'INC-042', 'INC-42\0', '', '..', 'INC-42.md', '/etc/passwd'])(
    '%j is refused',
    async (id) => {
      using temp = tempFolder();
      const files = postmortemFiles(temp.file('inside'));
      await expect(files.write(id, () => 'x')).rejects.toThrow('is not the id of an incident, such as INC-42.');
      await expect(files.read(id)).rejects.toThrow(PostmortemFault);
      expect(readdirSync(temp.path)).toEqual([]);
    },
  );
});

describe('a folder that cannot be used', () => {
  it('is told in a sentence, with its cause', async () => {
    using temp = tempFolder();
    writeFileSync(temp.file('in-the-way'), '');
    const files = postmortemFiles(temp.file('in-the-way/postmortems'));
    const failed = files.write('INC-42', () => 'x');
    await expect(failed).rejects.toThrow(
      'The postmortem INC-42.md could not be written to its folder: a part of its path is a file, not a folder.',
    );
    await expect(failed).rejects.toMatchObject({ name: 'PostmortemFault', cause: { code: 'ENOTDIR' } });
    await expect(files.read('INC-42')).rejects.toThrow(
      'The postmortem INC-42.md could not be read: a part of its path is a file, not a folder.',
    );
  });

  it('leaves nothing half written, and works again when the way is free', async () => {
    using temp = tempFolder();
    mkdirSync(temp.file('INC-42.md'));
    const files = postmortemFiles(temp.path);
    await expect(files.write('INC-42', () => 'x')).rejects.toThrow('a folder has that name.');
    expect(readdirSync(temp.path)).toEqual(['INC-42.md']);
    expect(await files.write('INC-43', () => 'x')).toBe('INC-43.md');
  });

  it('passes on what went wrong while rendering, and keeps the file as it was', async () => {
    using temp = tempFolder();
    writeFileSync(temp.file('INC-42.md'), 'old');
    const broken = () => {
      throw new Error('the events do not begin with `declared`');
    };
    await expect(postmortemFiles(temp.path).write('INC-42', broken)).rejects.toThrow('the events do not begin');
    expect(readFileSync(temp.file('INC-42.md'), 'utf8')).toBe('old');
  });
});
