import type { AgendaEntry, Append } from './store.ts';

/**
 * No event is larger, in bytes; the longest words of a person are 4,000 characters. A larger one, which no code of ours wrote,
 * is not even loaded: it could take the process's whole memory at each start.
 */
export const MOST_EVENT_BYTES = 1024 * 1024;

/**
 * The events of an append as the texts that are kept, so that nobody shares an object with the store and what cannot be written
 * fails before it reaches a transaction. Throws for what is a bug of ours: no events, no JSON value, one that is too large.
 */
export function bodiesOf({ stream, events }: Pick<Append, 'stream' | 'events'>): readonly string[] {
  if (events.length === 0) throw new Error(`an append to ${stream} without events`);
  return events.map((event) => {
    const text: unknown = JSON.stringify(event);
    if (typeof text !== 'string') throw new TypeError(`an event of ${stream} is not a JSON value`);
    if (Buffer.byteLength(text) > MOST_EVENT_BYTES) throw new Error(`an event of ${stream} is too large`);
    return text;
  });
}

/** Throws when a key stands twice in what a state asks for: its rows would fight. */
export function refuseTwins(stream: string, agenda: readonly AgendaEntry[]): void {
  const keys = new Set(agenda.map(({ key }) => key));
  if (keys.size !== agenda.length) throw new Error(`the agenda of ${stream} names a key twice`);
}

/** The number at the end of a stream's name (`INC-42` is 42), -1 without one: what lists of streams go by. */
export const numberInName = (stream: string): number => Number(/\d{1,15}$/.exec(stream)?.[0] ?? -1);
