import type { Book } from '../book.ts';
import { nameOf, roleName } from '../book.ts';
import { isPerson, MUSTER } from '../incident/events.ts';
import { entry } from '../plan/schema.ts';
import { firstRoles } from './authors.ts';
import type { Kept, Told } from './entry.ts';

/** How people and their words appear: by name; by role, as a blameless text wants it; or with their words held back. */
export type Naming = {
  readonly book: Book;
  readonly roles: boolean;
  /** Private incidents: nothing that a person wrote is told (domain 5.1, "when not to generate"). */
  readonly withheld: boolean;
  /** People in the order in which they appear, so that `responder 2` is the same person all through the text. */
  readonly order: readonly string[];
  /** The first role in which each of them acted: what somebody with several roles is called. */
  readonly firstRoles: ReadonlyMap<string, string>;
  /** What is replaced, by its small letters. */
  readonly known: ReadonlyMap<string, { readonly name: string; readonly id: string }>;
  readonly pattern: RegExp | null;
};
export type Holders = Readonly<Record<string, string>>;

/** First or last names that are words as well: left alone where they stand by themselves. */
const ALSO_WORDS = new Set(
  (
    'April Art August Bill Black Brown Chance Chase Chief Christian Day Dean Desk Drew Faith Frank Grace Grant Gray Green ' +
    'Hope House Hunter June King Lane Long Major Mark Mason May Page Park Pat Price Rich Rob Rose Sky Stone Sue Summer ' +
    'The Team Ward West White Will Wood Young'
  ).split(' '),
);

export function namingOf({ book, events }: Told, how: { readonly roles: boolean; readonly withheld: boolean }): Naming {
  const order = [...new Set(events.flatMap(peopleIn))];
  const names = how.roles ? [...namesToReplace(book, events, order)] : [];
  const known = new Map(names.map(([name, id]) => [name.toLowerCase(), { name, id }]));
  const longestFirst = [...known.keys()].sort((a, b) => b.length - a.length).map(literally);
  const pattern =
    longestFirst.length === 0
      ? null
      : new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  return { book, ...how, order, firstRoles: firstRoles({ book, events }), known, pattern };
}

const literally = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

function peopleIn(event: Kept): readonly string[] {
  const paged = 'pages' in event ? event.pages.map(({ person }) => person) : [];
  return [event.by, ...('person' in event && event.person !== null ? [event.person] : []), ...paged].filter(isPerson);
}

/** Names as people write them, each with whom it means: in full, as `@id`, and alone for those who took part. */
function namesToReplace(book: Book, events: readonly Kept[], order: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const event of events) {
    if (event.by.startsWith('guest:')) add(names, event.by.slice('guest:'.length), 'guest:');
    if (event.type === 'declared') add(names, event.reporter, 'guest:');
  }
  for (const id of order)
    for (const part of nameOf(book, id).split(/\s+/))
      if (/^\p{Lu}\p{Ll}{2,}$/u.test(part) && !ALSO_WORDS.has(part)) names.set(part, id);
  for (const [id, person] of Object.entries(book.plan.people)) {
    add(names, person.name, id);
    names.set(`@${id}`, id);
  }
  return names;
}

/** Only what looks like a name: a guest may be called "front desk" or anything else. */
function add(names: Map<string, string>, name: string, id: string): void {
  const text = oneLine(name);
  if (/^\p{Lu}.{2,}/u.test(text) && !ALSO_WORDS.has(text)) names.set(text, id);
}

/** Free text in one line. Names in it become roles in square brackets where roles are asked for; nothing where it is held back. */
export function wordsOf(naming: Naming, holders: Holders, text: string): string {
  if (naming.withheld) return '';
  const line = oneLine(text);
  if (naming.pattern === null) return line;
  return line.replace(naming.pattern, (found) => {
    const match = naming.known.get(found.toLowerCase());
    // A single word is a name only as it is written: "Sam", not "sam".
    if (match === undefined || (!/[\s@]/.test(found) && found !== match.name)) return found;
    return `[${labelOf(naming, { id: match.id, holders })}]`;
  });
}

/** Control and direction characters could make one line look like two, or like another one. */
export const oneLine = (text: string) =>
  text
    .toWellFormed()
    .replaceAll(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();

/** One person at one moment: the roles as they were held then, and the role in which they acted, where that is known. */
type Acting = { readonly id: string; readonly holders: Holders; readonly as?: string | undefined };

/** `Marcus Feld`, or `incident commander`: for a column of its own. */
export function labelOf(naming: Naming, { id, holders, as }: Acting): string {
  if (id === MUSTER) return 'Muster';
  if (!naming.roles) return oneLine(nameOf(naming.book, id));
  if (id.startsWith('guest:')) return 'a colleague';
  const { plan } = naming.book;
  const vendor = entry(plan.vendors, id);
  if (vendor !== undefined && entry(plan.people, id) === undefined) return oneLine(vendor.name);
  const acted = [as, naming.firstRoles.get(id)].filter((role) => role !== undefined);
  const held = [...acted, ...Object.keys(holders)].find((role) => entry(holders, role) === id);
  if (held !== undefined) return roleName(held);
  const roles = [...acted, ...Object.keys(plan.roles)];
  const own = roles.find((role) => entry(plan.roles, role)?.who === id);
  if (own !== undefined) return roleName(own);
  const deputy = roles.find((role) => entry(plan.roles, role)?.deputies.some((other) => other === id));
  if (deputy !== undefined) return `deputy ${roleName(deputy)}`;
  const place = naming.order.indexOf(id);
  return place < 0 ? 'a colleague' : `responder ${place + 1}`;
}

/** As it stands in a sentence: `Marcus Feld`, `the incident commander`. */
export function whoOf(naming: Naming, holders: Holders, id: string): string {
  const label = labelOf(naming, { id, holders });
  const bare = !naming.roles || id === MUSTER || label.startsWith('a ') || label.startsWith('responder ');
  return bare || entry(naming.book.plan.vendors, id) !== undefined ? label : `the ${label}`;
}

export const cap = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
