import type { Heads, Verified } from './engine/verify.ts';
import { verifierOf, verify } from './engine/verify.ts';
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
  /** Told how far it is, in a sentence. */
  readonly tell: (say: string) => void;
};
/** `damaged`: whether a source that is not what was written is carried all the same, as it is. */
type Stopped = Parts & { readonly damaged: boolean };

/**
 * Carries everything from an archive that nobody writes to into another: first every chain of the source is computed again, then
 * the rows go over, then the target is read back and held against them. Rejects with a `StoreFault` when either cannot be used.
 */
export async function carry({ from, to, damaged, tell }: Stopped): Promise<Carried> {
  tell('Verifying what is there …');
  const source = await verify(from.dump());
  const { findings: before } = source;
  if (before.length > 0 && !damaged) return { ok: false, where: 'source', findings: before };
  const { passed, carried } = await passing({ from, to, tell });
  const wrote = writtenMeanwhile(source, passed);
  if (wrote.length === 0) return carried;
  return { ok: false, where: 'target', findings: [...(carried.ok ? [] : carried.findings), ...wrote] };
}

/**
 * Carries everything of a Muster that may go on writing: one look at it, as it was at that moment. What is damaged there is
 * carried as it is, and named.
 */
export async function carryRunning(parts: Parts): Promise<Carried> {
  return (await passing(parts)).carried;
}

/** The very rows that go over are those that the target is held against: another look could find more. */
async function passing({ from, to, tell }: Parts): Promise<{ readonly passed: Verified; readonly carried: Carried }> {
  const verifier = verifierOf();
  const loaded = await to.load(telling(from.dump(), { take: verifier.take, tell }));
  const passed = verifier.end();
  const { counts, findings: before } = passed;
  tell('Verifying what arrived …');
  const target = await verify(to.dump(), { against: passed.heads });
  const known = new Set(before.map(({ say }) => say));
  const findings = [
    ...target.findings.filter(({ say }) => !known.has(say)),
    ...missing(counts, target.counts, 'arrived'),
    ...missing(counts, loaded, 'went over'),
  ];
  const carried: Carried =
    findings.length > 0
      ? { ok: false, where: 'target', findings }
      : { ok: true, counts, heads: target.heads, findings: before };
  return { passed, carried };
}

const KINDS: readonly (readonly [kind: keyof Counts, one: string])[] = [
  ['stream', 'stream'],
  ['event', 'event'],
  ['delivery', 'receipt'],
  ['number', 'number'],
  ['document', 'plan'],
  ['text', 'text'],
];

/** A row that is no event has no chain that would show that it is gone: it is counted. */
const missing = (there: Counts, here: Counts, what: string): readonly Finding[] =>
  KINDS.flatMap(([kind, one]) =>
    there[kind] === here[kind]
      ? []
      : [{ say: `${many(there[kind], one)} ${there[kind] === 1 ? 'was' : 'were'} there, ${here[kind]} ${what}` }],
  );

/** Two looks at a source that was stopped find the same. */
function writtenMeanwhile(first: Verified, then: Verified): readonly Finding[] {
  if (KINDS.every(([kind]) => first.counts[kind] === then.counts[kind])) return [];
  const events = `${many(first.counts.event, 'event')} at the first look and ${then.counts.event} when they went over`;
  return [{ say: `There were ${events}: something wrote meanwhile` }];
}

type Through = { readonly take: (row: ArchiveRow) => void; readonly tell: (say: string) => void };

async function* telling(rows: AsyncIterable<ArchiveRow>, { take, tell }: Through): AsyncGenerator<ArchiveRow> {
  let nth = 0;
  for await (const row of rows) {
    take(row);
    yield row;
    nth += 1;
    if (nth % TELL_EVERY === 0) tell(`${nth.toLocaleString('en')} rows …`);
  }
}

const many = (count: number, what: string) => `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

/** `3 streams, 27 events, 2 plans, 1 text`. */
export function toldCounts({ stream, event, document, text }: Counts): string {
  return [many(stream, 'stream'), many(event, 'event'), many(document, 'plan'), many(text, 'text')].join(', ');
}
