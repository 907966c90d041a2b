import type { Told } from '../timeline/entry.ts';
import { wordMeasures } from './cadence.ts';
import { factsOf } from './facts.ts';
import type { Facts } from './facts.ts';
import { handoverMeasures } from './handovers.ts';
import type { Measure } from './measure.ts';
import { reachMeasures } from './reach.ts';
import { recoveryMeasures } from './recovery.ts';
import { responseMeasures } from './response.ts';
import { stepMeasures } from './step-measures.ts';

export type Measures = {
  readonly incident: string;
  /** What was rehearsed is never put beside what was real. */
  readonly drill: boolean;
  readonly rows: readonly Measure[];
};

/** The measures of domain 5.1, from the events' own instants. Nothing in them is about one person. */
export const measures = (told: Told): Measures => measuresOf(factsOf(told));

export function measuresOf(facts: Facts): Measures {
  return {
    incident: facts.declared.id,
    drill: facts.drill,
    rows: [
      ...responseMeasures(facts),
      ...wordMeasures(facts),
      ...recoveryMeasures(facts),
      ...stepMeasures(facts),
      ...reachMeasures(facts.events),
      ...handoverMeasures(facts),
    ],
  };
}
