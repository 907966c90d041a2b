import { describe, expect, it } from 'vitest';
import type { Thread } from '../../src/core/nearmiss/thread.ts';
import { instant } from '../../src/core/time.ts';
import type { NearMissVault } from '../../src/ports/near-misses.ts';
import { NearMissFault } from '../../src/ports/near-misses.ts';

/** `damage` changes a byte of what is kept. */
export type VaultHarness = Disposable & {
  readonly vault: (secret: string) => NearMissVault;
  readonly kept: () => Promise<Buffer>;
  readonly damage: (byte: number) => Promise<void>;
};

export const aThread = (id: string, what: string): Thread => ({
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

export const puts =
  (...all: readonly Thread[]) =>
  (now: Map<string, Thread>) =>
    all.forEach((one) => now.set(one.facts.id, one));

/** What every place for the texts of near misses promises. */
export function nearMissVaultContract(name: string, make: () => VaultHarness): void {
  describe(`the vault of the near misses: ${name}`, () => {
    it('gives back what was put in, to whoever has the secret and to nobody else', async () => {
      using place = make();
      expect(await place.vault('a').read()).toEqual(new Map());
      await place.vault('a').change(puts(aThread('b', 'two'), aThread('a', 'one')));
      expect([...(await place.vault('a').read())]).toEqual([
        ['a', aThread('a', 'one')],
        ['b', aThread('b', 'two')],
      ]);
      const other = place.vault('b').read();
      await expect(other).rejects.toThrow('Muster’s secret has changed');
      await expect(other).rejects.toThrow(NearMissFault);
    });

    it('shows no word of what is in it, and not how long the newest text is', async () => {
      using place = make();
      await place.vault('a').change(puts(aThread('a', 'CANARY'), aThread('b', 'x')));
      const before = await place.kept();
      await place.vault('a').change(puts(aThread('b', 'y'.repeat(900))));
      const after = await place.kept();
      expect([before.includes('CANARY'), after.includes('CANARY')]).toEqual([false, false]);
      expect(after.length).toBe(before.length);
    });

    it('loses nothing of those who change it at the same time', async () => {
      using place = make();
      const vault = place.vault('a');
      await Promise.all(Array.from({ length: 12 }, (_, n) => vault.change(puts(aThread(`id-${n}`, `text ${n}`)))));
      expect((await vault.read()).size).toBe(12);
    });

    it('forgets what is taken out', async () => {
      using place = make();
      await place.vault('a').change(puts(aThread('a', 'one'), aThread('b', 'two')));
      await place.vault('a').change((now) => now.delete('a'));
      expect([...(await place.vault('a').read()).keys()]).toEqual(['b']);
    });

    it.each([0, 25, 60, 500])('refuses what was damaged at byte %i instead of reading half of it', async (byte) => {
      using place = make();
      await place.vault('a').change(puts(aThread('a', 'x')));
      await place.damage(byte);
      await expect(place.vault('a').read()).rejects.toThrow('cannot be opened');
      await expect(place.vault('a').change(puts(aThread('b', 'x')))).rejects.toThrow(NearMissFault);
    });
  });
}
