import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sealedFile } from '../../../src/adapters/near-misses/sealed/sealed-file.ts';
import { aThread, puts } from '../../contracts/near-miss-vault.contract.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('the sealed file', () => {
  it('holds its parts in the order of their random ids, whichever came first', async () => {
    using folder = tempFolder();
    const vault = sealedFile({ file: folder.file('near'), secret: 'a' });
    await vault.change(puts(aThread('b', 'first')));
    await vault.change(puts(aThread('a', 'second')));
    expect([...(await sealedFile({ file: folder.file('near'), secret: 'a' }).read()).keys()]).toEqual(['a', 'b']);
  });

  it('can be read by its owner only, and leaves no draft behind', async () => {
    using folder = tempFolder();
    await sealedFile({ file: folder.file('near'), secret: 'a' }).change(puts(aThread('a', 'x')));
    expect(statSync(folder.file('near')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder.path)).toEqual(['near']);
  });

  it('that was cut off is refused, not half read', async () => {
    using folder = tempFolder();
    writeFileSync(folder.file('near'), 'muster near');
    await expect(sealedFile({ file: folder.file('near'), secret: 'a' }).read()).rejects.toThrow('cannot be opened');
  });
});
