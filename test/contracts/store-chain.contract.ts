import { describe, expect, it } from 'vitest';
import { CHAIN_BEGIN, linkHash } from '../../src/ports/chain.ts';
import { batch, HOSTILE, type MakeStore } from './store-harness.ts';

/** What a store promises about the chain of a stream's events, and about texts under a name. */
export function chainPromises(make: MakeStore): void {
  describe('the chain', () => {
    it('holds each event as it was written, hashed over its text, its place and the hash before it', async () => {
      await using bench = await make();
      const { store } = bench;
      const bodies = [{ type: 'declared', title: 'phones' }, { type: 'noted', text: HOSTILE.join('|') }, 'third'];
      await store.append(batch({ events: bodies.slice(0, 2) }));
      await store.append(batch({ expected: 2, events: bodies.slice(2) }));
      const links = await store.chain('INC-1');
      expect(links.map(({ text }) => text)).toEqual(bodies.map((body) => JSON.stringify(body)));
      let before = CHAIN_BEGIN;
      for (const { version, text, hash } of links) {
        expect(hash).toBe((before = linkHash(before, { stream: 'INC-1', version, text })));
      }
      expect(links.map(({ version }) => version)).toEqual([1, 2, 3]);
    });

    it('is another one in another stream, though the same happened there', async () => {
      await using bench = await make();
      const { store } = bench;
      for (const stream of ['INC-1', 'INC-2']) await store.append(batch({ stream }));
      const [one, two] = await Promise.all(['INC-1', 'INC-2'].map((stream) => store.chain(stream)));
      expect(one?.[0]?.text).toBe(two?.[0]?.text);
      expect(one?.[0]?.hash).not.toBe(two?.[0]?.hash);
      expect(await store.chain('INC-404')).toEqual([]);
    });

    it('does not move when an append is refused', async () => {
      await using bench = await make();
      const { store } = bench;
      await store.append(batch());
      const before = await store.chain('INC-1');
      await store.append(batch({ events: ['late'] }));
      expect(await store.chain('INC-1')).toEqual(before);
    });
  });

  describe('named texts', () => {
    it('are replaced by whoever saw the newest, and by nobody else', async () => {
      await using bench = await make();
      const { store } = bench;
      expect(await store.text('postmortem/INC-1')).toBeUndefined();
      expect(await store.putText('postmortem/INC-1', 1, 'too early')).toBe(false);
      expect(await store.putText('postmortem/INC-1', 0, 'first')).toBe(true);
      expect(await store.putText('postmortem/INC-1', 0, 'blind')).toBe(false);
      expect(await store.putText('postmortem/INC-1', 1, 'second')).toBe(true);
      expect(await store.putText('postmortem/INC-1', 1, 'late')).toBe(false);
      expect(await store.text('postmortem/INC-1')).toEqual({ version: 2, text: 'second' });
      expect(await store.text('postmortem/INC-2')).toBeUndefined();
    });

    it('let one of twenty writers at once win', async () => {
      await using bench = await make();
      const { store } = bench;
      const won = await Promise.all(Array.from({ length: 20 }, (_, n) => store.putText('a', 0, String(n))));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await store.text('a')).toEqual({ version: 1, text: String(won.indexOf(true)) });
    });

    it('come back as they were, whatever well-formed text they are', async () => {
      await using bench = await make();
      const { store } = bench;
      const texts = HOSTILE.map((each) => each.toWellFormed().replaceAll('\u0000', ''));
      for (const [n, text] of texts.entries()) {
        await store.putText(`t/${n}`, 0, text);
        expect(await store.text(`t/${n}`)).toEqual({ version: 1, text });
      }
    });
  });
}
