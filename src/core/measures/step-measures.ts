import { entriesOf } from '../playbook/run.ts';
import type { Entry } from '../playbook/run.ts';
import { inWords, isExact, msBetween, spanMs } from '../time.ts';
import type { Instant } from '../time.ts';
import type { Kept } from '../timeline/entry.ts';
import type { Facts } from './facts.ts';
import type { Measure } from './measure.ts';
import { between, notRecorded } from './measure.ts';

/** Taken against planned, and how long each decision waited. */
export function stepMeasures(facts: Facts): readonly Measure[] {
  const entries = entriesOf(facts.run);
  return [
    ...entries.flatMap((entry) => (entry.step.takes === undefined || entry.state !== 'done' ? [] : [ratio(entry)])),
    ...entries.flatMap((entry) =>
      entry.step.ask === undefined || entry.readyAt === null ? [] : [decisionWait(entry, facts.events)],
    ),
  ];
}

/** From the moment somebody began it, or else from the moment it was its turn, in ms. */
export function takenMs({ startedAt, readyAt, endedAt }: Entry): number | undefined {
  const from = startedAt ?? readyAt;
  return from === null || endedAt === null ? undefined : msBetween(from, endedAt);
}

export function plannedMs({ step }: Entry): number | undefined {
  return step.takes === undefined || !isExact(step.takes) ? undefined : spanMs(step.takes);
}

function ratio(entry: Entry): Measure {
  const name = `Step ratio, step ${entry.n}`;
  const taken = takenMs(entry);
  const planned = plannedMs(entry);
  if (taken === undefined || planned === undefined) return notRecorded(name);
  const value = Math.round((taken / planned) * 100) / 100;
  const text = `${value}: ${inWords(taken)} taken, ${inWords(planned)} planned`;
  return entry.startedAt === null
    ? { name, value, text, note: 'nobody said when it was begun; counted from its turn' }
    : { name, value, text };
}

/** `ask` ready → answered; an answer that waits for approval is an answer. Taken back, it counts anew. */
function decisionWait(entry: Entry, events: readonly Kept[]): Measure {
  let chosen: Instant | undefined;
  for (const event of events) {
    if (event.type === 'stepUndone' && event.step === entry.n) chosen = undefined;
    if (event.type === 'stepChosen' && event.step === entry.n) chosen ??= event.at;
  }
  return between(`Decision wait, step ${entry.n}`, entry.readyAt, chosen);
}
