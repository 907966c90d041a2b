import { AGGREGATES } from '../../../src/aggregates.ts';
import { PartlyUnderstood } from '../../../src/core/aggregate.ts';
import type { Book } from '../../../src/core/book.ts';
import { hash } from '../../../src/core/ids.ts';
import type { Instant } from '../../../src/core/time.ts';
import type { AnyAggregate, Asks, Stamped } from '../../../src/engine/kind.ts';
import { asksOf } from '../../../src/engine/kind.ts';
import type { History, KeptEvent } from '../history.ts';

/** One append: what the stream asked for before it, and what it asked for after it. */
export type Step = {
  readonly stream: string;
  readonly events: readonly Stamped[];
  /** Real ms, by the database's clock. */
  readonly wroteAt: number;
  readonly state: unknown;
  readonly before: Asks;
  readonly after: Asks;
};

/** From when to when a stream asked for one thing at one hour. */
export type Span = {
  readonly stream: string;
  readonly key: string;
  readonly owed: boolean;
  readonly at: Instant;
  /** When the append was written that began to ask for it, in real ms. */
  readonly from: number;
  /** The append after which it was no longer asked for, or for another hour; undefined: it still is. */
  readonly end: Step | undefined;
  /** The key itself is still asked for after `end`, for another hour. */
  readonly moved: boolean;
};

export type Followed = { readonly stream: string; readonly steps: readonly Step[]; readonly spans: readonly Span[] };

const NOTHING: Asks = { deadlines: [], owed: [], agenda: [], open: false, faults: [] };

export function aggregateOf(stream: string): AnyAggregate {
  const found = AGGREGATES.find(({ prefixes }) => prefixes.some((prefix) => stream.startsWith(prefix)));
  if (found === undefined) throw new Error(`nobody knows the stream ${stream}`);
  return found;
}

/** Folds one stream from its first event, without anything that Muster kept besides the log. */
export function follow(history: Pick<History, 'documents'>, stream: string, kept: readonly KeptEvent[]): Followed {
  const aggregate = aggregateOf(stream);
  const steps: Step[] = [];
  const spans: Span[] = [];
  const open = new Map<string, Omit<Span, 'end' | 'moved'>>();
  let { begin: state } = aggregate;
  let before = NOTHING;
  for (const append of appendsOf(kept)) {
    const events = append.map(({ text }) => JSON.parse(text) as Stamped);
    const wroteAt = append[0]?.wroteAt ?? 0;
    const was = state;
    for (const event of events) state = evolved(aggregate, state, { event, documents: history.documents });
    const after = asksOf(aggregate, state);
    const step = { stream, events, wroteAt, state: was, before, after };
    steps.push(step);
    compare(step, open, spans);
    before = after;
  }
  for (const span of open.values()) spans.push({ ...span, end: undefined, moved: false });
  return { stream, steps, spans };
}

function compare(step: Step, open: Map<string, Omit<Span, 'end' | 'moved'>>, spans: Span[]) {
  const asked = new Map(step.after.agenda.map(({ key, at }) => [key, at]));
  const owed = new Set(step.after.owed.map(({ key }) => key));
  for (const [key, span] of open) {
    const at = asked.get(key);
    if (at === span.at) continue;
    spans.push({ ...span, end: step, moved: at !== undefined });
    open.delete(key);
  }
  for (const [key, at] of asked)
    if (!open.has(key)) open.set(key, { stream: step.stream, key, owed: owed.has(key), at, from: step.wroteAt });
}

type Evolving = { readonly event: Stamped; readonly documents: History['documents'] };

function evolved(aggregate: AnyAggregate, state: unknown, { event, documents }: Evolving): unknown {
  const pinned = aggregate.pins(event);
  try {
    return aggregate.evolve(state, event, pinned === undefined ? undefined : bookOf(documents, pinned));
  } catch (error) {
    if (error instanceof PartlyUnderstood) return error.state;
    throw error;
  }
}

const books = new WeakMap<object, Map<string, Book>>();

function bookOf(documents: History['documents'], pinned: string): Book {
  const known = books.get(documents) ?? new Map<string, Book>();
  books.set(documents, known);
  const found = known.get(pinned);
  if (found !== undefined) return found;
  const text = documents.get(pinned);
  if (text === undefined) throw new Error(`the plan ${pinned.slice(0, 12)} of an incident is missing`);
  const book = { ...(JSON.parse(text) as Omit<Book, 'hash'>), hash: hash(pinned) };
  known.set(pinned, book);
  return book;
}

function appendsOf(kept: readonly KeptEvent[]): readonly (readonly KeptEvent[])[] {
  const appends: KeptEvent[][] = [];
  for (const event of kept) {
    const last = appends.at(-1);
    if (last !== undefined && last[0]?.append === event.append) last.push(event);
    else appends.push([event]);
  }
  return appends;
}
