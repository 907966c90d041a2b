import { BlockList, isIP, isIPv6 } from 'node:net';
import type { Request } from 'express';
import type { Clock } from '../../../ports/clock.ts';
import { toMs } from '../../../core/time.ts';

const MOST_KEYS = 10_000;

export interface Limiter {
  /**
   * Counts one more of this key; true when there were too many before it. Then it is not counted: whoever goes on asking
   * keeps nobody out for longer.
   */
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
      if (before.length >= most) return true;
      seen.delete(key);
      seen.set(key, [...before, now]);
      const [oldest] = seen.keys();
      if (seen.size > MOST_KEYS && oldest !== undefined) seen.delete(oldest);
      return false;
    },
    isFull: (key) => recent(key, toMs(clock.now())).length >= most,
  };
}

/** The proxies whose word is taken: this machine's own, and those that the settings name by address or network. */
export function proxiesOf(named: readonly string[]): BlockList {
  const proxies = new BlockList();
  for (const place of [...LOOPBACK, ...named]) {
    const [address = '', bits] = place.split('/');
    if (bits === undefined) proxies.addAddress(address, familyOf(address));
    else proxies.addSubnet(address, Number(bits), familyOf(address));
  }
  return proxies;
}

const LOOPBACK = ['127.0.0.0/8', '::1'];
const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');

/**
 * Where a request comes from, for counting only: whoever is connected, or when that is a proxy of ours, the last address of its
 * header that is none. Whatever stands before that, anybody may have made up. Of IPv6 one customer has a whole /64, so that is
 * what counts.
 */
export function addressFor(req: Request, proxies: BlockList): string {
  const isProxy = (address: string) => isIP(address) !== 0 && proxies.check(address, familyOf(address));
  const said = (req.get('x-forwarded-for') ?? '').slice(-LONGEST_HEADER).split(',').map(bare);
  let from = bare(req.socket.remoteAddress ?? '');
  for (let next = said.pop(); next !== undefined && isIP(next) !== 0 && isProxy(from); next = said.pop()) from = next;
  return networkOf(from);
}

/** Twenty proxies in a row have not been seen. */
const LONGEST_HEADER = 1_000;
/** Some proxies write the port too, IPv6 may name its network card, and IPv4 comes in the clothes of IPv6. */
const bare = (text: string) =>
  text
    .trim()
    .replace(/^\[(.*)\](?::\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=[\d.]+$)/i, '');

function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [front = '', back] = address.split('::');
  const groups = front === '' ? [] : front.split(':');
  const zeros = back === undefined ? 0 : 8 - groups.length - back.split(':').length;
  return [...groups, ...Array.from({ length: zeros }, () => '0'), ...(back?.split(':') ?? [])].slice(0, 4).join(':');
}
