import { isIPv6 } from 'node:net';
import type { Request } from 'express';
import type { Clock } from '../../ports/clock.ts';
import { toMs } from '../../core/time.ts';

const MOST_KEYS = 10_000;

export interface Limiter {
  /** Counts one more of this key; true when there were too many before it. */
  count(key: string): boolean;
  /** Whether the next one would be too many. */
  isFull(key: string): boolean;
}

/** Counts what happened lately under each key: so many within a time, in ms, are allowed. */
export function limiterOf(
  clock: Clock,
  { most, withinMs }: { readonly most: number; readonly withinMs: number },
): Limiter {
  const seen = new Map<string, readonly number[]>();
  const recent = (key: string, now: number) => (seen.get(key) ?? []).filter((ms) => ms > now - withinMs).slice(-most);
  return {
    count(key) {
      const now = toMs(clock.now());
      const before = recent(key, now);
      seen.delete(key);
      seen.set(key, [...before, now]);
      const [oldest] = seen.keys();
      if (seen.size > MOST_KEYS && oldest !== undefined) seen.delete(oldest);
      return before.length >= most;
    },
    isFull: (key) => recent(key, toMs(clock.now())).length >= most,
  };
}

/**
 * Where a request comes from, for counting only. A proxy on this machine, or the one that the public address speaks of, says
 * it in the last entry of its header; whoever makes that up only counts for somebody else. Of IPv6 one customer has a whole
 * /64, so that is what counts.
 */
export function addressFor(req: Request, isBehindProxy: boolean): string {
  const peer = (req.socket.remoteAddress ?? '').replace(/^::ffff:/i, '');
  const isProxy = isBehindProxy || peer === '::1' || peer.startsWith('127.');
  const said = isProxy ? req.get('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return networkOf(said === undefined || said === '' ? peer : said.slice(0, 60));
}

function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [front = '', back] = address.split('::');
  const groups = front === '' ? [] : front.split(':');
  const zeros = back === undefined ? 0 : 8 - groups.length - back.split(':').length;
  return [...groups, ...Array.from({ length: zeros }, () => '0'), ...(back?.split(':') ?? [])].slice(0, 4).join(':');
}
