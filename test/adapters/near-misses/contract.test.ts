import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sealedFile } from '../../../src/adapters/near-misses/sealed/sealed-file.ts';
import { sealedText } from '../../../src/adapters/near-misses/sealed/sealed-text.ts';
import { memoryStore } from '../../../src/adapters/stores/memory/memory-store.ts';
import { NearMissFault } from '../../../src/ports/near-misses.ts';
import { StoreFault } from '../../../src/ports/store.ts';
import { aThread, nearMissVaultContract, puts } from '../../contracts/near-miss-vault.contract.ts';
import { FRIDAY_1640 } from '../../support/story.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const flipped = (bytes: Buffer, at: number) => {
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
};

nearMissVaultContract('a sealed file', () => {
  const folder = tempFolder();
  const file = folder.file('near');
  const vaults = new Map<string, ReturnType<typeof sealedFile>>();
  return {
    // One process has one of them.
    vault(secret) {
      const vault = vaults.get(secret) ?? sealedFile({ file, secret });
      vaults.set(secret, vault);
      return vault;
    },
    kept: async () => readFileSync(file),
    damage: async (byte) => writeFileSync(file, flipped(readFileSync(file), byte)),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
});

nearMissVaultContract('a sealed text of a store that processes share', () => {
  const store = memoryStore(virtualClock(FRIDAY_1640));
  const bytes = async () => Buffer.from((await store.text('near-misses'))?.text ?? '', 'base64');
  return {
    vault: (secret) => sealedText({ store, secret }),
    kept: bytes,
    async damage(byte) {
      const { version = 0 } = (await store.text('near-misses')) ?? {};
      await store.putText('near-misses', version, flipped(await bytes(), byte).toString('base64'));
    },
    [Symbol.dispose]: () => void store.close(),
  };
});

describe('the vault of the near misses in a store that fails', () => {
  it('says so in a sentence that holds nothing of what was reported', async () => {
    const down = () => Promise.reject(new StoreFault('The database does not answer.'));
    const vault = sealedText({ store: { text: down, putText: down }, secret: 'a' });
    await expect(vault.read()).rejects.toThrow(NearMissFault);
    await expect(vault.change(puts(aThread('a', 'x')))).rejects.toThrow('cannot be read from the database.');
  });

  it('says when others keep writing', async () => {
    const vault = sealedText({ store: { text: async () => undefined, putText: async () => false }, secret: 'a' });
    await expect(vault.change(puts(aThread('a', 'x')))).rejects.toThrow('others keep writing them.');
  });
});
