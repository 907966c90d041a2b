import type { ImportedPerson } from './imported.ts';
import { type Remark, lost } from './remark.ts';

export type DraftPeople = {
  readonly entries: Readonly<Record<string, unknown>>;
  /** Key of the source → id in the plan; who cannot be reached is not in it. */
  readonly ids: ReadonlyMap<string, string>;
  /** Ids of those whom Muster can ring or text. */
  readonly withPhone: ReadonlySet<string>;
  readonly remarks: readonly Remark[];
  /** By id, name or e-mail address. */
  find(words: string): string | undefined;
};

type Ask = { readonly newId: (name: string, otherwise: string) => string; readonly zone: string };

export function draftPeople(people: readonly ImportedPerson[], { newId, zone }: Ask): DraftPeople {
  const entries: [string, unknown][] = [];
  const ids = new Map<string, string>();
  const withPhone = new Set<string>();
  const remarks: Remark[] = [];
  const names = new Map<string, string>();
  for (const person of people) {
    if (ids.has(person.key)) continue;
    if (person.ways.length === 0) {
      const why = [`${person.name} has no way to be reached and was left out.`, ...person.notes].join(' ');
      remarks.push({ path: ['people'], say: lost(why) });
      continue;
    }
    const id = newId(person.name, 'person');
    ids.set(person.key, id);
    if (person.ways.some(({ medium }) => medium === 'sms' || medium === 'call')) withPhone.add(id);
    for (const word of [id, person.name, ...person.ways.map(({ to }) => to)])
      names.set(plain(word), names.get(plain(word)) ?? id);
    remarks.push(...person.notes.map((note) => ({ path: ['people', id], say: lost(note) })));
    entries.push([id, entryOf(person, zone)]);
  }
  return { entries: Object.fromEntries(entries), ids, withPhone, remarks, find: (words) => names.get(plain(words)) };
}

const plain = (word: string) => word.trim().toLowerCase();

const entryOf = ({ name, title, timezone, ways }: ImportedPerson, zone: string) => ({
  name,
  ...(title === undefined ? {} : { title }),
  ...(timezone === undefined || timezone === zone ? {} : { timezone }),
  reach: ways.map(({ medium, to, label }) => ({ [medium]: to, ...(label === undefined ? {} : { label }) })),
});
