import { clockTime, dateOf, readInstant } from '../core/time.ts';
import type { EventRow } from '../ports/archive.ts';
import { CHAIN_BEGIN, linkHash } from '../ports/chain.ts';

/** How far a stream went, and the hash of its last event: kept elsewhere, it shows later whether anything before it changed. */
export type Head = { readonly events: number; readonly hash: string };

/** What is wrong, in plain words. `event` is the number of the first event that is not as it was; absent when it is no event. */
export type Finding = { readonly stream?: string; readonly event?: number; readonly say: string };

export type KeptStream = {
  readonly stream: string;
  /** How many events it says it has; undefined when only its events are there. */
  readonly version: number | undefined;
  /** In the order in which they stand. */
  readonly events: readonly EventRow[];
  /** Where it stood once, by somebody else's note. */
  readonly noted?: Head | undefined;
};

/** The first thing in a stream that is not as it was written; undefined when all of it is. */
export function firstFault(kept: KeptStream): Finding | undefined {
  const { stream, events } = kept;
  let before = CHAIN_BEGIN;
  for (const [index, row] of events.entries()) {
    const due = index + 1;
    if (row.version !== due) return displaced(kept, due, row);
    const hash = linkHash(before, row);
    if (hash !== row.hash) return { stream, event: due, say: broken(kept, { row, before, hash }) };
    if (kept.noted?.events === due && kept.noted.hash !== hash) return rewritten(stream, due);
    before = hash;
  }
  return wrongEnd(kept);
}

/** Where a stream ends, as it stands. */
export const headOf = ({ events }: KeptStream): Head => ({ events: events.length, hash: events.at(-1)?.hash ?? '' });

/** Another number stands where this one is due: it is elsewhere, it is gone, or one stands there twice. */
function displaced({ stream, events }: KeptStream, due: number, row: EventRow): Finding {
  const say = (what: string): Finding => ({ stream, event: due, say: `${stream}: ${what}` });
  if (row.version < due) return say(`${told(row)} stands a second time, after event ${due - 1}`);
  const isLater = events.slice(due).some(({ version }) => version === due);
  return say(isLater ? `event ${row.version} stands where ${due} should` : missing(due, row.version - 1));
}

type Broken = { readonly row: EventRow; readonly before: string; readonly hash: string };

/** Its hash does not fit. Whether another event of the stream fits there, or only the hash was touched, the chain itself tells. */
function broken({ stream, events }: KeptStream, { row, before, hash }: Broken): string {
  const { version } = row;
  const fits = (other: EventRow) => linkHash(before, { stream, version, text: other.text });
  const moved = events.find((other) => other !== row && [row.hash, other.hash].includes(fits(other)));
  if (moved !== undefined)
    return `${stream}: what was written as event ${version} stands at ${moved.version}; ${told(row)} stands in its place`;
  const next = events[version];
  if (next?.version === version + 1 && linkHash(hash, next) === next.hash)
    return `${stream}: the hash of ${told(row)} was altered; its text is what was written`;
  return `${stream}: ${told(row)} is not what was written`;
}

/** Each event fits the one before it, and yet it is another story: somebody computed the chain anew. */
const rewritten = (stream: string, events: number): Finding => ({
  stream,
  event: events,
  say: `${stream}: its first ${events} events are not those that were noted: one of them was altered, and the chain computed anew`,
});

function wrongEnd({ stream, version, events, noted }: KeptStream): Finding | undefined {
  const last = events.length;
  if (noted !== undefined && last < noted.events)
    return {
      stream,
      event: last + 1,
      say: `${stream}: ${missing(last + 1, noted.events)}: it had ${noted.events} when it was noted`,
    };
  if (version === undefined)
    return { stream, event: 1, say: `${stream}: its events are there, but the stream itself is missing` };
  if (last < version) return { stream, event: last + 1, say: `${stream}: ${missing(last + 1, version)}` };
  if (last > version)
    return {
      stream,
      event: version + 1,
      say: `${stream}: ends with event ${version}, but ${last} are there: ${told(events[version])} was put in`,
    };
  return undefined;
}

const missing = (from: number, to: number) =>
  from === to ? `event ${from} is missing` : `events ${from} to ${to} are missing`;

/** `event 17 (stepDone, 2026-11-20 16:52 UTC)`, as far as the event still says so. */
function told(row: EventRow | undefined): string {
  if (row === undefined) return 'an event';
  const { type, at } = fieldsOf(row.text);
  const hour = typeof at === 'string' ? readInstant(at) : undefined;
  const said = [
    ...(typeof type === 'string' ? [type.slice(0, 40)] : []),
    ...(hour === undefined ? [] : [`${dateOf(hour, 'UTC')} ${clockTime(hour, 'UTC')} UTC`]),
  ];
  return `event ${row.version}${said.length === 0 ? '' : ` (${said.join(', ')})`}`;
}

/** What a text holds at its top; nothing when it is no JSON any more. */
export function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
