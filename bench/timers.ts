import { randomInt } from 'node:crypto';
import { MUSTER } from '../src/core/incident/events.ts';
import type { Instant } from '../src/core/time.ts';
import { fromMs, plusMs } from '../src/core/time.ts';
import { lateness, rig } from './rig.ts';
import { timers } from '../test/support/timers.ts';

/** GoAlert's loop looks every 5 s (its published default): what that cycle would have made of the same hours. A model. */
const POLL_MS = 5_000;

/** Sparse deadlines, the real shape of incidents: each is decided and flushed; how late its decision began. */
export async function benchSparse(many = 120, overMs = 60_000): Promise<Record<string, number>> {
  await using bench = await rig({ aggregates: [timers] });
  const late: number[] = [];
  const { promise: all, resolve } = Promise.withResolvers<void>();
  bench.onNotice = (notice) => {
    if (notice.kind === 'late') late.push(notice.ms);
    if (late.length === many) resolve();
  };
  const start = Date.now();
  const due = Array.from({ length: many }, () => start + 500 + randomInt(overMs));
  await Promise.all(due.map((ms, n) => set(bench, n, fromMs(ms))));
  await bench.engine.start();
  await all;
  const polled = due.map((ms) => POLL_MS - ((ms - start) % POLL_MS));
  const own = lateness(late);
  const model = lateness(polled);
  return {
    p50_ms: own.p50,
    p99_ms: own.p99,
    max_ms: own.max,
    model_5s_loop_p99_ms: model.p99,
    ratio_p99: Math.round(model.p99 / Math.max(1, own.p99)),
  };
}

/** So many deadlines due at the same instant: durable decisions a second, and how late the last began. */
export async function benchHerd(many = 10_000): Promise<Record<string, number>> {
  await using bench = await rig({ aggregates: [timers] });
  const at = plusMs(await bench.store.now(), 600_000);
  await Promise.all(Array.from({ length: many }, (_, n) => set(bench, n, at)));
  const late: number[] = [];
  bench.onNotice = (notice) => {
    if (notice.kind === 'late') late.push(notice.ms);
  };
  bench.leap(600_000);
  const from = performance.now();
  await bench.engine.drain();
  const ms = performance.now() - from;
  const { p50, p99 } = lateness(late);
  return { decisions_per_s: Math.round((many / ms) * 1000), p50_ms: p50, p99_ms: p99, decided: late.length };
}

const set = (bench: Awaited<ReturnType<typeof rig>>, n: number, due: Instant) =>
  bench.engine.handle({ stream: `TIMER-${n}`, command: { type: 'set', due }, by: MUSTER, reply: () => '' });
