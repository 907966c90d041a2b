import { describe, expect, it } from 'vitest';
import { partText } from '../../src/core/postmortem/edit.ts';
import { writePart } from '../../src/core/postmortem/marks.ts';
import type { Postmortems } from '../../src/ports/postmortems.ts';
import { PostmortemFault } from '../../src/ports/postmortems.ts';

/** `ours` and `theirs` are two places of the program, or two processes, with the same postmortems. */
export type PostmortemsHarness = Disposable & { readonly ours: Postmortems; readonly theirs: Postmortems };

const document = (sense: string, factors = 'old factors') =>
  `# Postmortem\n\n${writePart('sense', sense)}\n\n${writePart('factors', factors)}\n`;

/** What every place for postmortems promises. */
export function postmortemsContract(name: string, make: () => PostmortemsHarness): void {
  describe(`postmortems: ${name}`, () => {
    it('are not there until they are written, and are then the same for everybody', async () => {
      using place = make();
      expect(await place.theirs.read('INC-42')).toBeUndefined();
      expect(await place.ours.write('INC-42', (existing) => existing ?? 'first text\n')).toBe('INC-42.md');
      expect(await place.theirs.write('EX-7', () => 'a drill\n')).toBe('EX-7.md');
      expect([await place.theirs.read('INC-42'), await place.ours.read('EX-7')]).toEqual(['first text\n', 'a drill\n']);
    });

    it('give what is there to whoever writes, so that it can be kept', async () => {
      using place = make();
      await place.theirs.write('INC-42', () => 'by somebody\n');
      await place.ours.write('INC-42', (existing) => `${existing ?? ''}and Muster\n`);
      expect(await place.ours.read('INC-42')).toBe('by somebody\nand Muster\n');
    });

    it('keep what all of those write who write at once', async () => {
      using place = make();
      await place.ours.write('INC-42', () => document('old'));
      const rounds = Array.from({ length: 10 }, (_, n) => [
        place.ours.edit('INC-42', { name: 'sense', text: `sense ${n}`, isAsLoaded: () => true }),
        place.theirs.write('INC-42', (existing) => `${existing ?? ''}fact ${n}\n`),
      ]);
      await Promise.all(rounds.flat());
      const text = (await place.theirs.read('INC-42')) ?? '';
      expect(partText(text, 'sense')).toMatch(/^sense \d$/);
      expect(text.match(/^fact \d+$/gm)).toHaveLength(10);
    });

    it('take the text of one part, and leave every other line', async () => {
      using place = make();
      await place.ours.write('INC-42', () => document('old'));
      const edit = { name: 'sense', text: 'new', isAsLoaded: (now: string) => now === 'old' };
      expect(await place.theirs.edit('INC-42', edit)).toMatchObject({ outcome: 'saved' });
      expect(await place.ours.read('INC-42')).toBe(document('new'));
    });

    it('say that a part was changed by somebody else since it was loaded, and change nothing', async () => {
      using place = make();
      await place.ours.write('INC-42', () => document('theirs'));
      const edit = { name: 'sense', text: 'mine', isAsLoaded: (now: string) => now === 'old' };
      expect(await place.ours.edit('INC-42', edit)).toEqual({ outcome: 'conflict', now: 'theirs' });
      expect(await place.ours.read('INC-42')).toBe(document('theirs'));
    });

    it('are made by nobody who only edits', async () => {
      using place = make();
      const edit = { name: 'sense', text: 'new', isAsLoaded: () => true };
      expect(await place.ours.edit('INC-42', edit)).toEqual({ outcome: 'gone' });
      expect(await place.ours.read('INC-42')).toBeUndefined();
    });

    it('stay as they were when what is to be written cannot be made', async () => {
      using place = make();
      await place.ours.write('INC-42', () => 'old');
      const broken = () => {
        throw new Error('the events do not begin with `declared`');
      };
      const failed = place.ours.write('INC-42', broken);
      await expect(failed).rejects.toThrow(PostmortemFault);
      await expect(failed).rejects.toThrow('the events do not begin');
      expect(await place.ours.read('INC-42')).toBe('old');
    });

    it.each(['../INC-42', 'INC-42/../../x', '42', 'inc-42', 'INC-042', 'INC-42\0', '', '..', 'INC-42.md'])(
      'refuse %j, which is the id of no incident',
      async (id) => {
        using place = make();
        await expect(place.ours.write(id, () => 'x')).rejects.toThrow('is not the id of an incident, such as INC-42.');
        await expect(place.ours.read(id)).rejects.toThrow(PostmortemFault);
      },
    );
  });
}
