import { randomUUID } from 'node:crypto';
import { earliest, plusMs, type Instant } from '../../../core/time.ts';
import type { AgendaEntry, AgendaRow, Claim, Lane } from '../../../ports/store.ts';

/** `due` is when the row can be claimed: its own hour, the end of its lease, or the instant it was released to. */
type Row = AgendaRow & { readonly due: Instant; readonly token: string | undefined };
type Held = { readonly stream: string; readonly key: string; readonly token: string };

/** The agendas of all streams. Rows are replaced, never changed. */
export function memoryAgenda() {
  const byStream = new Map<string, Map<string, Row>>();
  const rows = () => [...byStream.values()].flatMap((of) => [...of.values()]);
  const put = (row: Row) => void byStream.get(row.stream)?.set(row.key, row);
  const heldBy = ({ stream, key, token }: Held) => {
    const row = byStream.get(stream)?.get(key);
    return row?.token === token ? row : undefined;
  };

  return {
    heldBy,
    /** Makes a stream's agenda this; rows that keep their key and hour keep their lease. */
    replace(stream: string, wanted: readonly AgendaEntry[]): void {
      const before = byStream.get(stream);
      const after = wanted.map(({ key, at, lane }): [string, Row] => {
        const row = before?.get(key);
        return [key, row?.at === at ? { ...row, lane } : { stream, key, at, lane, due: at, token: undefined }];
      });
      byStream.set(stream, new Map(after));
    },
    claim(now: Instant, { lane, most, leaseMs }: { lane: Lane; most: number; leaseMs: number }): readonly Claim[] {
      return rows()
        .filter((row) => row.lane === lane && row.due <= now)
        .toSorted((a, b) => order(a.due, b.due) || byBytes(a.stream, b.stream) || byBytes(a.key, b.key))
        .slice(0, Math.max(0, most))
        .map(({ stream, key, at }) => {
          const token = randomUUID();
          put({ stream, key, at, lane, due: plusMs(now, leaseMs), token });
          return { stream, key, at, lane, token };
        });
    },
    release(claim: Held, at: Instant): void {
      const row = heldBy(claim);
      if (row !== undefined) put({ ...row, due: at > row.at ? at : row.at, token: undefined });
    },
    drop(claim: Held): void {
      if (heldBy(claim) !== undefined) byStream.get(claim.stream)?.delete(claim.key);
    },
    nextDue(): Instant | undefined {
      const all = rows();
      return all.length === 0 ? undefined : earliest(...all.map((row) => row.due));
    },
    of: (stream: string) =>
      [...(byStream.get(stream)?.values() ?? [])]
        .toSorted((a, b) => byBytes(a.key, b.key))
        .map(({ key, at, lane, due }) => ({ key, at, lane, leasedUntil: due > at ? due : null })),
  };
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
/** As databases compare texts: by the bytes of UTF-8, not by UTF-16 units. */
export const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
