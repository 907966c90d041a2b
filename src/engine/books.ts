import type { Book } from '../core/book.ts';
import { hash } from '../core/ids.ts';
import type { Store } from '../ports/store.ts';

/** Books by content hash, kept once in the store and read once per process. */
export interface Books {
  keep(book: Omit<Book, 'hash'>): Promise<Book>;
  open(hash: string): Promise<Book>;
}

/** `canonical` gives the one text of a book; the same book is always the same text. */
export function booksOf(store: Store, canonical: (value: unknown) => string): Books {
  const opened = new Map<string, Book>();
  return {
    async keep({ plan, playbooks }) {
      const text = canonical({ plan, playbooks });
      const kept = await store.keep(text);
      const book = opened.get(kept) ?? { hash: hash(kept), plan, playbooks };
      opened.set(kept, book);
      return book;
    },
    async open(wanted) {
      const known = opened.get(wanted);
      if (known !== undefined) return known;
      const text = await store.document(wanted);
      if (text === undefined)
        throw new Error(`the plan ${wanted.slice(0, 12)} of an incident is missing from the store`);
      const book = { ...(JSON.parse(text) as Omit<Book, 'hash'>), hash: hash(wanted) };
      opened.set(wanted, book);
      return book;
    },
  };
}
