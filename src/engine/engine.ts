import type { Live } from '../core/oncall.ts';
import { plusMs, SECOND_MS } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Store } from '../ports/store.ts';
import { auditorOf } from './audit.ts';
import type { Books } from './books.ts';
import { givingWay } from './giving-way.ts';
import type { Handled, Order } from './handle.ts';
import { handlerOf } from './handle.ts';
import type { AnyAggregate, Snapshot } from './kind.ts';
import { asksOf } from './kind.ts';
import { withForeign } from './foreign-rows.ts';
import { LANE_SLOTS, laneRunner } from './lanes.ts';
import type { Notify } from './notice.ts';
import { reasonOf } from './notice.ts';
import type { Performers } from './perform.ts';
import { performOf } from './perform.ts';
import { orAgain } from './or-again.ts';
import { readerOf } from './reader.ts';
import { turns } from './turns.ts';
import { workerOf } from './work.ts';
import { writerOf } from './writer.ts';

const SWEEP_EVERY_MS = SECOND_MS;
const AUDIT_EVERY_MS = 15 * SECOND_MS;
/** How long `stop` waits for what is under way; what is left keeps its lease and is taken up by the next run. */
const DRAIN_MS = 5 * SECOND_MS;
const REBUILD_BATCH = 200;
const AGAIN_MS = 100;
/** A store that can be read but not written to has something due for ever: whoever waits for an end is let go. */
const MOST_LOOKS = 1_000;

export type EngineParts = {
  readonly store: Store;
  readonly books: Books;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly aggregates: readonly AnyAggregate[];
  readonly performers: Performers;
  /** What was changed by chat since the plan was written. */
  readonly live: () => Promise<Live>;
  readonly notify: Notify;
};

export interface Engine {
  handle(order: Order): Promise<Handled>;
  read(stream: string): Promise<Snapshot>;
  /** Begins to ring, sweep and audit; what was due while nobody ran is worked first. */
  start(): Promise<void>;
  /** Claims nothing new, lets what is under way end, and lets go of the bell. */
  stop(): Promise<void>;
  /** Works everything that is due now, and what becomes due by it, until nothing is. */
  drain(): Promise<void>;
  /** Recomputes what open streams ask for from the log, and mends the agenda; answers how many were looked at. */
  audit(): Promise<number>;
  /** Throws the agenda away and writes it again from the log. */
  rebuild(): Promise<void>;
}

export function createEngine(parts: EngineParts): Engine {
  const { store, jobs, clock, notify } = parts;
  const reader = readerOf(parts);
  const inTurn = turns();
  const ring = (stream: string, at: Parameters<Jobs['schedule']>[1]) =>
    void jobs.schedule(stream, at).catch(fault('ring'));
  const writer = writerOf({ store, reader, notify, ring });
  const perform = performOf(parts.performers, clock, notify);
  const way = givingWay();
  const work = workerOf({ ...parts, reader, writer, inTurn, perform, way });
  const lanes = LANE_SLOTS.map((slots) => laneRunner(slots, { store, work, notify }));
  const audit = auditorOf({ store, reader, writer, inTurn, notify, way });
  const cancels = new Map<string, () => void>();
  let deaf = () => {};
  let running = false;
  let stopped = false;

  function fault(where: string) {
    return (error: unknown) => notify({ kind: 'fault', where, reason: reasonOf(error) });
  }
  const kick = () => Promise.all(lanes.map((lane) => lane.kick()));

  /** Calls `tick` every so often while the engine runs; the next wait begins when the tick has ended. */
  function every(name: string, ms: number, tick: () => Promise<unknown> | void) {
    cancels.set(
      name,
      clock.ring(plusMs(clock.now(), ms), () => {
        void Promise.resolve(tick())
          .catch(fault(name))
          .finally(() => running && every(name, ms, tick));
      }),
    );
  }

  async function sweep() {
    void kick();
    notify({ kind: 'swept' });
    const next = await store.nextDue();
    // Not waited for: a bell that hangs must not stop the sweep, which is there for that very case.
    if (next !== undefined && !way.isWaiting(clock.now())) ring('sweep', next);
  }

  /**
   * What is due is begun, and the bell is set for what comes next: what another process, or an earlier life of this one, has
   * written rang nowhere here. What waits for a slot is looked for by whoever leaves it, and by the sweep.
   */
  async function rang() {
    const looked = await kick();
    const next = looked.every(Boolean) ? await store.nextDue() : undefined;
    if (next === undefined) return;
    const now = await store.now();
    // What is due still was taken by nobody: another process is just about to, or cannot. It is looked at again, but not at once.
    ring('sweep', next > now ? next : plusMs(now, AGAIN_MS));
  }

  async function rebuild() {
    const open = (await store.openStreams()).filter(({ stream }) => reader.knows(stream));
    for (let from = 0; from < open.length && !stopped; from += REBUILD_BATCH)
      await Promise.all(
        open
          .slice(from, from + REBUILD_BATCH)
          .map(({ stream }) => inTurn(stream, () => orAgain(stream, () => rearm(stream))).catch(fault(stream))),
      );
  }

  /** False when the stream was no longer at the version that was read. */
  async function rearm(stream: string): Promise<boolean> {
    const snapshot = await reader.read(stream);
    if (way.isTheirs(snapshot, await store.now())) return true;
    const aggregate = reader.aggregateOf(stream);
    const { open, ...asks } = asksOf(aggregate, snapshot.state);
    const agenda = await withForeign({ store, aggregate, mends: true }, snapshot, asks.agenda);
    return store.rearm(stream, snapshot.version, agenda, open);
  }

  return {
    handle: handlerOf({ ...parts, reader, writer, inTurn }),
    read: reader.read,
    audit,
    rebuild,
    async start() {
      running = true;
      deaf = store.listen((heard) => (heard.kind === 'freed' ? void kick() : notify({ ...heard, kind: 'heard' })));
      void jobs.start(rang).catch(fault('bell'));
      await sweep();
      every('sweep', SWEEP_EVERY_MS, sweep);
      every('audit', AUDIT_EVERY_MS, audit);
      void rebuild().then(kick, fault('rebuild'));
    },
    async stop() {
      running = false;
      stopped = true;
      deaf();
      for (const cancel of cancels.values()) cancel();
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const cancel = clock.ring(plusMs(clock.now(), DRAIN_MS), resolve);
      const silent = jobs.stop(DRAIN_MS).catch(fault('bell'));
      await Promise.race([Promise.all([silent, ...lanes.map((lane) => lane.stop())]), late]);
      cancel();
    },
    async drain() {
      for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
        void kick();
        await Promise.all(lanes.map((lane) => lane.idle()));
        const next = await store.nextDue();
        if (next === undefined || next > (await store.now())) return;
      }
    },
  };
}
