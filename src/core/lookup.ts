import type { Refusal } from './aggregate.ts';
import type { Book } from './book.ts';
import { roleName, severityIds, severityOf } from './book.ts';
import type { FunctionId, PersonId, SystemId } from './ids.ts';
import { functionId, personId, systemId } from './ids.ts';
import { nearest } from './nearest.ts';
import { entry } from './plan/schema.ts';
import { STANDARD_ROLES } from './playbook/names.ts';

/** Finding what a person means among the names of the plan: by id, by name, or by the first name where only one has it. */
export type Found<Id> = { readonly ok: true; readonly id: Id } | { readonly ok: false; readonly refusal: Refusal };

type Named = Readonly<Record<string, { readonly name: string }>>;

function find(words: string, all: Named, kind: string): Found<string> {
  const asked = fold(words.replace(/^@/, ''));
  const exact =
    Object.keys(all).find((id) => fold(id) === asked) ??
    Object.keys(all).find((id) => fold(all[id]?.name ?? '') === asked);
  if (exact !== undefined) return { ok: true, id: exact };
  const partly =
    asked === ''
      ? []
      : Object.keys(all).filter((id) =>
          fold(all[id]?.name ?? '')
            .split(/[^\p{L}\p{N}]+/u)
            .includes(asked),
        );
  const [only] = partly;
  if (only !== undefined && partly.length === 1) return { ok: true, id: only };
  if (partly.length > 1)
    return no(
      `"${words}" could be ${partly.map((id) => all[id]?.name ?? id).join(' or ')}. Write one of: ${partly.join(', ')}.`,
    );
  const near = nearestOf(asked, all);
  const known = Object.keys(all).slice(0, MOST_LISTED).join(', ') || 'none';
  return no(
    `The plan has no ${kind} "${short(words)}". ${near === undefined ? `It has: ${known}.` : `Did you mean ${near}?`}`,
  );
}

const MOST_LISTED = 12;

/** The id that was probably meant: an id that is near, or one whose name, first or last name is. */
function nearestOf(asked: string, all: Named): string | undefined {
  const [id] = nearest(asked, Object.keys(all), { most: 1 });
  if (id !== undefined) return id;
  const spoken = Object.entries(all).flatMap(([of, { name }]) =>
    [fold(name), ...fold(name).split(/[^\p{L}\p{N}]+/u)].map((word) => [word, of] as const),
  );
  const [word] = nearest(
    asked,
    spoken.map(([each]) => each).filter((each) => each.length > 2),
    { most: 1 },
  );
  return spoken.find(([each]) => each === word)?.[1];
}

const no = (say: string) => ({ ok: false, refusal: { code: 'not-in-the-plan', say } }) as const;
const short = (words: string) => (words.length > 40 ? `${words.slice(0, 40)}…` : words);
const fold = (words: string) => words.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();

export function findPerson(book: Book, words: string): Found<PersonId> {
  const found = find(words, book.plan.people, 'person');
  return found.ok ? { ok: true, id: personId(found.id) } : found;
}

/** A schedule by its id; unlike the others it has no name beside it. */
export function findSchedule(book: Book, words: string): Found<string> {
  const known = Object.keys(book.plan.schedules);
  const asked = fold(words.replace(/^@/, ''));
  if (known.includes(asked)) return { ok: true, id: asked };
  const [near] = nearest(asked, known, { most: 1 });
  const hint = near === undefined ? `There are: ${known.join(', ') || 'none'}.` : `Did you mean ${near}?`;
  return { ok: false, refusal: { code: 'no-such-schedule', say: `There is no schedule "${short(words)}". ${hint}` } };
}

export function findFunction(book: Book, words: string): Found<FunctionId> {
  const found = find(words, book.plan.functions, 'function');
  return found.ok ? { ok: true, id: functionId(found.id) } : found;
}

export function findSystem(book: Book, words: string): Found<SystemId> {
  const found = find(words, book.plan.systems, 'system');
  return found.ok ? { ok: true, id: systemId(found.id) } : found;
}

/** People, vendors, schedules and roles: whatever can be paged. */
export function findTarget(book: Book, words: string): Found<string> {
  const { people, vendors, schedules, roles } = book.plan;
  const named = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, { name: roleName(id) }]));
  const all = { ...named(Object.keys(schedules)), ...named(Object.keys(roles)), ...vendors, ...people };
  const found = find(words, all, 'person, role, schedule or vendor');
  if (found.ok || !found.refusal.say.includes('. It has: ')) return found;
  const policy = entry(book.plan.escalation, words.replace(/^@/, ''));
  return no(
    policy === undefined
      ? `The plan has no person, role, schedule or vendor "${short(words)}". ${groups(book)}.`
      : `"${short(words)}" is an escalation policy. "page" alone pages the next level; the first is ${(policy.levels[0]?.page ?? []).join(', ') || 'empty'}.`,
  );
}

/** A few of each kind that can be paged, people first: a name is what most look for. */
const groups = ({ plan }: Book) =>
  Object.entries({ People: plan.people, Roles: plan.roles, Schedules: plan.schedules, Vendors: plan.vendors })
    .filter(([, all]) => Object.keys(all).length > 0)
    .map(([kind, all]) => `${kind}: ${someOf(Object.keys(all))}`)
    .join('. ');

const MOST_OF_A_KIND = 5;
const someOf = (ids: readonly string[]) =>
  `${ids.slice(0, MOST_OF_A_KIND).join(', ')}${ids.length > MOST_OF_A_KIND ? ' …' : ''}`;

/** `tech lead`, `tech_lead` and `Tech-Lead` are one role. Without a `roles` block any of the standard names will do. */
export function findRole(book: Book, words: string): Found<string> {
  const asked = words
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  const planned = Object.keys(book.plan.roles);
  const known = planned.length > 0 ? planned : STANDARD_ROLES;
  if (asked === 'commander' || asked === 'ic' || asked === 'lead') return { ok: true, id: 'incident_commander' };
  return find(asked, Object.fromEntries(known.map((id) => [id, { name: roleName(id) }])), 'role');
}

/** `2`, `sev2` or the severity's name; undefined when the plan has no such severity. */
export function findSeverity(book: Book, words: string): string | undefined {
  const asked = fold(words);
  return severityIds(book).find(
    (id) => id === asked || id === `sev${asked}` || fold(severityOf(book, id)?.name ?? '') === asked,
  );
}
