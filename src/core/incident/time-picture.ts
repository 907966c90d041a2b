import { functionId } from '../ids.ts';
import type { FunctionId } from '../ids.ts';
import { systemsNeeded } from '../plan/depends.ts';
import { remaining } from '../playbook/remaining.ts';
import type { Instant } from '../time.ts';
import { plusMs, spanMs } from '../time.ts';
import { clocksOf, markAt } from './clocks.ts';
import type { RunningClock } from './clocks.ts';
import { clockStart } from './lifecycle.ts';
import type { Incident } from './state.ts';

export type LatestStart = {
  /** The system that would be recovered. */
  readonly system: string;
  /** The way of recovery: its own restore, or one of its options. */
  readonly way: string;
  /** The last moment at which starting it still meets the RTO: RTO minus its time (domain 3.2). */
  readonly at: Instant;
};

/** The hours of one function hit, to be drawn along a line of time. */
export type TimePicture = {
  readonly of: FunctionId;
  readonly name: string;
  readonly from: Instant;
  readonly rto: Instant | null;
  readonly mtd: Instant | null;
  /** 50, 75 and 90 % of the RTO. */
  readonly marks: readonly { readonly percent: number; readonly at: Instant }[];
  readonly workaroundUntil: Instant | null;
  readonly restoredAt: Instant | null;
  /** By the planned times of the open steps alone; null when none of them has one, or when it is back. */
  readonly plannedBack: Instant | null;
  /** For the systems that are said to have failed, earliest first. */
  readonly latestStarts: readonly LatestStart[];
};

const BEFORE_RTO = [50, 75, 90] as const;

/** One picture for each function hit, in the plan's order; none while nobody has said what is hit. */
export function timePictures(incident: Incident, at: Instant): readonly TimePicture[] {
  const clocks = clocksOf(incident);
  const left = remaining(incident.steps.run, at);
  const planned = left.steps === 0 || incident.lifecycle.phase !== 'open' ? null : plusMs(at, left.ms);
  return [...new Set(clocks.map(({ of }) => of))].map((of) => {
    const mine = (kind: RunningClock['kind']) => clocks.find((clock) => clock.of === of && clock.kind === kind);
    const rto = mine('rto');
    const restoredAt = incident.clocks.restored[of] ?? null;
    return {
      of: functionId(of),
      name: incident.book.plan.functions[of]?.name ?? of,
      from: clockStart(incident.lifecycle),
      rto: rto?.dueAt ?? null,
      mtd: mine('mtd')?.dueAt ?? null,
      marks: rto === undefined ? [] : BEFORE_RTO.map((percent) => ({ percent, at: markAt(rto, percent) })),
      workaroundUntil: mine('workaround')?.dueAt ?? null,
      restoredAt,
      plannedBack: restoredAt === null ? planned : null,
      latestStarts: rto === undefined || restoredAt !== null ? [] : latestStarts(incident, of, rto.dueAt),
    };
  });
}

function latestStarts({ book, lifecycle }: Incident, of: FunctionId, rto: Instant): readonly LatestStart[] {
  const hit = book.plan.functions[of];
  const needed = new Set<string>(hit === undefined ? [] : systemsNeeded(book.plan, hit).map(({ system }) => system));
  return lifecycle.systems
    .filter((id) => needed.has(id))
    .flatMap((id) => {
      const system = book.plan.systems[id];
      if (system === undefined) return [];
      const own = system.restore_time === undefined ? [] : [{ way: 'restore', time: system.restore_time }];
      const options = (system.recovery?.options ?? []).map(({ name, time }) => ({ way: name, time }));
      return [...own, ...options].map(({ way, time }) => ({
        way,
        system: system.name,
        at: plusMs(rto, -spanMs(time)),
      }));
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
