import type { ArchiveRow, Counts, EventRow } from '../ports/archive.ts';
import { NOTHING } from '../ports/archive.ts';
import { documentHash } from '../ports/chain.ts';
import { type Finding, type Head, fieldsOf, firstFault, headOf } from './verify-stream.ts';

export type Heads = ReadonlyMap<string, Head>;

export type Ask = {
  /** Looks at these streams only; at all when nothing is said. */
  readonly only?: ReadonlySet<string>;
  /** Where streams stood once, kept outside. What grew since is fine; what is gone or was computed anew is found. */
  readonly against?: Heads;
  /** Whether a document that events name must be there: an export of one incident has none. */
  readonly hasDocuments?: boolean;
};

export type Verified = {
  /** Of each stream the first, in the order in which they came, then those of documents. */
  readonly findings: readonly Finding[];
  readonly heads: Heads;
  readonly events: number;
  /** All rows that passed, also those that were not asked for. */
  readonly counts: Counts;
};

/** Looks at rows that pass on their way to somewhere else. `end` is asked when the last one has passed. */
export type Verifier = { readonly take: (row: ArchiveRow) => void; readonly end: () => Verified };

/**
 * Computes every chain again over rows as an archive gives them. Holds one stream at a time in memory. What it cannot see:
 * a stream that is gone altogether, or one whose chain was computed anew from the altered event on; `against` sees both.
 */
export async function verify(rows: AsyncIterable<ArchiveRow>, ask: Ask = {}): Promise<Verified> {
  const verifier = verifierOf(ask);
  for await (const row of rows) verifier.take(row);
  return verifier.end();
}

export function verifierOf(ask: Ask = {}): Verifier {
  const streams = streamsLook(ask);
  const documents = documentsLook();
  const counts = { ...NOTHING };
  return {
    take(row) {
      counts[row.kind] += 1;
      if (row.kind === 'document') documents.kept(row);
      if ((row.kind !== 'stream' && row.kind !== 'event') || !isAsked(ask, row.stream)) return;
      streams.take(row);
      if (row.kind === 'event') documents.named(row);
    },
    end() {
      const { findings, heads, events } = streams.end();
      return { findings: [...findings, ...documents.findings(ask)], heads, events, counts };
    },
  };
}

const isAsked = ({ only }: Ask, stream: string) => only === undefined || only.has(stream);

type Now = { readonly stream: string; version: number | undefined; readonly events: EventRow[] };

/** Judges each stream when the next one begins. */
function streamsLook(ask: Ask) {
  const findings: Finding[] = [];
  const heads = new Map<string, Head>();
  let now: Now | undefined;
  let events = 0;

  const judge = () => {
    if (now === undefined) return;
    if (heads.has(now.stream)) {
      findings.push({ stream: now.stream, say: `${now.stream}: stands in two places, or twice` });
      return;
    }
    const kept = { ...now, noted: ask.against?.get(now.stream) };
    const fault = firstFault(kept);
    if (fault !== undefined) findings.push(fault);
    heads.set(now.stream, headOf(kept));
    events += now.events.length;
  };
  const begin = (stream: string): Now => {
    judge();
    return (now = { stream, version: undefined, events: [] });
  };

  return {
    take(row: Extract<ArchiveRow, { readonly kind: 'stream' | 'event' }>) {
      if (row.kind === 'stream') begin(row.stream).version = row.version;
      else (now?.stream === row.stream ? now : begin(row.stream)).events.push(row);
    },
    end() {
      judge();
      for (const [stream, { events: had }] of ask.against ?? [])
        if (isAsked(ask, stream) && !heads.has(stream))
          findings.push({
            stream,
            event: 1,
            say: `${stream} is gone: it had ${had === 1 ? '1 event' : `${had} events`} when it was noted`,
          });
      for (const stream of ask.only ?? [])
        if (!heads.has(stream) && ask.against?.has(stream) !== true)
          findings.push({ stream, say: `There is no ${stream}` });
      return { findings, heads, events };
    },
  };
}

/** Plans lie under their hash; what an incident started with must still be there. */
function documentsLook() {
  const kept = new Set<string>();
  const named = new Map<string, { readonly stream: string; readonly version: number }>();
  const altered: string[] = [];
  return {
    kept({ hash, text }: Extract<ArchiveRow, { readonly kind: 'document' }>) {
      kept.add(hash);
      if (documentHash(text) !== hash) altered.push(hash);
    },
    named({ stream, version, text }: EventRow) {
      const { planHash } = fieldsOf(text);
      if (typeof planHash === 'string' && !named.has(planHash)) named.set(planHash, { stream, version });
    },
    findings({ hasDocuments = true }: Ask): readonly Finding[] {
      const gone = hasDocuments ? [...named].filter(([hash]) => !kept.has(hash)) : [];
      return [
        ...altered.map((hash) => ({ say: `The plan ${hash.slice(0, 12)} is not what was kept` })),
        ...gone.map(([hash, { stream, version }]) => ({
          stream,
          event: version,
          say: `${stream}: the plan ${hash.slice(0, 12)} that event ${version} names is missing`,
        })),
      ];
    },
  };
}
