import { createHash } from 'node:crypto';
import type { Clock } from '../../../ports/clock.ts';
import { StoreFault, type AgendaEntry, type Append, type Appended, type Store } from '../../../ports/store.ts';
import { byBytes, memoryAgenda } from './agenda.ts';

type Stream = { readonly bodies: readonly string[]; readonly open: boolean };

/** A store that keeps the same promises until the process ends: for tests, the simulation and the demo. */
export function memoryStore(clock: Clock): Store & AsyncDisposable {
  const streams = new Map<string, Stream>();
  const deliveries = new Map<string, string>();
  const numbers = new Map<string, number>();
  const documents = new Map<string, string>();
  const agenda = memoryAgenda();
  let closed = false;

  const opened = async <T>(work: () => T): Promise<T> => {
    if (closed) throw new StoreFault('The store in memory is closed.');
    return work();
  };
  const versionOf = (stream: string) => streams.get(stream)?.bodies.length ?? 0;
  const close = async () => {
    closed = true;
  };

  const append = (batch: Append): Appended => {
    const { stream, delivery, claim } = batch;
    const bodies = textsOf(batch);
    refuseTwins(stream, batch.agenda);
    const reply = delivery === undefined ? undefined : deliveries.get(delivery.id);
    if (reply !== undefined) return { outcome: 'duplicate', reply };
    if (claim !== undefined && agenda.heldBy({ stream, ...claim }) === undefined) return { outcome: 'lease lost' };
    const current = versionOf(stream);
    if (current !== batch.expected) return { outcome: 'conflict', version: current };

    const all = [...(streams.get(stream)?.bodies ?? []), ...bodies];
    streams.set(stream, { bodies: all, open: batch.open });
    agenda.replace(stream, batch.agenda);
    if (delivery !== undefined) deliveries.set(delivery.id, delivery.reply);
    return { outcome: 'appended', version: all.length };
  };

  return {
    now: async () => clock.now(),
    append: (batch) => opened(() => append(batch)),
    read: (stream, after = 0) =>
      opened(() =>
        (streams.get(stream)?.bodies ?? [])
          .map((text, index) => ({ stream, version: index + 1, text }))
          .slice(Math.max(0, after))
          .map(({ version, text }) => ({ stream, version, body: JSON.parse(text) as unknown })),
      ),
    delivered: (id) => opened(() => deliveries.get(id)),
    openStreams: () =>
      opened(() =>
        [...streams]
          .filter(([, each]) => each.open)
          .map(([stream, { bodies }]) => ({ stream, version: bodies.length }))
          .toSorted((a, b) => numberOf(a.stream) - numberOf(b.stream) || byBytes(a.stream, b.stream)),
      ),
    streams: (prefix, most) =>
      opened(() =>
        [...streams.keys()]
          .filter((stream) => stream.startsWith(prefix))
          .toSorted((a, b) => numberOf(b) - numberOf(a) || byBytes(a, b))
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
        if (known?.bodies.length !== version) return false;
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
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Kept as text, so that nobody shares an object with the store and only JSON goes in. */
function textsOf({ stream, events }: Append): readonly string[] {
  if (events.length === 0) throw new Error(`an append to ${stream} without events`);
  return events.map((event) => {
    const text: unknown = JSON.stringify(event);
    if (typeof text !== 'string') throw new TypeError(`an event of ${stream} is not a JSON value`);
    return text;
  });
}

function refuseTwins(stream: string, agenda: readonly AgendaEntry[]): void {
  const keys = new Set(agenda.map((entry) => entry.key));
  if (keys.size !== agenda.length) throw new Error(`the agenda of ${stream} names a key twice`);
}

const numberOf = (stream: string) => Number(/\d{1,15}$/.exec(stream)?.[0] ?? -1);
