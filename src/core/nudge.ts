import { nudges } from './blame.ts';
import type { Book } from './book.ts';
import { roleName } from './book.ts';
import type { Block } from './card.ts';
import { list } from './card.ts';

/**
 * A private hint to whoever wrote words that blame (domain 5.2). It stands in the answer to the writer alone; nothing is
 * stopped, and nothing about it is kept.
 */
export function blameHint(words: string, book: Book, action = false): readonly Block[] {
  const people = Object.values(book.plan.people).map(({ name }) => name);
  const groups = Object.keys(book.plan.roles).map(roleName);
  const hints = nudges(words, { people, groups, action }).map(({ found, hint }) => `"${found}": ${hint}`);
  return hints.length === 0
    ? []
    : [list([...new Set(hints)], 'Only you see this. It is written down as you said it; perhaps say it another way:')];
}
