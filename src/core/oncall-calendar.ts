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

type People = Pick<Plan, 'people'>;
type Names = (text: string) => readonly PersonId[];

/** Finds people by id, by full name, or by a first or last name that only one of them has. */
function namesOf(plan: People): Names {
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

/** Who has an e-mail address. */
function addressesOf({ people }: People): Names {
  const all = Object.entries(people).flatMap(([id, { reach }]) =>
    reach.flatMap(({ medium, to }) => (medium === 'email' ? [{ id: personId(id), address: fold(to) }] : [])),
  );
  const known = Map.groupBy(all, ({ address }) => address);
  return (address) => (known.get(fold(address)) ?? []).map(({ id }) => id);
}

/** The events of a series say the same again and again: each text is looked at once. */
function once(find: Names): Names {
  const found = new Map<string, readonly PersonId[]>();
  return (text) => {
    const known = found.get(text) ?? find(text);
    found.set(text, known);
    return known;
  };
}

/** What a calendar says: who stands in, by their beginning, and the titles that name nobody, or several. */
export type ByCalendar = { readonly swaps: readonly CalendarSwap[]; readonly unknown: readonly string[] };

/**
 * Who stands in when, by a calendar: the one person whom an event's title names, else the one whom its guests do. What names
 * nobody of the plan, or several, is given back by its title.
 */
export function swapsIn(plan: People, events: readonly CalendarEvent[]): ByCalendar {
  const [named, byAddress] = [once(namesOf(plan)), once(addressesOf(plan))];
  const guests = ({ attendees }: CalendarEvent) =>
    attendees.flatMap(({ address, name }) => [...byAddress(address), ...named(name)]);
  const swaps: CalendarSwap[] = [];
  const unknown = new Set<string>();
  for (const event of events) {
    const { summary, from, to } = event;
    const titled = named(summary);
    const [who, ...others] = titled.length === 0 ? new Set(guests(event)) : titled;
    if (who === undefined || others.length > 0) unknown.add(summary.trim() === '' ? '(without a title)' : summary);
    else swaps.push({ who, from, to, why: 'by the calendar' });
  }
  return { swaps, unknown: [...unknown] };
}

/** More stand-ins than three a day for 90 days are no rota: an event repeats that was not meant to. */
export const MOST_STAND_INS = 300;

/**
 * Those of a calendar that are taken over at an instant, and how many are refused. The next ones to come are taken and not the
 * last good ones kept: who agreed to stand in tonight is then on call tonight, whatever else the calendar holds, while what was
 * read last week runs out one by one without a word. Reading goes on, so the ones left out come in when their time is near.
 */
export function nearest(
  swaps: readonly CalendarSwap[],
  at: Instant,
): { readonly taken: readonly CalendarSwap[]; readonly refused: number } {
  const coming = swaps.filter(({ to }) => to > at);
  const taken = coming.slice(0, MOST_STAND_INS);
  return { taken, refused: coming.length - taken.length };
}
