import { MUSTER } from './core/incident/events.ts';
import type { Facts } from './core/nearmiss/events.ts';
import type { NearMissCommand } from './core/nearmiss/near-misses.ts';
import type { NearMissState } from './core/nearmiss/state.ts';
import { NEAR_MISSES } from './core/nearmiss/near-misses.ts';
import type { Thread } from './core/nearmiss/thread.ts';
import { isoWeek, periodBefore, replyBy } from './core/nearmiss/weeks.ts';
import type { Plan } from './core/plan/schema.ts';
import type { Instant } from './core/time.ts';
import type { Engine } from './engine/engine.ts';
import type { NearMissQueue, Waiting } from './near-miss-queue.ts';
import type { NearMissVault } from './ports/near-misses.ts';

export type BatchParts = {
  readonly engine: Pick<Engine, 'handle' | 'read'>;
  readonly vault: NearMissVault;
  readonly queue: NearMissQueue;
  readonly plan: () => Plan;
};

export interface Batches {
  /** Writes what waits in memory to the sealed place, and nothing to the log. */
  keep(at: Instant): Promise<void>;
  /** Puts on record what lies in the sealed place and is not on record yet, whoever wrote it; or only that letters came. */
  record(what?: 'all' | 'letters'): Promise<void>;
  /** Deletes the threads that are to be forgotten, and publishes what is ready when a period is over. */
  tidy(at: Instant): Promise<void>;
}

/** The daily batch. First the texts and then the log: what a crash leaves between them is found by the next one. */
export function batchesOf({ engine, vault, queue, plan }: BatchParts): Batches {
  const wrote = new Set<string>();

  const state = async () => (await engine.read(NEAR_MISSES)).state as NearMissState;
  const say = (command: NearMissCommand) =>
    engine.handle({ stream: NEAR_MISSES, command, by: MUSTER, reply: () => '' });

  async function record(what: 'all' | 'letters' = 'all') {
    const { all } = await state();
    const threads = what === 'letters' ? [] : [...(await vault.read()).values()];
    const reports = threads.map(({ facts }) => facts).filter(({ id }) => !Object.hasOwn(all, id));
    const letters = [...wrote];
    if (reports.length + letters.length === 0) return;
    await say({ type: 'take', reports, letters });
    for (const id of letters) wrote.delete(id);
  }

  return {
    record,
    async keep(at) {
      const { reports, letters, done } = queue.take();
      if (reports.length + letters.size > 0) {
        const week = isoWeek(at, plan().plan.timezone);
        const due = replyBy(at, plan());
        await vault.change((threads) => {
          for (const waiting of reports) threads.set(waiting.id, threadOf(waiting, { week, replyBy: due }));
          for (const [id, texts] of letters) {
            const thread = threads.get(id);
            if (thread !== undefined)
              threads.set(id, {
                ...thread,
                letters: [...thread.letters, ...texts.map((text) => fromReporter(text, week))],
              });
          }
        });
        for (const id of letters.keys()) wrote.add(id);
        done();
      }
    },
    async tidy(at) {
      const { all, period: before } = await state();
      const threads = await vault.read();
      const over = [...threads.keys()].filter((id) => all[id]?.forgotten === true);
      if (over.length > 0) await vault.change((now) => over.forEach((id) => now.delete(id)));
      const { near_miss: rules, plan: head } = plan();
      const period = periodBefore(at, head.timezone, rules.publish);
      if (period === undefined || period === before || Object.keys(all).length === 0) return;
      const thanks = Object.fromEntries(
        [...threads].flatMap(([id, { signed }]) => (signed?.mayThank === true ? [[id, signed.name]] : [])),
      );
      await say({ type: 'publish', period, least: rules.min_reports_to_publish, thanks });
    },
  };
}

const fromReporter = (text: string, week: string) => ({ from: 'reporter', when: week, text }) as const;

function threadOf(
  { id, receipt, report, letters }: Waiting,
  { week, replyBy: due }: Pick<Facts, 'week' | 'replyBy'>,
): Thread {
  const { texts, about, likelihood, mayPublish, mayAsk, urgent } = report;
  const signed = report.kind === 'named' ? { name: report.name, mayThank: report.mayThank } : null;
  return {
    facts: { id, week, about, likelihood, mayPublish, mayAsk, urgent, receipt, replyBy: due, signed: signed !== null },
    texts,
    signed,
    letters: letters.map((text) => fromReporter(text, week)),
  };
}
