import type { PersonId } from './ids.ts';
import { personId } from './ids.ts';
import type { Plan } from './plan/schema.ts';
import type { Instant } from './time.ts';
import type { CalendarSwap } from './upkeep/upkeep.ts';

/** One event of a calendar that says who stands in. */
export type CalendarEvent = {
  readonly uid: string;
  readonly summary: string;
  readonly attendees: readonly { readonly address: string; readonly name: string }[];
  readonly from: Instant;
  readonly to: Instant;
};

const fold = (words: string) => words.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
/** The words of a text, one space round each, so that a name is found as a whole. */
const wordsOf = (text: string) =>
  ` ${fold(text)
    .split(/[^\p{L}\p{N}_-]+/u)
    .filter((word) => word !== '')
    .join(' ')} `;

type Names = (text: string) => readonly PersonId[];

/** Finds people by id, by full name, or by a first or last name that only one of them has. */
function namesOf(plan: Plan): Names {
  const people = Object.entries(plan.people);
  const parts = people.flatMap(([, { name }]) => wordsOf(name).trim().split(' '));
  const isOnly = (part: string) => part.length > 1 && parts.filter((other) => other === part).length === 1;
  const known = people
    .map(([id, { name }]) => ({
      id: personId(id),
      name: wordsOf(name),
      shorts: [id, ...wordsOf(name).trim().split(' ').filter(isOnly)].map((one) => ` ${fold(one)} `),
    }))
    .toSorted((a, b) => b.name.length - a.name.length);
  return (text) => {
    let said = wordsOf(text);
    const whole = known.filter(({ name }) => {
      const isThere = said.includes(name);
      // A first name in a full one is nobody else's.
      if (isThere) said = said.replaceAll(name, ' ');
      return isThere;
    });
    const short = known.filter((one) => !whole.includes(one) && one.shorts.some((name) => said.includes(name)));
    return [...whole, ...short].map(({ id }) => id);
  };
}

const byAddress = (plan: Plan, address: string): readonly PersonId[] =>
  Object.entries(plan.people)
    .filter(([, { reach }]) => reach.some(({ medium, to }) => medium === 'email' && fold(to) === fold(address)))
    .map(([id]) => personId(id));

/**
 * Who stands in when, by a calendar: the one person whom an event's title names, else the one whom its guests do. What names
 * nobody of the plan, or several, is given back by its title.
 */
export function swapsIn(
  plan: Plan,
  events: readonly CalendarEvent[],
): { readonly swaps: readonly CalendarSwap[]; readonly unknown: readonly string[] } {
  const named = namesOf(plan);
  const swaps: CalendarSwap[] = [];
  const unknown = new Set<string>();
  for (const { summary, attendees, from, to } of events) {
    const titled = named(summary);
    const guests = attendees.flatMap(({ address, name }) => [...byAddress(plan, address), ...named(name)]);
    const [who, ...others] = titled.length === 0 ? new Set(guests) : titled;
    if (who === undefined || others.length > 0) unknown.add(summary.trim() === '' ? '(without a title)' : summary);
    else swaps.push({ who, from, to, why: 'by the calendar' });
  }
  return { swaps, unknown: [...unknown] };
}
