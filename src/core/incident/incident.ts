import type { Aggregate, Deadline, Moment, Owed, Settled } from '../aggregate.ts';
import type { IncidentCommand } from './commands.ts';
import { decide } from './decide.ts';
import type { Effect } from './effects.ts';
import type { IncidentChange } from './events.ts';
import { facetNames, facets } from './facets.ts';
import { evolveIncident } from './fold.ts';
import { EMPTY_PLAN } from '../empty-plan.ts';
import { hash } from '../ids.ts';
import { isLive } from './lifecycle.ts';
import type { FacetName, Incident } from './state.ts';

const ALL = Object.values(facets());

/** An incident before its first event. */
export const beginIncident = {
  book: { hash: hash(''), plan: EMPTY_PLAN, playbooks: {} },
  ...Object.fromEntries(facetNames().map((name) => [name, facets()[name].begin])),
} as Incident;

/** One incident as the engine sees it: what its facets say, put together. */
export const incident: Aggregate<Incident, IncidentChange, IncidentCommand, Effect> = {
  prefixes: ['INC-', 'EX-'],
  begin: beginIncident,
  pins: (event) => ('planHash' in event ? event.planHash : undefined),
  evolve: (state, event, book) => evolveIncident(state, { ...event, v: 1 }, book ?? state.book),
  decide,
  live: isLive,
  deadlines: (state) => ALL.flatMap((facet) => facet.deadlines?.(state) ?? []),
  outstanding: (state) => ALL.flatMap((facet) => facet.outstanding?.(state) ?? []),
  sides: ALL.map((facet) => ({
    live: isLive,
    deadlines: (state) => facet.deadlines?.(state) ?? [],
    outstanding: (state) => facet.outstanding?.(state) ?? [],
  })),
  pass: (state: Incident, deadline: Deadline, moment: Moment) =>
    facets()[deadline.facet as FacetName].pass?.(state, deadline, moment) ?? [],
  intend: (state: Incident, { effect }: Owed<Effect>) => {
    if (effect.kind !== 'hook' || state.hooks.runs.some((run) => run.step === effect.step && run.run === effect.run))
      return [];
    return [{ type: 'hookIntended', step: effect.step, name: effect.name, run: effect.run }];
  },
  settle: (state: Incident, owed: Owed<Effect>, settled: Settled) =>
    ALL.flatMap((facet) => facet.settle?.(state, owed, settled) ?? []),
  late: (state: Incident, owed: Owed<Effect>, settled: Settled) =>
    ALL.flatMap((facet) => facet.late?.(state, owed, settled) ?? []),
};
