import type { Imported } from './imported.ts';

/** The zone that most schedules and people of an export name; undefined when they name none but UTC, which is what is written for want of one. */
export function commonZone({ schedules, people }: Imported): string | undefined {
  const count = new Map<string, number>();
  for (const { timezone } of [...schedules, ...people])
    if (timezone !== undefined && timezone !== 'UTC') count.set(timezone, (count.get(timezone) ?? 0) + 1);
  return [...count].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}
