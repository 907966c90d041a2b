import { follow } from './check/follow.ts';
import { latenesses } from './check/punctual.ts';
import type { History } from './history.ts';
import type { Ran } from './run.ts';

const percentile = (sorted: readonly number[], part: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);

/** What a run was like, in a few lines, so that a quiet result can be told from one in which nothing happened. */
export function report({ history, happened, tries, worstGapMs, crowded }: Ran): string {
  const events = [...history.streams.values()].flat();
  const followed = [...history.streams].map(([stream, kept]) => follow(history, stream, kept));
  const all = latenesses(history, followed);
  const of = (disturbed: boolean) => {
    const ms = all.filter((one) => one.disturbed === disturbed).map((one) => one.ms);
    const sorted = ms.toSorted((a, b) => a - b);
    const [p50, p99] = [percentile(sorted, 0.5), percentile(sorted, 0.99)];
    return `${sorted.length} (p50 ${p50} ms, p99 ${p99} ms, worst ${percentile(sorted, 1)} ms)`;
  };
  const faults = Map.groupBy(happened, ({ name }) => name);
  return [
    `${history.streams.size} streams, ${events.length} events, ${history.said.length} lines said in ${tries} tries`,
    `${history.handed.length} pages handed over, ${twice(history)} of them more than once`,
    `done in time while all could work: ${of(false)}; around ${history.outages.length} outages: ${of(true)}`,
    `${happened.length} faults: ${[...faults].map(([name, times]) => `${times.length} × ${name}`).join(', ')}`,
    `the machine: this process itself had to wait ${worstGapMs} ms at worst; something waited for a processor in ${
      crowded === undefined ? 'an unknown part' : `${Math.round(crowded * 100)} %`
    } of the time`,
  ].join('\n');
}

const twice = ({ handed }: History) => handed.length - new Set(handed.map(({ key }) => key)).size;
