import type { Category } from './events.ts';
import type { NearMiss } from './state.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, dateOf, msBetween } from '../time.ts';

/**
 * What is shown of all near misses together. Changes are the measure, for counts of reports say nothing about safety; there is
 * no figure per person, team, function or system (domain 5.4). A number made of fewer than `least` reports is null: it could
 * name somebody.
 */
export type Trends = {
  readonly least: number;
  readonly reports: number | null;
  readonly changesAccepted: number;
  /** Accepted changes by month, `2026-11`, oldest first. */
  readonly changesByMonth: readonly { readonly month: string; readonly changes: number }[];
  readonly medianDaysToAnswer: number | null;
  readonly answeredInTime: { readonly kept: number; readonly of: number } | null;
  readonly categories: readonly { readonly category: Category; readonly reports: number }[];
};

export function trendsOf(
  all: readonly NearMiss[],
  { least, zone, at }: { readonly least: number; readonly zone: string; readonly at: Instant },
): Trends {
  const accepted = all.flatMap(({ changes }) =>
    changes.flatMap(({ decided }) => (decided?.accepted === true ? [decided.at] : [])),
  );
  const answered = all.flatMap(({ takenAt, answeredAt }) =>
    answeredAt === null ? [] : [msBetween(takenAt, answeredAt) / DAY_MS],
  );
  const due = all.filter(({ answeredAt, replyBy }) => answeredAt !== null || replyBy <= at);
  const kept = due.filter(({ answeredAt, replyBy }) => answeredAt !== null && answeredAt <= replyBy).length;
  const enough = (count: number) => count >= least && count > 0;
  return {
    least,
    reports: enough(all.length) ? all.length : null,
    changesAccepted: accepted.length,
    changesByMonth: counted(accepted.map((then) => dateOf(then, zone).slice(0, 7)))
      .toSorted((a, b) => (a.of < b.of ? -1 : 1))
      .map(({ of, count }) => ({ month: of, changes: count })),
    medianDaysToAnswer: enough(answered.length) ? Math.round(median(answered) * 10) / 10 : null,
    answeredInTime: enough(due.length) ? { kept, of: due.length } : null,
    categories: counted(all.flatMap(({ category }) => (category === null ? [] : [category])))
      .filter(({ count }) => enough(count))
      .toSorted((a, b) => b.count - a.count || (a.of < b.of ? -1 : 1))
      .map(({ of, count }) => ({ category: of, reports: count })),
  };
}

function counted<Name extends string>(
  names: readonly Name[],
): readonly { readonly of: Name; readonly count: number }[] {
  return [...new Set(names)].map((of) => ({ of, count: names.filter((name) => name === of).length }));
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
