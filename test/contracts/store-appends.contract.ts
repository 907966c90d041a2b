import { describe, expect, it } from 'vitest';
import { CHAIN_BEGIN, linkHash } from '../../src/ports/chain.ts';
import type { Append } from '../../src/ports/store.ts';
import { batch, claimAll, claimOne, HOSTILE, hoursOf, row, type MakeStore } from './store-harness.ts';

/** What a store promises about events, versions and deliveries. */
export function appendPromises(make: MakeStore): void {
  describe('appends', () => {
    it('gives events back in order, with versions from 1', async () => {
      await using bench = await make();
      const { store } = bench;
      expect(await store.append(batch({ events: ['a', 'b'] }))).toEqual({ outcome: 'appended', version: 2 });
      expect(await store.append(batch({ expected: 2, events: ['c'] }))).toEqual({ outcome: 'appended', version: 3 });
      const all = ['a', 'b', 'c'].map((body, index) => ({ stream: 'INC-1', version: index + 1, body }));
      expect(await store.read('INC-1')).toEqual(all);
      expect(await store.read('INC-1', 1)).toEqual(all.slice(1));
      expect(await store.read('INC-1', 3)).toEqual([]);
    });

    it('knows nothing of an unknown stream', async () => {
      await using bench = await make();
      expect(await bench.store.read('INC-404')).toEqual([]);
      expect(await bench.store.agenda('INC-404')).toEqual([]);
    });

    it('refuses a stale version, and one from the future, and writes nothing', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ events: ['a', 'b'], agenda: [row('kept', at(1))] }));
      for (const expected of [0, 1, 3]) {
        const lost = batch({ expected, events: ['x'], agenda: [], open: false, delivery: { id: 'd', reply: 'r' } });
        expect(await store.append(lost)).toEqual({ outcome: 'conflict', version: 2 });
      }
      expect(await store.read('INC-1')).toHaveLength(2);
      expect(await store.agenda('INC-1')).toHaveLength(1);
      expect(await store.openStreams()).toEqual([{ stream: 'INC-1', version: 2 }]);
      expect(await store.delivered('d')).toBeUndefined();
    });

    it('lets exactly one of twenty concurrent appends win', async () => {
      await using bench = await make();
      const { store } = bench;
      const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => store.append(batch({ events: [n] }))));
      expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
      expect(outcomes.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(19);
      expect(await store.read('INC-1')).toHaveLength(1);
    });

    it('lets concurrent appends to different streams all win', async () => {
      await using bench = await make();
      const { store } = bench;
      const streams = Array.from({ length: 50 }, (_, n) => `INC-${n}`);
      const outcomes = await Promise.all(streams.map((stream) => store.append(batch({ stream, events: [stream] }))));
      expect(outcomes.every(({ outcome }) => outcome === 'appended')).toBe(true);
      for (const stream of streams) expect(await store.read(stream)).toEqual([{ stream, version: 1, body: stream }]);
    });

    it('loses no neighbour to an append that is a bug', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      const circle: { self?: unknown } = {};
      circle.self = circle;
      const results = await Promise.allSettled([
        store.append(batch({ stream: 'INC-1' })),
        store.append(batch({ stream: 'INC-2', events: [] })),
        store.append(batch({ stream: 'INC-3', events: [undefined] })),
        store.append(batch({ stream: 'INC-4', events: [circle] })),
        store.append(batch({ stream: 'INC-5', agenda: [row('twin', at(1)), row('twin', at(2))] })),
        store.append(batch({ stream: 'INC-6' })),
      ]);
      expect(results.map(({ status }) => status)).toEqual([
        'fulfilled',
        ...Array.from({ length: 4 }, () => 'rejected'),
        'fulfilled',
      ]);
      expect((await store.openStreams()).map(({ stream }) => stream)).toEqual(['INC-1', 'INC-6']);
    });

    it('keeps what is appended apart from what the caller does with it later', async () => {
      await using bench = await make();
      const { store } = bench;
      const event = { notes: ['first'] };
      await store.append(batch({ events: [event] }));
      event.notes.push('second');
      const [read] = await store.read('INC-1');
      expect(read?.body).toEqual({ notes: ['first'] });
    });

    it('answers a delivery it knows with the first reply, also when the version is stale, and writes nothing', async () => {
      await using bench = await make();
      const { store } = bench;
      const delivery = { id: 'slack-1', reply: 'You have it.' };
      await store.append(batch({ delivery }));
      for (const expected of [0, 1, 7]) {
        const again = batch({ expected, events: ['x'], delivery: { id: 'slack-1', reply: 'another' } });
        expect(await store.append(again)).toEqual({ outcome: 'duplicate', reply: 'You have it.' });
      }
      const elsewhere = batch({ stream: 'INC-2', delivery });
      expect(await store.append(elsewhere)).toEqual({ outcome: 'duplicate', reply: 'You have it.' });
      expect(await store.read('INC-1')).toHaveLength(1);
      expect(await store.read('INC-2')).toEqual([]);
      expect(await store.delivered('slack-1')).toBe('You have it.');
      expect(await store.delivered('slack-2')).toBeUndefined();
    });

    it('answers a delivery it knows before it looks at the lease', async () => {
      await using bench = await make();
      const { store } = bench;
      await store.append(batch({ delivery: { id: 'd', reply: 'r' } }));
      const again = batch({ expected: 1, delivery: { id: 'd', reply: 'r' }, claim: { key: 'gone', token: 'gone' } });
      expect(await store.append(again)).toEqual({ outcome: 'duplicate', reply: 'r' });
    });

    it('takes one of ten concurrent deliveries of the same click', async () => {
      await using bench = await make();
      const { store } = bench;
      const clicks = Array.from({ length: 10 }, (_, n) =>
        store.append(batch({ stream: `INC-${n}`, delivery: { id: 'click', reply: `reply ${n}` } })),
      );
      const outcomes = await Promise.all(clicks);
      expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
      const reply = await store.delivered('click');
      for (const each of outcomes) if (each.outcome === 'duplicate') expect(each.reply).toBe(reply);
    });

    it('refuses work whose lease was lost, before it looks at the version', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [row('page', at(-1))] }));
      const { key } = await claimOne(store);
      const late = batch({ expected: 9, events: ['x'], claim: { key, token: 'of yesterday' } });
      expect(await store.append(late)).toEqual({ outcome: 'lease lost' });
      expect(await store.read('INC-1')).toHaveLength(1);
    });

    it.each(HOSTILE)('keeps %j as it is, in bodies, replies and names', async (text) => {
      await using bench = await make();
      const { store } = bench;
      const name = text.toWellFormed().replaceAll('\u0000', '');
      const body = { [text]: text, deep: [[text]] };
      await store.append(batch({ stream: `S ${name}`, events: [body], delivery: { id: `D ${name}`, reply: name } }));
      const [read] = await store.read(`S ${name}`);
      expect(read?.body).toEqual(body);
      expect(await store.delivered(`D ${name}`)).toBe(name);
      expect(await store.streams(`S ${name}`, 10)).toEqual([`S ${name}`]);
    });

    it('judges each of many at once, in streams of their own, as if it came alone', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      const streams = Array.from({ length: 12 }, (_, n) => `INC-${n + 1}`);
      const asks = [row('due', at(-1)), row('later', at(5))];
      await Promise.all(streams.map((stream) => store.append(batch({ stream, agenda: asks }))));
      const claims = new Map((await claimAll(store)).map((claim) => [claim.stream, claim]));
      const asked = streams.flatMap((stream, n): readonly Append[] => {
        const claim = claims.get(stream) ?? { key: 'due', token: 'none' };
        const next = batch({ stream, expected: 1, claim, agenda: [row('later', at(n))], open: n > 5 });
        if (n % 4 === 0) return [next, { ...next, expected: 2, claim: { key: 'later', token: 'none' } }];
        if (n % 4 === 1) return [{ ...next, expected: 9 }, next];
        if (n % 4 === 2) return [{ ...next, claim: { ...claim, token: 'of another' } }];
        return [{ ...next, events: HOSTILE }];
      });
      const outcomes = await Promise.all(asked.map((each) => store.append(each)));
      const appended = { outcome: 'appended', version: 2 };
      const lost = { outcome: 'lease lost' };
      expect(outcomes.slice(0, 6)).toEqual([
        appended,
        lost,
        { outcome: 'conflict', version: 1 },
        appended,
        lost,
        { outcome: 'appended', version: 1 + HOSTILE.length },
      ]);
      expect(outcomes.slice(6)).toEqual([...outcomes.slice(0, 6), ...outcomes.slice(0, 6)]);
      expect(await store.agenda('INC-1')).toEqual([{ ...row('later', at(0)), leasedUntil: null }]);
      expect((await store.agenda('INC-3')).map(({ key }) => key)).toEqual(['due', 'later']);
      expect((await store.openStreams()).map(({ stream, version }) => `${stream} ${version}`)).toEqual([
        'INC-3 1',
        'INC-7 1',
        'INC-8 12',
        'INC-9 2',
        'INC-10 2',
        'INC-11 1',
        'INC-12 12',
      ]);
      for (const stream of streams) {
        let before = CHAIN_BEGIN;
        for (const { version, text, hash } of await store.chain(stream)) {
          before = linkHash(before, { stream, version, text });
          expect(hash).toBe(before);
        }
      }
    });

    it('keeps bodies of a megabyte, and any JSON value', async () => {
      await using bench = await make();
      const { store } = bench;
      const events = ['x'.repeat(1_000_000), null, false, 0, -1.5e-9, [], {}, { a: { b: [1, 'two', null] } }];
      await store.append(batch({ events }));
      expect((await store.read('INC-1')).map(({ body }) => body)).toEqual(events);
    });
  });
}
