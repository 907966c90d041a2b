import { roleName } from '../book.ts';
import { inWords, msBetween } from '../time.ts';
import type { Instant } from '../time.ts';
import type { Facts } from './facts.ts';
import type { Measure } from './measure.ts';
import { notRecorded } from './measure.ts';

/** How often a role changed hands, and the longest that one was held without relief; never by whom. */
export function handoverMeasures(facts: Facts): readonly Measure[] {
  const count = facts.events.filter((event) => event.type === 'roleAssigned' && event.from !== null).length;
  return [{ name: 'Hand-overs', value: count, text: count === 0 ? 'none' : String(count) }, longestInRole(facts)];
}

type Held = { readonly person: string; readonly from: Instant; readonly heard: boolean };

/** Counts while the incident was worked on, and only for holders who did anything: a name in the plan is not a shift. */
function longestInRole({ events, stretches }: Facts): Measure {
  const name = 'Longest time in one role';
  const shifts: { readonly role: string; readonly ms: number }[] = [];
  let holds = new Map<string, Held>();
  const end = (role: string, at: Instant) => {
    const held = holds.get(role);
    if (held?.heard !== true) return;
    for (const stretch of stretches) {
      const ms = msBetween(held.from > stretch.from ? held.from : stretch.from, at < stretch.to ? at : stretch.to);
      if (ms > 0) shifts.push({ role, ms });
    }
  };
  for (const event of events) {
    if (event.type === 'rolesAssigned') {
      for (const role of holds.keys()) end(role, event.at);
      holds = new Map(
        Object.entries(event.holders).map(([role, person]) => [role, { person, from: event.at, heard: false }]),
      );
    }
    if (event.type === 'roleAssigned') {
      end(event.role, event.at);
      holds.set(event.role, { person: event.person, from: event.at, heard: false });
    }
    for (const [role, held] of holds) if (held.person === event.by) holds.set(role, { ...held, heard: true });
  }
  const last = stretches.at(-1)?.to;
  if (last !== undefined) for (const role of holds.keys()) end(role, last);
  const longest = shifts.reduce<(typeof shifts)[number] | undefined>(
    (best, shift) => (best === undefined || shift.ms > best.ms ? shift : best),
    undefined,
  );
  if (longest === undefined) return notRecorded(name);
  return { name, value: longest.ms, text: `${inWords(longest.ms)} (${roleName(longest.role)})` };
}
