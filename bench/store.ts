import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { systemClock } from '../src/adapters/clock/system-clock.ts';
import { sqliteStore } from '../src/adapters/stores/sqlite/sqlite-store.ts';
import { plusMs } from '../src/core/time.ts';
import type { Append, Store } from '../src/ports/store.ts';

const STREAMS = 200;
const APPENDS_EACH = 100;
const LONE_APPENDS = 1_000;
const HERD = 10_000;
const BODY = { type: 'paged', person: 'ann', medium: 'sms', note: 'x'.repeat(220) };

/**
 * The embedded store with every append flushed to disk: many streams at once, one append after another, and ten thousand
 * rows due at the same hour, claimed and finished. `folder` must lie on the disk that is to be measured.
 */
export async function benchStore(folder: string = tmpdir()): Promise<Record<string, number>> {
  const path = mkdtempSync(join(folder, 'muster-bench-'));
  try {
    const store = sqliteStore(join(path, 'muster.db'), systemClock());
    const appendsPerSecond = await manyStreams(store);
    const lone = await loneAppends(store);
    const herdPerSecond = await herd(store);
    const reopenMs = await timed(async () => {
      await store.close();
      await sqliteStore(join(path, 'muster.db'), systemClock()).close();
    });
    return {
      appendsPerSecond: Math.round(appendsPerSecond),
      loneAppendP50Ms: percentile(lone, 0.5),
      loneAppendP99Ms: percentile(lone, 0.99),
      herdDecisionsPerSecond: Math.round(herdPerSecond),
      reopenMs: Math.round(reopenMs),
    };
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

/** Each stream goes on as soon as its last append is on disk: one event, two rows of the agenda, one of them moved. */
async function manyStreams(store: Store): Promise<number> {
  const at = await store.now();
  const one = async (stream: string) => {
    for (let version = 0; version < APPENDS_EACH; version += 1) {
      const ack = { key: `${stream}/ack/1.0`, at: plusMs(at, 600_000), lane: 'page' } as const;
      const next = { key: `${stream}/next`, at: plusMs(at, 600_000 + version), lane: 'room' } as const;
      await append(store, { stream, expected: version, events: [BODY], agenda: [ack, next], open: true });
    }
  };
  const ms = await timed(async () => {
    await Promise.all(Array.from({ length: STREAMS }, (_, n) => one(`INC-${n}`)));
  });
  return (STREAMS * APPENDS_EACH * 1_000) / ms;
}

async function loneAppends(store: Store): Promise<number[]> {
  const took: number[] = [];
  for (let version = 0; version < LONE_APPENDS; version += 1) {
    took.push(
      await timed(() => append(store, { stream: 'LONE-1', expected: version, events: [BODY], agenda: [], open: true })),
    );
  }
  return took.toSorted((a, b) => a - b);
}

/** All rows are claimed, their streams read, and an event written that takes the row away. */
async function herd(store: Store): Promise<number> {
  const at = plusMs(await store.now(), -1_000);
  const streams = Array.from({ length: HERD }, (_, n) => `HERD-${n}`);
  await Promise.all(
    streams.map((stream) =>
      append(store, {
        stream,
        expected: 0,
        events: [BODY],
        agenda: [{ key: `${stream}/ack`, at, lane: 'page' }],
        open: true,
      }),
    ),
  );
  const ms = await timed(async () => {
    for (;;) {
      const claims = await store.claim({ lane: 'page', most: 200, leaseMs: 30_000 });
      if (claims.length === 0) return;
      await Promise.all(
        claims.map(async ({ stream, key, token }) => {
          const expected = (await store.read(stream)).length;
          await append(store, { stream, expected, events: [BODY], agenda: [], open: true, claim: { key, token } });
        }),
      );
    }
  });
  return (HERD * 1_000) / ms;
}

async function append(store: Store, batch: Append): Promise<void> {
  const { outcome } = await store.append(batch);
  if (outcome !== 'appended') throw new Error(`an append of the benchmark ended as: ${outcome}`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

const percentile = (sorted: readonly number[], share: number) =>
  Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 1_000) / 1_000;
