import { describe, expect, it } from 'vitest';
import { MINUTE_MS, msBetween } from '../../src/core/time.ts';
import { batch, claimAll, claimOne, hoursOf, LEASE_MS, row, type MakeStore } from './store-harness.ts';

/** What a store promises about the agenda and its leases. */
export function agendaPromises(make: MakeStore): void {
  describe('the agenda', () => {
    it('is what the last append said', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [row('b', at(2)), row('a', at(1), 'room')] }));
      expect(await store.agenda('INC-1')).toEqual([
        { ...row('a', at(1), 'room'), leasedUntil: null },
        { ...row('b', at(2)), leasedUntil: null },
      ]);
      await store.append(batch({ expected: 1, agenda: [row('b', at(3), 'house'), row('c', at(1))] }));
      expect(await store.agenda('INC-1')).toEqual([
        { ...row('b', at(3), 'house'), leasedUntil: null },
        { ...row('c', at(1)), leasedUntil: null },
      ]);
      await store.append(batch({ expected: 2 }));
      expect(await store.agenda('INC-1')).toEqual([]);
    });

    it('moves a row to another lane without touching its lease', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [row('a', at(-1), 'room')] }));
      const { key, token } = await claimOne(store, 'room');
      await store.append(batch({ expected: 1, agenda: [row('a', at(-1), 'house')] }));
      expect(await store.agenda('INC-1')).toMatchObject([{ key: 'a', lane: 'house' }]);
      expect(await claimAll(store, 'house')).toEqual([]);
      const end = batch({ expected: 2, claim: { key, token } });
      expect(await store.append(end)).toMatchObject({ outcome: 'appended' });
    });

    it('is replaced without an event only at the version that it was computed from', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [row('old', at(1))] }));
      expect(await store.rearm('INC-1', 0, [], false)).toBe(false);
      expect(await store.rearm('INC-1', 2, [], false)).toBe(false);
      expect(await store.rearm('INC-2', 0, [row('x', at(1))], true)).toBe(false);
      expect(await store.agenda('INC-2')).toEqual([]);
      expect(await store.openStreams()).toEqual([{ stream: 'INC-1', version: 1 }]);
      expect(await store.rearm('INC-1', 1, [row('new', at(2))], false)).toBe(true);
      expect(await store.agenda('INC-1')).toEqual([{ ...row('new', at(2)), leasedUntil: null }]);
      expect(await store.openStreams()).toEqual([]);
      expect(await store.rearm('INC-1', 1, [], true)).toBe(true);
      expect(await store.openStreams()).toEqual([{ stream: 'INC-1', version: 1 }]);
      expect(await store.read('INC-1')).toHaveLength(1);
    });

    it('keeps leases through a rearm that keeps the rows', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [row('a', at(-1))] }));
      await claimOne(store);
      await store.rearm('INC-1', 1, [row('a', at(-1)), row('b', at(-1))], true);
      expect(await claimAll(store)).toMatchObject([{ key: 'b' }]);
    });
  });

  describe('claims', () => {
    it('hand out what is due in their lane, earliest first, and nothing else', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      await store.append(
        batch({ agenda: [row('c', at(-1)), row('a', at(-3)), row('later', at(1)), row('r', at(-9), 'room')] }),
      );
      await store.append(batch({ stream: 'INC-2', agenda: [row('b', at(-2))] }));
      const claims = await claimAll(store);
      expect(claims.map(({ stream, key }) => `${stream} ${key}`)).toEqual(['INC-1 a', 'INC-2 b', 'INC-1 c']);
      expect(claims[0]).toEqual({ stream: 'INC-1', ...row('a', at(-3)), token: claims[0]?.token });
    });

    it('hand out no more than was asked for', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [1, 2, 3, 4, 5].map((n) => row(`k${n}`, at(-n))) }));
      const ask = { lane: 'page', leaseMs: LEASE_MS } as const;
      expect(await store.claim({ ...ask, most: 0 })).toEqual([]);
      expect((await store.claim({ ...ask, most: 2 })).map(({ key }) => key)).toEqual(['k5', 'k4']);
      expect((await store.claim({ ...ask, most: 9 })).map(({ key }) => key)).toEqual(['k3', 'k2', 'k1']);
    });

    it('hand each row to one of many callers', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: Array.from({ length: 60 }, (_, n) => row(`k${n}`, at(-1))) }));
      const ask = { lane: 'page', most: 7, leaseMs: LEASE_MS } as const;
      const all = (await Promise.all(Array.from({ length: 20 }, () => store.claim(ask)))).flat();
      expect(new Set(all.map(({ key }) => key)).size).toBe(60);
      expect(all).toHaveLength(60);
    });

    it('hand a row out again when the lease has ended, with a new token, and refuse the first holder', async () => {
      await using bench = await make();
      const { store, pass } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [row('a', at(-1))] }));
      const first = await claimOne(store);
      expect(await claimAll(store)).toEqual([]);
      await pass(LEASE_MS + MINUTE_MS);
      const second = await claimOne(store);
      expect(second.token).not.toBe(first.token);
      const { key, token } = first;
      expect(await store.append(batch({ expected: 1, claim: { key, token } }))).toEqual({ outcome: 'lease lost' });
      expect(await store.append(batch({ expected: 1, claim: { key, token: second.token } }))).toMatchObject({
        version: 2,
      });
    });

    it('let a late holder finish when nobody else took the row', async () => {
      await using bench = await make();
      const { store, pass } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [row('a', at(-1))] }));
      const { key, token } = await claimOne(store);
      await pass(LEASE_MS + MINUTE_MS);
      expect(await store.append(batch({ expected: 1, claim: { key, token } }))).toMatchObject({ outcome: 'appended' });
    });

    it('outlive an append that keeps the row, and end with one that moves or removes it', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      const rows = [row('kept', at(-3)), row('moved', at(-2)), row('removed', at(-1))];
      await store.append(batch({ agenda: rows }));
      const [kept, moved, removed] = await claimAll(store);
      await store.append(
        batch({ expected: 1, agenda: [row('kept', at(-3)), row('moved', at(-4)), row('new', at(-1))] }),
      );
      for (const claim of [moved, removed]) {
        const late = batch({ expected: 2, claim: { key: claim?.key ?? '', token: claim?.token ?? '' } });
        expect(await store.append(late)).toEqual({ outcome: 'lease lost' });
      }
      expect((await claimAll(store)).map(({ key }) => key)).toEqual(['moved', 'new']);
      const held = batch({ expected: 2, claim: { key: 'kept', token: kept?.token ?? '' } });
      expect(await store.append(held)).toMatchObject({ outcome: 'appended' });
    });

    it('show until when a row is leased', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [row('a', at(-1))] }));
      await claimOne(store);
      const [leased] = await store.agenda('INC-1');
      const until = leased?.leasedUntil ?? at(0);
      expect(Math.round(msBetween(at(0), until) / MINUTE_MS)).toBe(LEASE_MS / MINUTE_MS);
      expect(leased?.at).toBe(at(-1));
    });

    it('can be given back, to be due again at an instant', async () => {
      await using bench = await make();
      const { store, pass } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [row('a', at(-1))] }));
      await store.release(await claimOne(store), at(2));
      expect(await claimAll(store)).toEqual([]);
      await pass(3 * MINUTE_MS);
      await store.release(await claimOne(store), at(-10));
      await claimOne(store);
    });

    it('given back keep their hour, and keep waiting through an append that keeps the row', async () => {
      await using bench = await make();
      const { store, pass } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [row('a', at(-1))] }));
      await store.release(await claimOne(store), at(2));
      expect(await store.agenda('INC-1')).toEqual([{ ...row('a', at(-1)), leasedUntil: at(2) }]);
      await store.append(batch({ expected: 1, agenda: [row('a', at(-1))] }));
      expect(await claimAll(store)).toEqual([]);
      await pass(3 * MINUTE_MS);
      expect(await claimOne(store)).toMatchObject({ key: 'a', at: at(-1) });
    });

    it('given back for an hour before their own are due at their own', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [row('a', at(-1)), row('b', at(-2))] }));
      for (const claim of await claimAll(store)) await store.release(claim, at(-9));
      expect(await store.nextDue()).toBe(at(-2));
      expect((await claimAll(store)).map(({ key }) => key)).toEqual(['b', 'a']);
    });

    it('given back are lost: their token appends nothing any more', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [row('a', at(-1))] }));
      const claim = await claimOne(store);
      await store.release(claim, at(1));
      expect(await store.append(batch({ expected: 1, claim }))).toEqual({ outcome: 'lease lost' });
    });

    it('can be dropped with their row', async () => {
      await using bench = await make();
      const { store, pass } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [row('a', at(-1)), row('b', at(1))] }));
      await store.drop(await claimOne(store));
      expect((await store.agenda('INC-1')).map(({ key }) => key)).toEqual(['b']);
      await pass(LEASE_MS + MINUTE_MS);
      expect(await claimOne(store)).toMatchObject({ key: 'b' });
    });

    it('that were lost are neither released nor dropped', async () => {
      await using bench = await make();
      const { store, pass } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [row('a', at(-1))] }));
      const lost = await claimOne(store);
      await pass(LEASE_MS + MINUTE_MS);
      await claimOne(store);
      await store.release(lost, at(-1));
      await store.drop(lost);
      expect(await claimAll(store)).toEqual([]);
      expect(await store.agenda('INC-1')).toHaveLength(1);
    });

    it('let one of twenty appends with the same token win', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [row('a', at(-1))] }));
      const claim = await claimOne(store);
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => store.append(batch({ expected: 1, claim }))));
      expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
      expect(await store.read('INC-1')).toHaveLength(2);
    });
  });

  describe('the next hour', () => {
    it('is the earliest of all lanes, and none when nothing is asked for', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      expect(await store.nextDue()).toBeUndefined();
      await store.append(batch({ agenda: [row('a', at(5)), row('b', at(3), 'house')] }));
      expect(await store.nextDue()).toBe(at(3));
      await store.append(batch({ expected: 1 }));
      expect(await store.nextDue()).toBeUndefined();
    });

    it('of a leased row is the end of its lease', async () => {
      await using bench = await make();
      const { store } = bench;
      const at = await hoursOf(store);
      await store.append(batch({ agenda: [row('a', at(-1)), row('b', at(9))] }));
      expect(await store.nextDue()).toBe(at(-1));
      const claim = await claimOne(store);
      const [leased] = await store.agenda('INC-1');
      expect(await store.nextDue()).toBe(leased?.leasedUntil);
      await store.release(claim, at(7));
      expect(await store.nextDue()).toBe(at(7));
    });
  });
}
