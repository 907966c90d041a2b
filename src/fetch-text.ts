import { request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { reachOf } from './adapters/hooks/http-hook.ts';

type Fetching = {
  /** Internal hosts and networks that may be asked (`MUSTER_HOOKS_ALLOW`); without it none. */
  readonly allow: readonly string[];
  readonly signal: AbortSignal;
  readonly mostBytes: number;
};

const MOST_HOPS = 3;

/**
 * The text at an https address. Each hop of a redirect is checked anew; an internal address is asked only when `allow` names
 * it. Rejects with a sentence that does not hold the address, for it is often a secret.
 */
export async function fetchText(address: string, fetching: Fetching): Promise<string> {
  let url = new URL(address);
  for (let hop = 0; hop <= MOST_HOPS; hop += 1) {
    const response = await get(url, fetching);
    const { statusCode: status = 0, headers } = response;
    if (status >= 300 && status < 400 && headers.location !== undefined) {
      response.destroy();
      if (!URL.canParse(headers.location, url.href)) throw new Error('it redirects to something that is no address');
      url = new URL(headers.location, url);
    } else if (status === 200) return textOf(response, fetching.mostBytes);
    else {
      response.destroy();
      throw new Error(`it answers ${status}`);
    }
  }
  throw new Error(`it redirects more than ${MOST_HOPS} times`);
}

async function get(url: URL, { allow, signal }: Fetching): Promise<IncomingMessage> {
  if (url.protocol !== 'https:') throw new Error('it is no https address');
  const reach = reachOf(allow);
  const refused = reach.refusesLiteral(url.hostname);
  if (refused !== undefined) throw refused;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const headers = { accept: 'text/calendar, text/plain;q=0.5', 'user-agent': 'Muster' };
  // A connection of its own: a kept one would be of an address that was checked some other day.
  const options = { headers, agent: false as const, lookup: reach.lookup, signal };
  request(url, options, resolve).on('error', reject).end();
  return promise;
}

async function textOf(response: IncomingMessage, mostBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostBytes) throw new Error(`it is larger than ${mostBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}
