import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../src/engine/verify.ts';
import type { ArchiveRow, EventRow } from '../../src/ports/archive.ts';
import { CHAIN_BEGIN, linkHash } from '../../src/ports/chain.ts';
import { given, sampleRows } from '../support/archived.ts';

let rows: readonly ArchiveRow[];
beforeAll(async () => {
  rows = await sampleRows();
});

const isEvent = (row: ArchiveRow): row is EventRow => row.kind === 'event';
const of = (stream: string) => rows.filter(isEvent).filter((row) => row.stream === stream);
const saidOf = async (changed: Iterable<ArchiveRow>) => (await verify(given(changed))).findings.map(({ say }) => say);

/** The rows with the events of INC-1 made anew from those that there are. */
const withEvents = (change: (events: readonly EventRow[]) => readonly ArchiveRow[]) =>
  rows.flatMap((row) =>
    row.kind === 'stream' && row.stream === 'INC-1'
      ? [row, ...change(of('INC-1'))]
      : isEvent(row) && row.stream === 'INC-1'
        ? []
        : [row],
  );
const at = (version: number, over: Partial<EventRow>) => (events: readonly EventRow[]) =>
  events.map((row) => (row.version === version ? { ...row, ...over } : row));

describe('verifying', () => {
  it('finds nothing in what was written, and says where each stream ends', async () => {
    const { findings, heads, events } = await verify(given(rows));
    expect(findings).toEqual([]);
    expect(events).toBe(27);
    expect([...heads.keys()]).toEqual(['INC-1', 'INC-10', 'INC-2', 'UPKEEP']);
    expect(heads.get('INC-1')).toEqual({ events: 12, hash: of('INC-1').at(-1)?.hash });
  });

  it('names an event whose text is another one, with what it says it is', async () => {
    const text = '{"type":"stepDone","at":"2026-11-20T16:52:00.000Z","step":99}';
    expect(await saidOf(withEvents(at(7, { text })))).toEqual([
      'INC-1: event 7 (stepDone, 2026-11-20 16:52 UTC) is not what was written',
    ]);
    expect(await saidOf(withEvents(at(7, { text: 'no json' })))).toEqual(['INC-1: event 7 is not what was written']);
  });

  it('tells an altered hash from an altered text', async () => {
    expect(await saidOf(withEvents(at(7, { hash: '00' })))).toEqual([
      'INC-1: the hash of event 7 (stepDone, 2026-11-20 16:06 UTC) was altered; its text is what was written',
    ]);
  });

  it.each([
    ['one in the middle', (events: readonly EventRow[]) => events.toSpliced(4, 1), 'event 5 is missing'],
    ['three in the middle', (events: readonly EventRow[]) => events.toSpliced(4, 3), 'events 5 to 7 are missing'],
    ['the first', (events: readonly EventRow[]) => events.slice(1), 'event 1 is missing'],
    ['the last three', (events: readonly EventRow[]) => events.slice(0, -3), 'events 10 to 12 are missing'],
    ['all', () => [], 'events 1 to 12 are missing'],
  ])('names what is missing: %s', async (_, change, say) => {
    expect(await saidOf(withEvents(change))).toEqual([`INC-1: ${say}`]);
  });

  it('names what stands elsewhere than it was written, with its number or without', async () => {
    const swapped = (events: readonly EventRow[]) => events.toSpliced(2, 2, ...events.slice(2, 4).toReversed());
    expect(await saidOf(withEvents(swapped))).toEqual(['INC-1: event 4 stands where 3 should']);
    const renumbered = (events: readonly EventRow[]) =>
      swapped(events).map((row, index) => ({ ...row, version: index + 1 }));
    expect(await saidOf(withEvents(renumbered))).toEqual([
      'INC-1: what was written as event 3 stands at 4; event 3 (stepDone, 2026-11-20 16:03 UTC) stands in its place',
    ]);
    const texts = (events: readonly EventRow[]) =>
      events.map((row) => ({ ...row, text: events[{ 3: 3, 4: 2 }[row.version] ?? row.version - 1]?.text ?? '' }));
    expect(await saidOf(withEvents(texts))).toEqual([
      'INC-1: what was written as event 3 stands at 4; event 3 (stepDone, 2026-11-20 16:03 UTC) stands in its place',
    ]);
  });

  it('names what was put in', async () => {
    const second = (events: readonly EventRow[]) => [...events.slice(0, 5), ...events.slice(4)];
    expect(await saidOf(withEvents(second))).toEqual([
      'INC-1: event 5 (stepDone, 2026-11-20 16:04 UTC) stands a second time, after event 5',
    ]);
    const text = '{"type":"noted"}';
    const more = (events: readonly EventRow[]) => {
      const [last] = events.slice(-1);
      const link = { stream: 'INC-1', version: 13, text };
      return [...events, { kind: 'event', ...link, hash: linkHash(last?.hash ?? '', link) } as const];
    };
    expect(await saidOf(withEvents(more))).toEqual([
      'INC-1: ends with event 12, but 13 are there: event 13 (noted) was put in',
    ]);
  });

  it('finds events whose stream is gone, and streams that say another number', async () => {
    const gone = rows.filter((row) => row.kind !== 'stream' || row.stream !== 'INC-10');
    expect(await saidOf(gone)).toEqual(['INC-10: its events are there, but the stream itself is missing']);
    const said = rows.map((row) => (row.kind === 'stream' && row.stream === 'UPKEEP' ? { ...row, version: 4 } : row));
    expect(await saidOf(said)).toEqual(['UPKEEP: event 4 is missing']);
  });

  it('finds a plan that is another one, and one that events name and that is gone', async () => {
    const other = rows.map((row) => (row.kind === 'document' ? { ...row, text: `${row.text} ` } : row));
    expect(await saidOf(other)).toEqual([
      expect.stringMatching(/^The plan \w{12} is not what was kept$/),
      expect.stringMatching(/^The plan \w{12} is not what was kept$/),
    ]);
    const gone = rows.filter(({ kind }) => kind !== 'document');
    expect(await saidOf(gone)).toEqual([
      expect.stringMatching(/^INC-1: the plan \w{12} that event 1 names is missing$/),
    ]);
  });

  it('looks at the streams that it is asked about, and misses those that are not there', async () => {
    const changed = withEvents(at(7, { text: 'x' }));
    const only = new Set(['INC-2', 'INC-404']);
    const { findings, heads } = await verify(given(changed), { only });
    expect(findings).toEqual([{ stream: 'INC-404', say: 'There is no INC-404' }]);
    expect([...heads.keys()]).toEqual(['INC-2']);
  });
});

describe('verifying against what was noted outside', () => {
  const without = (stream: string) => rows.filter((row) => !('stream' in row) || row.stream !== stream);
  /** As somebody would who knows how chains are made: cut, altered, and computed anew. */
  const forged = (most: number, text?: string) => {
    let hash = CHAIN_BEGIN;
    const events = of('INC-1')
      .slice(0, most)
      .map((row) => {
        const link = { ...row, text: row.version === 2 ? (text ?? row.text) : row.text };
        return { ...link, hash: (hash = linkHash(hash, link)) };
      });
    return rows.flatMap((row): readonly ArchiveRow[] => {
      if (!('stream' in row) || row.stream !== 'INC-1') return [row];
      return row.kind === 'stream' ? [{ ...row, version: most }, ...events] : [];
    });
  };

  it.each([
    ['a whole stream that is gone', () => without('INC-10'), 'INC-10 is gone: it had 1 event when it was noted'],
    [
      'a tail that was cut off with its number',
      () => forged(9),
      'INC-1: events 10 to 12 are missing: it had 12 when it was noted',
    ],
    [
      'a story that was written anew',
      () => forged(12, '{"type":"nice"}'),
      'INC-1: its first 12 events are not those that were noted: one of them was altered, and the chain computed anew',
    ],
  ])('finds %s, which nothing inside can show', async (_, change, say) => {
    const { heads: against } = await verify(given(rows));
    const plain = await verify(given(change()), { hasDocuments: false });
    expect(plain.findings).toEqual([]);
    expect((await verify(given(change()), { against })).findings.map((each) => each.say)).toEqual([say]);
  });

  it('lets what grew since pass', async () => {
    const { heads: against } = await verify(given(forged(9)));
    expect((await verify(given(rows), { against })).findings).toEqual([]);
  });
});

/** One change that somebody might make to the events of a store, and the number of the first event that it touches. */
type Change = { readonly events: readonly ArchiveRow[]; readonly first: number };

const touched = (text: string, at: number) =>
  text.slice(0, at) + String.fromCodePoint((text.codePointAt(at) ?? 0) === 65 ? 66 : 65) + text.slice(at + 1);

const changes: Readonly<Record<string, (events: readonly EventRow[], a: number, b: number) => Change>> = {
  text: (events, a, b) => {
    const one = events[a % events.length] as EventRow;
    const text = touched(one.text, b % one.text.length);
    return { events: events.with(one.version - 1, { ...one, text }), first: one.version };
  },
  hash: (events, a, b) => {
    const one = events[a % events.length] as EventRow;
    return { events: events.with(one.version - 1, { ...one, hash: touched(one.hash, b % 64) }), first: one.version };
  },
  swap: (events, a, b) => {
    const [low, high] = twoOf(events.length, a, b);
    const swapped = events.with(low, events[high] as EventRow).with(high, events[low] as EventRow);
    return { events: swapped, first: low + 1 };
  },
  'swap with their numbers': (events, a, b) => {
    const { events: swapped, first } = changes['swap']?.(events, a, b) ?? { events, first: 0 };
    return { events: swapped.map((row, index) => ({ ...(row as EventRow), version: index + 1 })), first };
  },
  removal: (events, a) => ({ events: events.toSpliced(a % events.length, 1), first: (a % events.length) + 1 }),
  'removal with the numbers after it': (events, a) => ({
    events: events.toSpliced(a % events.length, 1).map((row, index) => ({ ...row, version: index + 1 })),
    first: (a % events.length) + 1,
  }),
  tail: (events, a) => ({ events: events.slice(0, a % events.length), first: (a % events.length) + 1 }),
  insertion: (events, a, b) => {
    const place = a % (events.length + 1);
    const text = JSON.stringify({ type: 'noted', text: String(b) });
    const link = { stream: 'INC-1', version: place + 1, text };
    const hash = linkHash(events[place - 1]?.hash ?? CHAIN_BEGIN, link);
    const later = events.slice(place).map((row) => ({ ...row, version: row.version + 1 }));
    // Its own hash fits: it is noticed where the true ones begin again.
    const first = Math.min(place + 2, events.length + 1);
    return { events: [...events.slice(0, place), { kind: 'event', ...link, hash }, ...later], first };
  },
};

function twoOf(length: number, a: number, b: number): readonly [low: number, high: number] {
  const one = a % length;
  const other = (one + 1 + (b % (length - 1))) % length;
  return [Math.min(one, other), Math.max(one, other)];
}

it.each(Object.entries(changes))(
  'finds every single alteration and names the first event of it: %s',
  async (_, change) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (a, b) => {
        const { events, first } = change(of('INC-1'), a, b);
        const { findings } = await verify(given(withEvents(() => events)));
        expect(findings[0]).toMatchObject({ stream: 'INC-1', event: first });
      }),
    );
  },
);
