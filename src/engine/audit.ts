import { MUSTER } from '../core/incident/events.ts';
import type { AgendaEntry, Store } from '../ports/store.ts';
import type { GivingWay } from './giving-way.ts';
import { momentOf } from './handle.ts';
import { asksOf } from './kind.ts';
import type { Notify } from './notice.ts';
import { reasonOf } from './notice.ts';
import { orAgain } from './or-again.ts';
import type { Reader } from './reader.ts';
import type { InTurn } from './turns.ts';
import type { Writer } from './writer.ts';

/** The most streams looked at in one audit; the next one goes on where this one stopped. */
const MOST_STREAMS = 500;

type Parts = {
  readonly store: Store;
  readonly reader: Reader;
  readonly writer: Writer;
  readonly inTurn: InTurn;
  readonly notify: Notify;
  readonly way: GivingWay;
};

/**
 * Recomputes from the log alone what each open stream asks for, holds it against the agenda, and mends and tells what
 * differs. Nothing that the agenda or the engine's memory says goes into the computation.
 */
export function auditorOf({ store, reader, writer, inTurn, notify, way }: Parts) {
  let after = '';

  return async function audit(): Promise<number> {
    const all = (await store.openStreams()).map(({ stream }) => stream);
    const open = all.filter(reader.knows).sort();
    const rest = open.filter((stream) => stream > after);
    const some = rest.slice(0, MOST_STREAMS);
    after = rest.length > MOST_STREAMS ? (some.at(-1) ?? '') : '';
    for (const stream of some) {
      try {
        await inTurn(stream, () => orAgain(stream, () => auditStream(stream)));
      } catch (error) {
        notify({ kind: 'fault', where: `audit ${stream}`, reason: reasonOf(error) });
      }
    }
    notify({ kind: 'audited', streams: some.length });
    return some.length;
  };

  /** False when the stream was no longer at the version that was read. */
  async function auditStream(stream: string): Promise<boolean> {
    const snapshot = await reader.readAfresh(stream);
    if (way.isTheirs(snapshot, await store.now())) return true;
    const { agenda: wanted, faults } = asksOf(reader.aggregateOf(stream), snapshot.state);
    for (const reason of new Set(faults)) notify({ kind: 'ill', stream, reason });
    const found = await store.agenda(stream);
    const { missing, ...differs } = difference(wanted, found);
    // Where a part is not understood, what else is there may be meant.
    const extra = snapshot.ill.length === 0 ? differs.extra : [];
    if (missing.length === 0 && extra.length === 0) return true;
    const at = await momentOf(store, snapshot);
    const changes = [{ type: 'auditRepaired', missing, extra }];
    const written = await writer.write(snapshot, { changes, at, by: MUSTER, mends: true });
    if (written.outcome === 'appended') notify({ kind: 'repaired', stream, missing, extra });
    return written.outcome !== 'conflict';
  }
}

function difference(wanted: readonly AgendaEntry[], found: readonly AgendaEntry[]) {
  const name = ({ key, at, lane }: AgendaEntry) => `${key} ${at} ${lane}`;
  const has = new Set(found.map(name));
  const asked = new Set(wanted.map(name));
  return {
    missing: wanted.filter((row) => !has.has(name(row))).map(({ key }) => key),
    extra: found.filter((row) => !asked.has(name(row))).map(({ key }) => key),
  };
}
