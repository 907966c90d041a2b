import { createHash } from 'node:crypto';

/** What stands before the first event of a stream. */
export const CHAIN_BEGIN = '';

type Kept = { readonly stream: string; readonly version: number; readonly text: string };

/**
 * The hash of an event in its stream's chain: SHA-256 (hex) over the hash before it, the stream's name, its version and its
 * text, as one JSON array, so that no two of them can be told for one. Anybody with an export can compute it again.
 */
export const linkHash = (before: string, { stream, version, text }: Kept): string =>
  createHash('sha256')
    .update(JSON.stringify([before, stream, version, text]))
    .digest('hex');

/** The name of a kept text: its SHA-256 (hex). */
export const documentHash = (text: string): string => createHash('sha256').update(text).digest('hex');
