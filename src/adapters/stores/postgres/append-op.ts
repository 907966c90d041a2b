import { crc32 } from 'node:zlib';
import { bodiesOf, numberInName, refuseTwins } from '../../../ports/ready-append.ts';
import type { AgendaEntry, Append } from '../../../ports/store.ts';
import { toKept } from './texts.ts';
import type { Op } from './write-queue.ts';

/** An append as one write. Throws for what is a bug of ours, before it reaches the queue. */
export function appendOp({ stream, expected, events, agenda, open, delivery, claim }: Append): Op {
  const bodies = bodiesOf({ stream, events });
  return {
    do: 'append',
    stream: toKept(stream),
    // As it stands in the chain.
    name: JSON.stringify(stream),
    number: numberInName(stream),
    expected,
    bodies,
    sums: bodies.map((body) => crc32(body)),
    open,
    ...agendaOp(stream, agenda),
    ...(delivery === undefined ? {} : { delivery: toKept(delivery.id), reply: toKept(delivery.reply) }),
    ...(claim === undefined ? {} : { key: toKept(claim.key), token: claim.token }),
  };
}

/** What a state asks for, as a write has it. Throws when a key stands in it twice. */
export function agendaOp(stream: string, agenda: readonly AgendaEntry[]) {
  refuseTwins(stream, agenda);
  return {
    keys: agenda.map(({ key }) => toKept(key)),
    hours: agenda.map(({ at }) => at),
    lanes: agenda.map(({ lane }) => lane),
  };
}
