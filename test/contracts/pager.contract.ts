import { describe, expect, it } from 'vitest';
import type { Medium } from '../../src/core/media.ts';
import type { PageMessage, Pager } from '../../src/ports/pager.ts';

/** `sent` is what left for phones, in order, as the person will read or hear it (decoded, all parts joined). */
export type PagerHarness = AsyncDisposable & {
  readonly pager: Pager;
  /** An address that this pager can send to, per medium. */
  addressFor(medium: Medium): string;
  sent(): Promise<readonly { readonly to: string; readonly text: string }[]>;
};

export const page = (over: Partial<PageMessage> = {}): PageMessage => ({
  key: 'INC-42/page/1.0/ann/sms/1',
  incident: 'INC-42',
  person: 'ann',
  medium: 'sms',
  to: '+13135550101',
  subject: 'INC-42 sev2: phones send callers in a loop',
  text: 'INC-42 sev2: phones send callers in a loop. Acknowledge: reply ACK 42.',
  drill: false,
  ...over,
});

/** What every `Pager` promises, when the provider behind it is well. */
export function pagerContract(name: string, make: () => Promise<PagerHarness>): void {
  const live = () => new AbortController().signal;
  const ready = async () => {
    const harness = await make();
    const [medium] = harness.pager.media;
    if (medium === undefined) throw new Error(`${name} has no medium`);
    const message = (over: Partial<PageMessage> = {}) => {
      const by = over.medium ?? medium;
      return page({ medium: by, to: harness.addressFor(by), key: `INC-42/page/1.0/ann/${by}/1`, ...over });
    };
    return { ...harness, message, [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose]() };
  };

  describe(`the pager: ${name}`, () => {
    it('has a name and at least one medium', async () => {
      await using bench = await ready();
      expect(bench.pager.name).not.toBe('');
      expect(new Set(bench.pager.media).size).toBe(bench.pager.media.length);
    });

    it('accepts by each of its media, with a reference, and the whole text leaves', async () => {
      await using bench = await ready();
      for (const medium of bench.pager.media) {
        const message = bench.message({ medium });
        const before = (await bench.sent()).length;
        const outcome = await bench.pager.send(message, live());
        expect(outcome).toMatchObject({ outcome: 'accepted', reference: expect.stringMatching(/./) });
        const left = (await bench.sent()).slice(before);
        expect(left).toMatchObject([{ to: message.to, text: expect.stringContaining(message.text) }]);
      }
    });

    it('may be asked to send the same key twice', async () => {
      await using bench = await ready();
      for (const _ of [1, 2]) {
        expect(await bench.pager.send(bench.message(), live())).toMatchObject({ outcome: 'accepted' });
      }
      expect((await bench.sent()).length).toBeGreaterThanOrEqual(1);
    });

    it('marks a drill that came without its mark, or refuses it', async () => {
      await using bench = await ready();
      await bench.pager.send(bench.message({ drill: true, text: 'EX-7: phones are down.', subject: 'EX-7' }), live());
      for (const { text } of await bench.sent()) expect(text).toContain('EXERCISE');
    });

    it('does not mark a drill twice', async () => {
      await using bench = await ready();
      await bench.pager.send(
        bench.message({ drill: true, text: 'EXERCISE EX-7: phones are down.', subject: 'EXERCISE EX-7' }),
        live(),
      );
      for (const { text } of await bench.sent()) expect(text).not.toMatch(/EXERCISE\W+EXERCISE/);
    });

    it('sends hostile text as text', async () => {
      await using bench = await ready();
      const text = `INC-42: <b>&amp;"quotes" 'single' {{x}} Größe </Say><Hangup/> <!channel>`;
      await bench.pager.send(bench.message({ text }), live());
      expect((await bench.sent()).at(-1)?.text).toContain(text);
    });

    it('sends nothing when the caller has given up already', async () => {
      await using bench = await ready();
      await expect(bench.pager.send(bench.message(), AbortSignal.abort())).rejects.toThrow();
      expect(await bench.sent()).toEqual([]);
    });
  });
}
