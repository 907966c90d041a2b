import { crc32 } from 'node:zlib';
import type { AgendaEntry, Append } from '../../../ports/store.ts';
import { MOST_EVENT_BYTES } from './looks.ts';
import { numberOf } from './rows.ts';
import { toKept } from './texts.ts';
import type { Op } from './write-queue.ts';

/** An append as one write. Throws for what is a bug of ours, before it reaches the queue. */
export function appendOp({ stream, expected, events, agenda, open, delivery, claim }: Append): Op {
  if (events.length === 0) throw new Error(`an append to ${stream} without events`);
  const bodies = events.map((event) => {
    const text: unknown = JSON.stringify(event);
    if (typeof text !== 'string') throw new TypeError(`an event of ${stream} is not a JSON value`);
    if (Buffer.byteLength(text) > MOST_EVENT_BYTES) throw new Error(`an event of ${stream} is too large`);
    return text;
  });
  return {
    do: 'append',
    stream: toKept(stream),
    // As it stands in the chain.
    name: JSON.stringify(stream),
    number: numberOf(stream),
    expected,
    bodies,
    sums: bodies.map((body) => crc32(body)),
    open,
    ...agendaOp(stream, agenda),
    ...(delivery === undefined ? {} : { delivery: toKept(delivery.id), reply: toKept(delivery.reply) }),
    ...(claim === undefined ? {} : { key: toKept(claim.key), token: claim.token }),
  };
}

/** Throws when a key stands twice in what a state asks for: its rows would fight. */
export function agendaOp(stream: string, agenda: readonly AgendaEntry[]) {
  const keys = agenda.map(({ key }) => toKept(key));
  if (new Set(keys).size !== keys.length) throw new Error(`the agenda of ${stream} names a key twice`);
  return { keys, hours: agenda.map(({ at }) => at), lanes: agenda.map(({ lane }) => lane) };
}
