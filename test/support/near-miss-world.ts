import { sealedFile } from '../../src/adapters/near-misses/sealed/sealed-file.ts';
import { inProcessJobs } from '../../src/adapters/jobs/in-process/in-process-jobs.ts';
import type { SqliteStore } from '../../src/adapters/stores/sqlite/sqlite-store.ts';
import { sqliteStore } from '../../src/adapters/stores/sqlite/sqlite-store.ts';
import type { PageMessage } from '../../src/core/message.ts';
import type { NearMissState } from '../../src/core/nearmiss/state.ts';
import { NEAR_MISSES, nearMisses } from '../../src/core/nearmiss/near-misses.ts';
import { nextBatch } from '../../src/core/nearmiss/weeks.ts';
import type { Report } from '../../src/core/nearmiss/report.ts';
import { NO_OVERRIDES } from '../../src/core/oncall.ts';
import { canonical } from '../../src/core/plan/canonical.ts';
import type { Plan } from '../../src/core/plan/schema.ts';
import type { Instant } from '../../src/core/time.ts';
import { earliest, instant, plusMs } from '../../src/core/time.ts';
import { booksOf } from '../../src/engine/books.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { Notice } from '../../src/engine/notice.ts';
import type { AnyAggregate } from '../../src/engine/kind.ts';
import { receiversPerformer } from '../../src/near-miss-messages.ts';
import type { NearMissLife } from '../../src/near-misses.ts';
import { nearMissesOf } from '../../src/near-misses.ts';
import { logNotice } from '../../src/notice-log.ts';
import type { NearMissVault, Refused } from '../../src/ports/near-misses.ts';
import { planWith } from './clinic.ts';
import { tempFolder } from './temp-folder.ts';
import type { VirtualClock } from './virtual-clock.ts';
import { virtualClock } from './virtual-clock.ts';

/** Friday 20 November 2026, 08:17:43 in Detroit: the batch is at 10:00. */
export const MORNING = instant('2026-11-20T13:17:43Z');

/** The clinic of the tests; Dan and Fay receive near misses, Dan approves the plan. */
export const clinicPlan = (nearMiss: Readonly<Record<string, unknown>> = {}): Plan =>
  planWith((raw) => ({ ...raw, near_miss: { receives: ['dan', 'fay'], ...nearMiss } }));

/** Near misses over a real database and a real sealed file, on a clock that goes when it is told to. */
export interface NearMissWorld extends AsyncDisposable {
  readonly folder: string;
  readonly clock: VirtualClock;
  readonly store: SqliteStore;
  readonly logged: readonly string[];
  readonly notices: readonly Notice[];
  /** Messages to receivers. */
  readonly sent: PageMessage[];
  readonly plan: Plan;
  readonly vault: NearMissVault;
  near(): NearMissLife;
  engine(): Engine;
  state(): Promise<NearMissState>;
  /** Lets time pass, and does what is due on the way. */
  pass(ms: number): Promise<void>;
  passTo(at: Instant): Promise<void>;
  /** The process dies and comes back: what was in memory is gone. */
  crash(): Promise<void>;
}

type Options = {
  readonly plan?: Plan;
  readonly vault?: (usual: NearMissVault) => NearMissVault;
  readonly canSend?: () => boolean;
  readonly at?: Instant;
};

export async function nearMissWorld({
  plan = clinicPlan(),
  vault = (usual) => usual,
  canSend = () => true,
  at = MORNING,
}: Options = {}): Promise<NearMissWorld> {
  const folder = tempFolder();
  let onDisk = 0;
  const clock = virtualClock(at, () => onDisk > 0);
  const store = sqliteStore(folder.file('muster.db'), clock);
  const logged: string[] = [];
  const keep = (fields: Readonly<Record<string, unknown>>, say: string) =>
    void logged.push(`${say} ${JSON.stringify(fields)}`);
  const log = { info: keep, warn: keep, error: keep };
  const sent: PageMessage[] = [];
  const notices: Notice[] = [];
  const messages = {
    plan: () => plan,
    live: async () => NO_OVERRIDES,
    now: () => clock.now(),
    address: () => 'https://muster.example',
    send: async (message: PageMessage) => {
      if (!canSend()) return { outcome: 'failed', reason: 'the network is down', permanent: false } as const;
      sent.push(message);
      return { outcome: 'accepted', reference: 'x' } as const;
    },
  };
  const disk = vault(sealedFile({ file: folder.file('near-misses.sealed'), secret: 'the secret of the tests' }));
  // Time waits for the disk.
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    onDisk += 1;
    try {
      return await work;
    } finally {
      onDisk -= 1;
    }
  };
  const safe: NearMissVault = {
    read: () => counted(disk.read()),
    change: (make) => counted(disk.change(make)),
  };
  let engine = open();
  let near = live();
  await near.start();

  function open(): Engine {
    return createEngine({
      store,
      books: booksOf(store, canonical),
      clock,
      jobs: inProcessJobs(clock),
      aggregates: [nearMisses as unknown as AnyAggregate],
      performers: { tellReceivers: receiversPerformer(messages) },
      live: messages.live,
      notify(notice) {
        notices.push(notice);
        logNotice(log, notice);
      },
    });
  }
  function live(): NearMissLife {
    const secret = 'the secret of the tests';
    return nearMissesOf({ ...messages, engine, vault: safe, clock, wall: clock, log, secret, planVersion: () => 'v7' });
  }

  const world: NearMissWorld = {
    folder: folder.path,
    clock,
    store,
    logged,
    notices,
    sent,
    vault: safe,
    plan,
    near: () => near,
    engine: () => engine,
    state: async () => (await engine.read(NEAR_MISSES)).state as NearMissState,
    pass: (ms) => world.passTo(plusMs(clock.now(), ms)),
    async passTo(target) {
      while (clock.now() < target) {
        const due = await store.nextDue();
        const batch = nextBatch(clock.now(), plan.plan.timezone);
        await clock.advanceTo(earliest(target, batch, due === undefined || due <= clock.now() ? target : due));
        await clock.settle();
        await engine.drain();
      }
    },
    async crash() {
      engine = open();
      near = live();
      await near.start();
    },
    async [Symbol.asyncDispose]() {
      await near.stop();
      await store.close();
      folder[Symbol.dispose]();
    },
  };
  return world;
}

/** A report without anything to take out, about the phones. */
export const aReport = (
  what = 'The restore of the file server was started on the wrong disk',
  over: Partial<Report> = {},
): Report => ({
  kind: 'anonymous',
  texts: { what, stopped: 'Somebody read the label aloud before pressing', help: 'Labels in two colours' },
  about: { system: 'pbx' },
  likelihood: 'likely',
  mayPublish: true,
  mayAsk: true,
  urgent: false,
  ...(over as object),
});

/** What was not refused. */
export function ok<T>(answer: T | Refused): T {
  if (typeof answer === 'object' && answer !== null && 'refused' in answer) throw new Error(answer.refused.say);
  return answer;
}
export const refusedOf = (answer: unknown): string | undefined =>
  typeof answer === 'object' && answer !== null && 'refused' in answer ? (answer as Refused).refused.code : undefined;
