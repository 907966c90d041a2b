import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Heads } from '../engine/verify.ts';

const shape = z.strictObject({
  heads: z.literal(1),
  made: z.string(),
  streams: z.record(z.string(), z.strictObject({ events: z.number().int().min(0), hash: z.string() })),
});

/** What is noted is never written over: it may be the only thing that a forged database does not fit. A sentence when it is there. */
export const refuseTaken = (file: string): string | undefined =>
  existsSync(file)
    ? `${file} is there already, and what it notes may be needed: give another name, with the date for instance.`
    : undefined;

/**
 * Where every stream stood at one moment, to be kept where nobody who can change the database can change it. A sentence when it
 * could not be written.
 */
export function writeHeads(file: string, heads: Heads, made: string): string | undefined {
  const text = `${JSON.stringify({ heads: 1, made, streams: Object.fromEntries(heads) })}\n`;
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
    return undefined;
  } catch (fault) {
    return `The file ${file} cannot be written: ${fault instanceof Error ? fault.message : String(fault)}.`;
  }
}

/** What `writeHeads` wrote; a sentence when it is something else. */
export function readHeads(file: string): Heads | string {
  try {
    const read = shape.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return read.success ? new Map(Object.entries(read.data.streams)) : `The file ${file} holds no heads of streams.`;
  } catch (fault) {
    if (fault instanceof SyntaxError) return `The file ${file} holds no heads of streams.`;
    if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return `There is no file ${file}.`;
    return `The file ${file} cannot be read: ${fault instanceof Error ? fault.message : String(fault)}.`;
  }
}
