import { aftermath } from './aftermath.ts';
import { channel } from './channel.ts';
import { clocks } from './clocks.ts';
import { escalation } from './escalation.ts';
import { hooks } from './hooks.ts';
import { lifecycle } from './lifecycle.ts';
import { roles } from './roles.ts';
import type { Facet, FacetName, Incident } from './state.ts';
import { steps } from './steps.ts';
import { updates } from './updates.ts';

/** Every side of an incident, in the order in which they hear an event. A new side is a file and a line here. */
export const FACETS: { readonly [Name in FacetName]: Facet<Incident[Name]> } = {
  lifecycle,
  escalation,
  roles,
  channel,
  steps,
  clocks,
  updates,
  hooks,
  aftermath,
};
