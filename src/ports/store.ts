import type { Lane } from '../core/aggregate.ts';
import type { Instant } from '../core/time.ts';

export type { Lane };
/** In the order in which they are served: pages are nobody's victim. */
export const LANES: readonly Lane[] = ['urgent', 'page', 'room', 'house'];

/** One thing that a state asks for: its key names one occurrence (`INC-42/ack/1.0`), unique within its stream. */
export type AgendaEntry = { readonly key: string; readonly at: Instant; readonly lane: Lane };
export type AgendaRow = AgendaEntry & { readonly stream: string };
/** A row that this caller may work on until the lease ends; `token` is new at every claim. */
export type Claim = AgendaRow & { readonly token: string };

/** The store does not look into an event's body. `version` counts from 1 in each stream. */
export type StoredEvent = { readonly stream: string; readonly version: number; readonly body: unknown };

/** An event as it is kept: its text, byte for byte, and its place in the stream's chain (`ports/chain.ts`). */
export type Link = { readonly version: number; readonly text: string; readonly hash: string };

/** A text under a name that is replaced as a whole. `version` counts from 1. */
export type NamedText = { readonly version: number; readonly text: string };

/** What another process did: an append, or that work it had claimed is free again because it is gone. */
export type Heard =
  { readonly kind: 'appended'; readonly stream: string; readonly version: number } | { readonly kind: 'freed' };

export type Append = {
  readonly stream: string;
  /** The version the decision was made on; 0 for a new stream. */
  readonly expected: number;
  /** JSON values, at least one. */
  readonly events: readonly unknown[];
  /** Everything that the state asks for after these events: rows missing here are deleted. A key named twice is a bug. */
  readonly agenda: readonly AgendaEntry[];
  /** Whether the stream belongs to `openStreams` after this. */
  readonly open: boolean;
  /** Unique id of the click or message that caused it, with the reply to give again when it is delivered twice. */
  readonly delivery?: { readonly id: string; readonly reply: string };
  /** The claim being worked: refused as `lease lost` unless the row still carries this token. */
  readonly claim?: { readonly key: string; readonly token: string };
};

/** Judged in this order: a delivery known before, then the lease, then the version. */
export type Appended =
  | { readonly outcome: 'appended'; readonly version: number }
  /** Somebody else wrote first; nothing was written. */
  | { readonly outcome: 'conflict'; readonly version: number }
  /** This delivery was appended before; nothing was written. */
  | { readonly outcome: 'duplicate'; readonly reply: string }
  /** The row of `claim` is gone, has another hour or another token; nothing was written. */
  | { readonly outcome: 'lease lost' };

/**
 * The only thing that must survive. Promises, all held by the store contract:
 * - `append` is one transaction over events, agenda and delivery, flushed to disk before it resolves.
 * - Of two appends with the same expected version exactly one wins.
 * - Rows whose key and hour did not change keep their lease through an append; a row whose hour changed loses it.
 * - `claim` hands a due row to one caller only, until its lease ends, judged by the store's own clock; rows are handed
 *   out earliest first, by when they could first be claimed again. A row's lease is not freed by an append that keeps it;
 *   `release` and the lease's end do. A lease that ended still counts until somebody else claims the row.
 *   A store that one process has for itself frees the leases of the process before it when it is opened.
 * - Reads see what was appended before they were called and has resolved.
 * - Each event is kept with a hash over its text, its place and the hash before it, so that nothing can be altered, taken out
 *   or put elsewhere without breaking the chain after it.
 * - A broken world rejects with a `StoreFault`; nothing is half written.
 */
export interface Store {
  /** The store's clock: the only one that decides what is due. */
  now(): Promise<Instant>;
  append(batch: Append): Promise<Appended>;
  /** Events of a stream with a version above `after` (default 0), in order; empty for an unknown stream. */
  read(stream: string, after?: number): Promise<readonly StoredEvent[]>;
  /** The events of a stream as they are kept, in order; for verifying, exporting and moving. */
  chain(stream: string): Promise<readonly Link[]>;
  /** The reply of a delivery that was appended before, if any. */
  delivered(id: string): Promise<string | undefined>;
  /** Streams whose last append said `open`, without looking at closed ones. */
  openStreams(): Promise<readonly { readonly stream: string; readonly version: number }[]>;
  /** Streams whose name starts with the prefix, newest first by the number at the end of their name; no wildcards. */
  streams(prefix: string, most: number): Promise<readonly string[]>;
  /** Rows that are due, for `leaseMs` of the wall. Whether it sees a write that is still under way is left open. */
  claim(ask: { readonly lane: Lane; readonly most: number; readonly leaseMs: number }): Promise<readonly Claim[]>;
  /**
   * Gives a claimed row back, to be claimed again from the given instant on; does nothing if the lease was lost. The row's
   * own hour stays what the state asked for, and an append that keeps the row keeps the wait.
   */
  release(claim: Claim, at: Instant): Promise<void>;
  /** Deletes a claimed row that the state no longer asks for; does nothing if the lease was lost. */
  drop(claim: Claim): Promise<void>;
  /** The earliest hour at which a row can be claimed: its own, the end of its lease, or what `release` said. */
  nextDue(): Promise<Instant | undefined>;
  /**
   * The agenda of one stream as it stands, in the order of its keys; for the auditor's comparison and the rebuild at start.
   * `leasedUntil` is set when the row can be claimed only later than its hour: the end of its lease, or what `release` said.
   */
  agenda(stream: string): Promise<readonly (AgendaEntry & { readonly leasedUntil: Instant | null })[]>;
  /** Replaces a stream's agenda without an event, if it exists and its version is the one given; true when it did. */
  rearm(stream: string, version: number, agenda: readonly AgendaEntry[], open: boolean): Promise<boolean>;
  /** 1, 2, 3 … for each series, never the same twice; gaps may occur after a crash. */
  nextNumber(series: string): Promise<number>;
  /** Keeps a text under its SHA-256 (hex) and returns it; keeping the same text twice is one document. */
  keep(text: string): Promise<string>;
  document(hash: string): Promise<string | undefined>;
  /** What is kept under a name; undefined when nothing is. */
  text(name: string): Promise<NamedText | undefined>;
  /** Replaces it, if its version is still the expected one (0: nothing is there yet); true when it did. */
  putText(name: string, expected: number, text: string): Promise<boolean>;
  /**
   * Calls back soon after other processes did something, until the returned function is called. A hint: some may be lost, and
   * some may be one's own. A store of one process never calls.
   */
  listen(hear: (heard: Heard) => void): () => void;
  close(): Promise<void>;
}

/** The world behind the store failed (disk full, locked, gone): nothing was written, try again later. */
export class StoreFault extends Error {
  override name = 'StoreFault';
}
