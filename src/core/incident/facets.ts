import { alertNotes } from './alert-notes.ts';
import { aftermath } from './aftermath.ts';
import { calls } from './calls.ts';
import { clocks } from './clocks.ts';
import { escalation } from './escalation.ts';
import { hooks } from './hooks.ts';
import { lifecycle } from './lifecycle.ts';
import { situation } from './situation.ts';
import { publications } from './publications.ts';
import { roles } from './roles.ts';
import { rooms } from './rooms.ts';
import type { Facet, FacetName, Incident } from './state.ts';
import { steps } from './steps.ts';
import { unsent } from './unsent.ts';
import { updates } from './updates.ts';

type Facets = { readonly [Name in FacetName]: Facet<Incident[Name]> };

let table: Facets | undefined;

/**
 * Every side of an incident, in the order in which they hear an event; a new side is a file and a name here. A function,
 * because a facet that decides in several parts folds them with this very table: it exists once all facets do.
 */
export function facets(): Facets {
  table ??= {
    lifecycle,
    escalation,
    roles,
    calls,
    rooms,
    steps,
    clocks,
    unsent,
    updates,
    situation,
    publications,
    hooks,
    alerts: alertNotes,
    aftermath,
  };
  return table;
}

export const facetNames = (): readonly FacetName[] => Object.keys(facets()) as FacetName[];
