import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sealedFile } from '../../../src/adapters/near-misses/sealed-file.ts';
import type { Thread } from '../../../src/core/nearmiss/thread.ts';
import { instant } from '../../../src/core/time.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const thread = (id: string, what: string): Thread => ({
  facts: {
    id,
    week: '2026-W47',
    about: { none: 'rather not say' },
    likelihood: null,
    mayPublish: true,
    mayAsk: true,
    urgent: false,
    receipt: 'h',
    replyBy: instant('2026-11-27T15:00:00Z'),
    signed: false,
  },
  texts: { what, stopped: 's', help: '' },
  signed: null,
  letters: [],
});
const threads = (...all: readonly Thread[]) => new Map(all.map((one) => [one.facts.id, one]));

describe('the sealed file', () => {
  it('gives back what was put in, to whoever has the secret', async () => {
    using folder = tempFolder();
    const file = folder.file('near');
    expect(await sealedFile({ file, secret: 'a' }).read()).toEqual(new Map());
    await sealedFile({ file, secret: 'a' }).write(threads(thread('b', 'two'), thread('a', 'one')));
    expect(await sealedFile({ file, secret: 'a' }).read()).toEqual(threads(thread('a', 'one'), thread('b', 'two')));
    await expect(sealedFile({ file, secret: 'b' }).read()).rejects.toThrow(
      'the secret has changed'.replace('the', 'Muster’s'),
    );
  });

  it('shows nothing of what is in it: no word, no order, and not how long the newest text is', async () => {
    using folder = tempFolder();
    const [one, other] = [folder.file('one'), folder.file('other')];
    await sealedFile({ file: one, secret: 'a' }).write(threads(thread('a', 'CANARY'), thread('b', 'x')));
    await sealedFile({ file: other, secret: 'a' }).write(threads(thread('b', 'y'.repeat(900)), thread('a', 'CANARY')));
    expect(readFileSync(one).includes('CANARY')).toBe(false);
    expect(statSync(one).size).toBe(statSync(other).size);
    expect([...(await sealedFile({ file: other, secret: 'a' }).read()).keys()]).toEqual(['a', 'b']);
  });

  it('can be read by its owner only, and leaves no draft behind', async () => {
    using folder = tempFolder();
    await sealedFile({ file: folder.file('near'), secret: 'a' }).write(threads(thread('a', 'x')));
    expect(statSync(folder.file('near')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder.path)).toEqual(['near']);
  });

  it.each([0, 25, 60, 500])('that was damaged at byte %i is refused, not half read', async (byte) => {
    using folder = tempFolder();
    const file = folder.file('near');
    await sealedFile({ file, secret: 'a' }).write(threads(thread('a', 'x')));
    const bytes = readFileSync(file);
    bytes[byte] = (bytes[byte] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    await expect(sealedFile({ file, secret: 'a' }).read()).rejects.toThrow('cannot be opened');
  });

  it('that was cut off is refused too', async () => {
    using folder = tempFolder();
    writeFileSync(folder.file('near'), 'muster near');
    await expect(sealedFile({ file: folder.file('near'), secret: 'a' }).read()).rejects.toThrow('cannot be opened');
  });
});
