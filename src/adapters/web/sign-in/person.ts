import type { Book } from '../../../core/book.ts';
import type { PersonId } from '../../../core/ids.ts';
import { personId } from '../../../core/ids.ts';
import { findPerson } from '../../../core/lookup.ts';
import type { Medium } from '../../../core/media.ts';

const LONGEST = 200;
/** Shorter ends of a number belong to too many people. */
const LEAST_DIGITS = 7;
const PHONES: readonly Medium[] = ['sms', 'call', 'desk'];

/** Whose address it is: nobody, one, or by a slip of the plan more. */
export const peopleWithEmail = ({ plan }: Book, email: string): readonly PersonId[] =>
  peopleWith(plan, ({ medium, to }) => medium === 'email' && folded(to) === folded(email));

/**
 * The letters A to Z in either size are the same; those of other alphabets only as they are. Elsewhere a small letter has more
 * than one large one (the Kelvin sign is a k), and somebody could have an address that only looks like another person's.
 */
const folded = (email: string) =>
  /\P{ASCII}/u.test(email) ? email : email.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/**
 * Whom somebody means who is not signed in, by id, name, e-mail address or the end of a phone number; undefined for nobody
 * and for more than one. What it finds gets a message to their own phone, so a guess tells nobody anything.
 */
export function personMeant(book: Book, words: string): PersonId | undefined {
  const asked = words.trim();
  if (asked === '' || asked.length > LONGEST) return undefined;
  if (asked.slice(1).includes('@')) return onlyOne(peopleWithEmail(book, asked));
  if (/^[+\d][\d\s().-]*$/.test(asked)) return onlyOne(peopleWithNumber(book, asked));
  const found = findPerson(book, asked);
  return found.ok ? found.id : undefined;
}

function peopleWithNumber({ plan }: Book, words: string): readonly PersonId[] {
  const international = words.startsWith('+') || words.startsWith('00');
  const digits = words.replaceAll(/\D/g, '').replace(/^0+/, '');
  if (digits.length < LEAST_DIGITS) return [];
  return peopleWith(plan, ({ medium, to }) => {
    const own = to.replaceAll(/\D/g, '');
    return PHONES.includes(medium) && (international ? own === digits : own.endsWith(digits));
  });
}

type Ways = Book['plan']['people'][string]['reach'];

const peopleWith = ({ people }: Book['plan'], is: (way: Ways[number]) => boolean): readonly PersonId[] =>
  Object.keys(people)
    .filter((id) => people[id]?.reach.some(is) === true)
    .map(personId);

const onlyOne = (found: readonly PersonId[]) => (found.length === 1 ? found[0] : undefined);
