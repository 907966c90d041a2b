import { createHmac } from 'node:crypto';
import { lookup as resolveName } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { BlockList, isIP } from 'node:net';
import type { Outcome } from '../../core/aggregate.ts';
import type { Hook } from '../../core/plan/schema.ts';
import { spanMs } from '../../core/time.ts';

export type HookCall = {
  readonly name: string;
  readonly hook: Hook;
  /** The HMAC key, resolved from `secret:NAME`. */
  readonly key: string;
  readonly idempotencyKey: string;
  readonly incident: string;
  readonly with: Readonly<Record<string, unknown>>;
  /** Internal hosts, addresses and networks that may be called; without it none. */
  readonly allow?: readonly string[];
};

/** The largest answer that is read, in bytes; the rest is not kept. */
const MOST_ANSWER_BYTES = 4_096;

/**
 * Calls one registered hook: JSON body, `Idempotency-Key`, and `Muster-Signature: sha256=…` (HMAC of `timestamp.body`). A
 * redirect is not followed, and an internal address is called only when `allow` names it. Throws when the connection breaks
 * or the hook's own `timeout` passes: the outcome is unknown.
 */
export async function callHook(
  { name, hook, key, idempotencyKey, incident, with: given, allow = [] }: HookCall,
  signal: AbortSignal,
): Promise<Outcome> {
  const body = JSON.stringify({ hook: name, incident, idempotencyKey, with: given });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
  try {
    const { status, answer } = await exchange(
      {
        url: new URL(hook.url),
        method: hook.method,
        headers: {
          'content-type': 'application/json',
          'idempotency-key': idempotencyKey,
          'muster-timestamp': timestamp,
          'muster-signature': `sha256=${signature}`,
        },
        body: hook.method === 'GET' ? '' : body,
        reach: reachOf(allow),
      },
      AbortSignal.any([signal, AbortSignal.timeout(spanMs(hook.timeout))]),
    );
    if (status >= 200 && status < 300)
      return { outcome: 'accepted', reference: answer === '' ? `answered ${status}` : answer };
    return { outcome: 'failed', reason: `${name} answered ${status}`, permanent: status < 500 };
  } catch (error) {
    if (error instanceof HookRefused)
      return { outcome: 'failed', reason: `${name} was not called: ${error.message}`, permanent: true };
    throw error;
  }
}

type Exchange = {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly reach: Reach;
};

/** One request on a connection of its own: a kept one would be of an address that was checked some other day. */
function exchange({ url, method, headers, body, reach }: Exchange, signal: AbortSignal) {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly status: number; readonly answer: string }>();
  const refused = reach.refusesLiteral(url.hostname);
  if (refused !== undefined) throw refused;
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const options = { method, headers: { ...headers, ...length }, agent: false as const, lookup: reach.lookup, signal };
  request(url, options, (response) => {
    textOf(response).then((answer) => resolve({ status: response.statusCode ?? 0, answer }), reject);
  })
    .on('error', reject)
    .end(body);
  return promise;
}

/** The beginning of the answer; leaving the loop ends the connection, however much more there is. */
async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= MOST_ANSWER_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, MOST_ANSWER_BYTES).toString();
}

/** Where a hook may go. */
export interface Reach {
  /** Why an address written into the URL itself must not be called; undefined when it may be, or when it is a name. */
  refusesLiteral(host: string): HookRefused | undefined;
  /** Resolves a name and refuses what must not be called: the connection goes to the very address that was checked. */
  readonly lookup: LookupFunction;
}

/** The address must not be called: nothing was sent. */
export class HookRefused extends Error {
  override name = 'HookRefused';
}

/**
 * Not of the outside world (IANA's special-purpose registries, RFC 6890): this machine, the networks of a firm, the cloud's
 * own addresses (169.254.169.254), multicast, and IPv6 that carries an IPv4 address (NAT64, 6to4, Teredo). An IPv4 address
 * mapped into IPv6 is judged by BlockList as the IPv4 address that it is.
 */
const INTERNAL = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
] as const;
const internal = listOf(INTERNAL);

/** `allow`: hosts by name, addresses or networks (`10.1.0.0/16`) that may be called although they are internal. */
export function reachOf(allow: readonly string[]): Reach {
  const entries = allow.map(plainHost);
  const names = new Set(entries.filter((entry) => isIP(entry) === 0 && !entry.includes('/')));
  const networks = listOf(entries.filter((entry) => !names.has(entry)));

  /** The sentence names the setting, for firms do call systems of their own. */
  const refusal = (host: string, address: string) =>
    isIn(internal, address) && !names.has(plainHost(host)) && !isIn(networks, address)
      ? new HookRefused(
          `${host === address ? address : `${host} is ${address}, which`} is an internal address; ` +
            `Muster calls those only when MUSTER_HOOKS_ALLOW names them (MUSTER_HOOKS_ALLOW=${host})`,
        )
      : undefined;

  return {
    refusesLiteral(host) {
      const address = plainHost(host);
      return isIP(address) === 0 ? undefined : refusal(address, address);
    },
    lookup(host, options, answer) {
      resolveName(host, { ...options, all: true }, (fault, found) => {
        if (fault !== null) return answer(fault, []);
        // One internal address among several is enough: nobody knows which of them would be taken.
        const refused = found.map(({ address }) => refusal(host, address)).find((each) => each !== undefined);
        const [first] = found;
        if (refused !== undefined || first === undefined)
          return answer(refused ?? new Error(`${host} has no address`), []);
        if (options.all === true) answer(null, found);
        else answer(null, first.address, first.family);
      });
    },
  };
}

/** As it is compared: no brackets round IPv6, no dot at the end, small letters, no zone (`%eth0`). */
const plainHost = (host: string) =>
  host
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '')
    .replace(/\.$/, '')
    .toLowerCase();

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

function isIn(list: BlockList, address: string): boolean {
  const plain = plainHost(address);
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}
