import { z } from 'zod';
import type { ArchiveRow } from '../../../ports/archive.ts';
import type { Link } from '../../../ports/store.ts';

const count = z.number().int().min(0);
const hex = z.string().max(64);
const event = { stream: z.string(), version: count, text: z.string(), hash: hex };

/** Strict: a field that nobody knows is no row of ours. */
const row = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('stream'), stream: z.string(), version: count, open: z.boolean() }),
  z.strictObject({ kind: z.literal('event'), ...event }),
  z.strictObject({
    kind: z.literal('delivery'),
    id: z.string(),
    stream: z.string(),
    version: count,
    reply: z.string(),
  }),
  z.strictObject({ kind: z.literal('number'), series: z.string(), last: count }),
  z.strictObject({ kind: z.literal('document'), hash: hex, text: z.string() }),
  z.strictObject({ kind: z.literal('text'), name: z.string(), version: count, text: z.string() }),
]);

/** What a person should know of an archive before reading on. */
export type About = {
  /** The version of Muster that wrote it. */
  readonly muster: string;
  /** When, in UTC. */
  readonly made: string;
  /** Tells one secret from another without giving it away; what is sealed or signed needs the same one. */
  readonly secret: string;
};

const about = { muster: z.string(), made: z.string(), secret: z.string() };
const counts = z.strictObject({
  stream: count,
  event: count,
  delivery: count,
  number: count,
  document: count,
  text: count,
});

/** The first line of an archive. Another number is another way of writing it. */
export const firstLine = z.strictObject({ archive: z.literal(1), ...about });
/** The last line: what was written before it, as SHA-256 (hex) over those lines with their ends. */
export const lastLine = z.strictObject({ end: z.literal(1), counts, sha256: hex });

/** The first line of `muster export INC-42`. */
export const exportLine = z.strictObject({
  export: z.string(),
  muster: z.string(),
  events: count,
  documents: z.array(z.string()),
  head: hex,
});

/** A line of an export: what people and scripts read, and what was kept, byte for byte. */
const exportedEvent = z.looseObject({ kept: z.strictObject({ version: count, text: z.string(), hash: hex }) });

export const rowOf = (json: unknown): ArchiveRow | undefined => row.safeParse(json).data;

/** An event of an export; undefined when its readable part does not say what was kept. */
export function exportedRowOf(line: string, stream: string): ArchiveRow | undefined {
  const read = exportedEvent.safeParse(jsonOf(line)).data;
  if (read === undefined) return undefined;
  return exportedText(read.kept) === line ? { kind: 'event', stream, ...read.kept } : undefined;
}

/** The line of one event: its number, its fields, and at its end what was kept: its exact text and its hash. */
export const exportedText = ({ version, text, hash }: Link): string =>
  JSON.stringify({ version, ...bodyOf(text), kept: { version, text, hash } });

function bodyOf(text: string): object {
  const body = jsonOf(text);
  return typeof body === 'object' && body !== null ? body : { body };
}

export function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
