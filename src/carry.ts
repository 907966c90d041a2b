import type { Heads, Verified } from './engine/verify.ts';
import { verify } from './engine/verify.ts';
import type { Finding } from './engine/verify-stream.ts';
import type { Archive, ArchiveRow, Counts } from './ports/archive.ts';

const TELL_EVERY = 20_000;

export type Carried =
  /** `findings` are those of the source, carried as they are. */
  | { readonly ok: true; readonly counts: Counts; readonly heads: Heads; readonly findings: readonly Finding[] }
  /** `source` is not what was written: nothing was carried. `target` is not what the source had: it must not be used. */
  | { readonly ok: false; readonly where: 'source' | 'target'; readonly findings: readonly Finding[] };

type Parts = {
  readonly from: Pick<Archive, 'dump'>;
  readonly to: Pick<Archive, 'dump' | 'load'>;
  /** Whether a source that is not what was written is carried all the same, as it is. */
  readonly damaged: boolean;
  /** Told how far it is, in a sentence. */
  readonly tell: (say: string) => void;
};

/**
 * Carries everything from one archive to another: first every chain of the source is computed again, then the rows go over, then
 * the target is read back and held against the source. Rejects with a `StoreFault` when either cannot be used.
 */
export async function carry({ from, to, damaged, tell }: Parts): Promise<Carried> {
  tell('Verifying what is there …');
  const source = await verify(from.dump());
  const { findings: before } = source;
  if (before.length > 0 && !damaged) return { ok: false, where: 'source', findings: before };
  const counts = await to.load(telling(from.dump(), tell));
  tell('Verifying what arrived …');
  const target = await verify(to.dump(), { against: source.heads });
  const known = new Set(before.map(({ say }) => say));
  const findings = [...target.findings.filter(({ say }) => !known.has(say)), ...differences(source, target, counts)];
  if (findings.length > 0) return { ok: false, where: 'target', findings };
  return { ok: true, counts, heads: target.heads, findings: before };
}

/** What verifying alone does not show: a Muster that went on writing meanwhile. */
function differences(source: Verified, target: Verified, counts: Counts): readonly Finding[] {
  if (source.events === target.events && counts.event === target.events && source.heads.size === target.heads.size)
    return [];
  return [
    {
      say: `${source.events} events were there, ${counts.event} went over, ${target.events} arrived: something wrote meanwhile`,
    },
  ];
}

async function* telling(rows: AsyncIterable<ArchiveRow>, tell: (say: string) => void): AsyncGenerator<ArchiveRow> {
  let nth = 0;
  for await (const row of rows) {
    yield row;
    nth += 1;
    if (nth % TELL_EVERY === 0) tell(`${nth.toLocaleString('en')} rows …`);
  }
}

/** `3 streams, 27 events, 2 plans, 1 text`. */
export function toldCounts({ stream, event, document, text }: Counts): string {
  const many = (count: number, what: string) => `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
  return [many(stream, 'stream'), many(event, 'event'), many(document, 'plan'), many(text, 'text')].join(', ');
}
