import type { Book } from '../../../core/book.ts';
import { nameOf, roleName } from '../../../core/book.ts';
import type { Instant } from '../../../core/time.ts';
import type { WebPhone } from '../parts.ts';
import type { Said } from './said.ts';
import type { Known, Standing } from './standing.ts';
import { NO_ANSWER, isOpen, standingOf } from './standing.ts';

/** `id` is its own on the page, also when the same attempt was sent twice. */
export type Message = WebPhone & { readonly id: string; readonly standing: Standing };
export type Entry =
  | { readonly kind: 'message'; readonly at: Instant; readonly message: Message }
  | { readonly kind: 'said'; readonly at: Instant; readonly said: Said };

/** One person's phones, with everything that arrived on them. */
export type Handset = {
  readonly id: string;
  readonly name: string;
  /** What this person is in the plan. */
  readonly role: string;
  /** Somebody of the plan, who can answer; a vendor's desk cannot. */
  readonly answers: boolean;
  /** Newest first. */
  readonly entries: readonly Entry[];
  /** How many messages wait for an answer. */
  readonly open: number;
};

type Seen = {
  readonly book: Book;
  readonly phones: readonly WebPhone[];
  readonly known: ReadonlyMap<string, Known>;
  readonly said: readonly Said[];
};

/** The handsets on which something arrived: those that are asked for an answer first, then by the newest message. */
export function handsetsOf({ book, phones, known, said }: Seen): readonly Handset[] {
  const sent = new Map<string, number>();
  const messages = phones.map((phone): Message => {
    const about = known.get(phone.incident);
    const times = (sent.get(phone.key) ?? 0) + 1;
    sent.set(phone.key, times);
    const id = `message-${phone.key.replaceAll(/[^\w.-]/g, '-')}${times === 1 ? '' : `-again-${times}`}`;
    return { ...phone, id, standing: about === undefined ? NO_ANSWER : standingOf(about, phone) };
  });
  const handsets = [...Map.groupBy(messages, ({ person }) => person)].map(([id, own]): Handset => {
    const entries: readonly Entry[] = [
      ...own.map((message) => ({ kind: 'message', at: message.at, message }) as const),
      ...said.filter(({ person }) => person === id).map((one) => ({ kind: 'said', at: one.at, said: one }) as const),
    ];
    return {
      id,
      name: nameOf(book, id),
      role: roleOf(book, id),
      answers: Object.hasOwn(book.plan.people, id),
      // Of the same instant the later one stands first, as it does everywhere else.
      entries: entries.toReversed().toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)),
      open: own.filter(({ standing }) => isOpen(standing)).length,
    };
  });
  const lastAt = new Map(messages.map(({ person, at }) => [person, at]));
  const newest = ({ id }: Handset) => lastAt.get(id) ?? '';
  const isAsked = ({ open }: Handset) => Number(open > 0);
  return handsets.toSorted(
    (a, b) => isAsked(b) - isAsked(a) || (newest(a) < newest(b) ? 1 : newest(a) > newest(b) ? -1 : 0),
  );
}

/** Title, and the roles that the plan gives; `vendor` for somebody else's desk. */
export function roleOf({ plan }: Book, id: string): string {
  const roles = Object.entries(plan.roles).flatMap(([role, { who, deputies }]) => {
    if (String(who) === id) return [roleName(role)];
    return deputies.some((deputy) => String(deputy) === id) ? [`deputy ${roleName(role)}`] : [];
  });
  const title = Object.hasOwn(plan.people, id) ? plan.people[id]?.title : undefined;
  const what = Object.hasOwn(plan.vendors, id) ? 'vendor' : '';
  return [title ?? what, roles.join(', ')].filter((part) => part !== '').join(' · ');
}
