import type { Book } from '../../../core/book.ts';
import type { PersonId } from '../../../core/ids.ts';
import { personId } from '../../../core/ids.ts';
import type { Account } from './directory.ts';

/** Which account belongs to which person of the plan; made anew when the plan or the accounts have changed. */
export interface Links {
  personOf(account: Account): PersonId | null;
  /** Accounts that can be spoken to. */
  accountsOf(person: string): readonly Account[];
  changed(): void;
}

type People = {
  readonly named: ReadonlyMap<string, readonly PersonId[]>;
  readonly byEmail: ReadonlyMap<string, readonly PersonId[]>;
};

export function linksOf(book: () => Book, accounts: () => Iterable<Account>): Links {
  let of: Book | undefined;
  let people: People = { named: new Map(), byEmail: new Map() };
  let byPerson: Map<string, Account[]> | undefined;

  function looked(): People {
    const now = book();
    if (now !== of) {
      people = peopleOf(now);
      of = now;
      byPerson = undefined;
    }
    return people;
  }

  /** The plan's own word first; and two people of one account, or of one address, are nobody. */
  function personOf({ user, email, isOne }: Account): PersonId | null {
    const { named, byEmail } = looked();
    const found = named.get(user) ?? (isOne && email !== null ? byEmail.get(email) : undefined) ?? [];
    const [only, ...others] = found;
    return only === undefined || others.length > 0 ? null : only;
  }

  return {
    personOf,
    accountsOf(person) {
      looked();
      if (byPerson === undefined) {
        byPerson = new Map();
        for (const account of accounts()) {
          const owner = account.isOne ? personOf(account) : null;
          if (owner !== null) byPerson.set(owner, [...(byPerson.get(owner) ?? []), account]);
        }
      }
      return byPerson.get(person) ?? [];
    },
    changed: () => void (byPerson = undefined),
  };
}

function peopleOf({ plan }: Book): People {
  const [named, byEmail] = [new Map<string, PersonId[]>(), new Map<string, PersonId[]>()];
  const add = (to: Map<string, PersonId[]>, name: string, id: PersonId) => to.set(name, [...(to.get(name) ?? []), id]);
  for (const [id, one] of Object.entries(plan.people)) {
    for (const user of new Set(one.reach.filter(({ medium }) => medium === 'chat').map(({ to }) => to)))
      add(named, user, personId(id));
    for (const email of new Set(emailsOf(one))) add(byEmail, email, personId(id));
  }
  return { named, byEmail };
}

/** Every address under which the plan knows somebody. */
export const emailsOf = ({ reach }: Pick<Book['plan']['people'][string], 'reach'>): readonly string[] =>
  reach
    .filter(({ medium, to }) => medium === 'email' || (medium === 'chat' && to.includes('@')))
    .map(({ to }) => to.trim().toLowerCase());
