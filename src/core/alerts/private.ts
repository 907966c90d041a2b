import type { PersonId } from '../ids.ts';
import type { Asked } from './declaration.ts';
import { firstPeople, opensPrivate } from './declaration.ts';
import type { Group } from './group.ts';
import { A_PRIVATE_MATTER } from './proposals.ts';

/**
 * A proposal as one person may see it. One that would open a private incident is told to nobody but those whom it would page
 * first: to all others it is a number, a source and an hour. They may still confirm it or dismiss it, as with any other.
 */
export function seenBy(group: Group, person: PersonId | null, asked: Asked): Group {
  if (!opensPrivate(group, asked.book)) return group;
  return person !== null && firstPeople(group, asked).includes(person) ? group : withoutWords(group);
}

/** Its words, what they mean in the plan and the number of its incident all tell what it is about. */
const withoutWords = (group: Group): Group => ({
  ...group,
  title: A_PRIVATE_MATTER,
  text: '',
  link: null,
  hit: { systems: [], functions: [], severity: null, playbook: null },
  reserved: null,
  keys: Object.fromEntries(
    Object.values(group.keys).map((key) => [`k ${key.nth}`, { ...key, key: String(key.nth), title: '' }]),
  ),
  facts: [],
});
