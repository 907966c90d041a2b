import type { PersonId } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { IncidentEvent } from './events.ts';
import type { Facet, Incident } from './state.ts';

/** The four lines of the situation card, in their order (requirement R07); *Customers* comes first for what customers see (R16). */
export const SIDES = ['systems', 'staff', 'customers', 'leadership'] as const;
export type Side = (typeof SIDES)[number];

/** How one side stands, in the words of whoever said it last. */
export type SideSaid = {
  readonly text: string;
  /** Who answers for it: whoever said it, unless somebody was named. */
  readonly owner: PersonId | null;
  readonly at: Instant;
  /** When it will be said again; null when nobody promised. */
  readonly againAt: Instant | null;
};

/** A side that nobody has spoken of is missing. */
export type Situation = { readonly [One in Side]?: SideSaid };

const begin: Situation = {};

function evolve(slice: Situation, event: IncidentEvent): Situation {
  if (event.type !== 'sideSaid') return slice;
  const { side, text, owner, at, againAt } = event;
  return { ...slice, [side]: { text, owner, at, againAt } };
}

/** The sides in the order in which this incident shows them. */
export function sidesOf({ lifecycle, book }: Incident): readonly Side[] {
  const isSeen = lifecycle.functions.some((id) => book.plan.functions[id]?.customer_facing === true);
  return isSeen ? ['customers', ...SIDES.filter((side) => side !== 'customers')] : SIDES;
}

export const SIDE_NAMES: Readonly<Record<Side, string>> = {
  systems: 'Systems',
  staff: 'Staff',
  customers: 'Customers',
  leadership: 'Leadership',
};

export const situation: Facet<Situation> = { begin, evolve };
