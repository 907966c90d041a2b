import { createHash } from 'node:crypto';
import { CHAIN_BEGIN, linkHash } from '../../../ports/chain.ts';
import type { Archive } from '../../../ports/archive.ts';
import type { Clock } from '../../../ports/clock.ts';
import { bodiesOf, numberInName, refuseTwins } from '../../../ports/ready-append.ts';
import {
  StoreFault,
  type Append,
  type Appended,
  type Heard,
  type NamedText,
  type Store,
} from '../../../ports/store.ts';
import { byBytes, memoryAgenda } from './agenda.ts';
import { type Delivered, type Kept, type Stream, dumped, loaded } from './archive.ts';

/** A store that keeps the same promises until the process ends: for tests, the simulation and the demo. */
export function memoryStore(clock: Clock): Store & Archive {
  const streams = new Map<string, Stream>();
  const deliveries = new Map<string, Delivered>();
  const numbers = new Map<string, number>();
  const documents = new Map<string, string>();
  const texts = new Map<string, NamedText>();
  const hearers = new Set<(heard: Heard) => void>();
  const agenda = memoryAgenda();
  const kept: Kept = { streams, deliveries, numbers, documents, texts };
  let closed = false;

  const opened = async <T>(work: () => T | Promise<T>): Promise<T> => {
    if (closed) throw new StoreFault('The store in memory is closed.');
    return work();
  };
  const versionOf = (stream: string) => streams.get(stream)?.links.length ?? 0;
  const close = async () => {
    closed = true;
  };

  const append = (batch: Append): Appended => {
    const { stream, delivery, claim } = batch;
    const bodies = bodiesOf(batch);
    refuseTwins(stream, batch.agenda);
    const reply = delivery === undefined ? undefined : deliveries.get(delivery.id)?.reply;
    if (reply !== undefined) return { outcome: 'duplicate', reply };
    if (claim !== undefined && agenda.heldBy({ stream, ...claim }) === undefined) return { outcome: 'lease lost' };
    const current = versionOf(stream);
    if (current !== batch.expected) return { outcome: 'conflict', version: current };

    const links = [...(streams.get(stream)?.links ?? [])];
    for (const text of bodies) {
      const version = links.length + 1;
      links.push({ version, text, hash: linkHash(links.at(-1)?.hash ?? CHAIN_BEGIN, { stream, version, text }) });
    }
    streams.set(stream, { links, open: batch.open });
    agenda.replace(stream, batch.agenda);
    for (const hear of hearers) queueMicrotask(() => hear({ kind: 'appended', stream, version: links.length }));
    if (delivery !== undefined) deliveries.set(delivery.id, { stream, version: links.length, reply: delivery.reply });
    return { outcome: 'appended', version: links.length };
  };

  return {
    now: async () => clock.now(),
    append: (batch) => opened(() => append(batch)),
    read: (stream, after = 0) =>
      opened(() =>
        (streams.get(stream)?.links ?? [])
          .slice(Math.max(0, after))
          .map(({ version, text }) => ({ stream, version, body: JSON.parse(text) as unknown })),
      ),
    chain: (stream) => opened(() => streams.get(stream)?.links ?? []),
    delivered: (id) => opened(() => deliveries.get(id)?.reply),
    openStreams: () =>
      opened(() =>
        [...streams]
          .filter(([, each]) => each.open)
          .map(([stream, { links }]) => ({ stream, version: links.length }))
          .toSorted((a, b) => numberInName(a.stream) - numberInName(b.stream) || byBytes(a.stream, b.stream)),
      ),
    streams: (prefix, most) =>
      opened(() =>
        [...streams.keys()]
          .filter((stream) => stream.startsWith(prefix))
          .toSorted((a, b) => numberInName(b) - numberInName(a) || byBytes(a, b))
          .slice(0, most),
      ),
    claim: (ask) => opened(() => agenda.claim(clock.now(), ask)),
    release: (claim, at) => opened(() => agenda.release(claim, at)),
    drop: (claim) => opened(() => agenda.drop(claim)),
    nextDue: () => opened(() => agenda.nextDue()),
    agenda: (stream) => opened(() => agenda.of(stream)),
    // oxlint-disable-next-line max-params -- the port's four
    rearm: (stream, version, wanted, open) =>
      opened(() => {
        refuseTwins(stream, wanted);
        const known = streams.get(stream);
        if (known?.links.length !== version) return false;
        streams.set(stream, { ...known, open });
        agenda.replace(stream, wanted);
        return true;
      }),
    nextNumber: (series) =>
      opened(() => {
        const next = (numbers.get(series) ?? 0) + 1;
        numbers.set(series, next);
        return next;
      }),
    keep: (text) =>
      opened(() => {
        const hash = createHash('sha256').update(text).digest('hex');
        documents.set(hash, text);
        return hash;
      }),
    document: (hash) => opened(() => documents.get(hash)),
    text: (name) => opened(() => texts.get(name)),
    putText: (name, expected, text) =>
      opened(() => {
        if ((texts.get(name)?.version ?? 0) !== expected) return false;
        texts.set(name, { version: expected + 1, text });
        return true;
      }),
    listen(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    dump: () => dumped(kept),
    load: (rows) => opened(() => loaded(kept, rows)),
    close,
    [Symbol.asyncDispose]: close,
  };
}
