import { beforeAll, describe, expect, it } from 'vitest';
import { memoryStore } from '../src/adapters/stores/memory/memory-store.ts';
import { carry, carryRunning } from '../src/carry.ts';
import { instant } from '../src/core/time.ts';
import type { Archive, ArchiveRow } from '../src/ports/archive.ts';
import { batch } from './contracts/store-harness.ts';
import { given, sampleRows } from './support/archived.ts';
import { virtualClock } from './support/virtual-clock.ts';

let rows: readonly ArchiveRow[];
beforeAll(async () => {
  rows = await sampleRows();
});

const tell = () => undefined;
const empty = () => memoryStore(virtualClock(instant('2026-11-20T14:05:00.000Z')));
const still = () => ({ dump: () => given(rows) });

/** A Muster that goes on: each look at it finds one incident more. */
async function running() {
  const store = empty();
  await store.load(given(rows));
  let looks = 0;
  return {
    async *dump() {
      yield* store.dump();
      await store.append(batch({ stream: `INC-${100 + (looks += 1)}` }));
    },
  };
}

/** Keeps what it is given, but loses the rows of one kind. */
const losing = (kind: ArchiveRow['kind']): Pick<Archive, 'dump' | 'load'> => {
  const store = empty();
  return {
    load: store.load,
    async *dump() {
      for await (const row of store.dump()) if (row.kind !== kind) yield row;
    },
  };
};

describe('carrying from a Muster that runs', () => {
  it('is one look, and fine when something is written meanwhile', async () => {
    const to = empty();
    const carried = await carryRunning({ from: await running(), to, tell });
    expect(carried).toMatchObject({ ok: true, findings: [], counts: { event: 27 } });
    expect(await to.chain('INC-101')).toEqual([]);
  });

  it('names what was damaged there, and carries it as it is', async () => {
    const hurt = rows.filter((row) => row.kind !== 'event' || row.stream !== 'UPKEEP' || row.version !== 3);
    const carried = await carryRunning({ from: { dump: () => given(hurt) }, to: empty(), tell });
    expect(carried).toMatchObject({ ok: true, findings: [{ say: 'UPKEEP: event 3 is missing' }] });
  });
});

describe('carrying from a Muster that was stopped', () => {
  it('finds that something was written meanwhile', async () => {
    const carried = await carry({ from: await running(), to: empty(), damaged: false, tell });
    expect(carried).toMatchObject({ ok: false, where: 'target' });
    expect(carried.findings.at(-1)?.say).toBe(
      'There were 27 events at the first look and 28 when they went over: something wrote meanwhile',
    );
  });

  it.each([
    ['delivery', '1 receipt was there, 0 arrived'],
    ['number', '1 number was there, 0 arrived'],
    ['text', '1 text was there, 0 arrived'],
    ['document', '2 plans were there, 0 arrived'],
  ] as const)('finds every %s that did not arrive', async (kind, say) => {
    for (const carried of [
      await carry({ from: still(), to: losing(kind), damaged: false, tell }),
      await carryRunning({ from: still(), to: losing(kind), tell }),
    ]) {
      expect(carried).toMatchObject({ ok: false, where: 'target' });
      expect(carried.findings.map((found) => found.say)).toContain(say);
    }
  });
});
