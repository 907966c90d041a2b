import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SECOND_MS } from '../../core/time.ts';
import { appOf } from './app.ts';
import type { WebParts } from './parts.ts';

const HEADERS_WITHIN_MS = 10 * SECOND_MS;
const REQUEST_WITHIN_MS = 30 * SECOND_MS;
/** How long `close` waits for requests that are under way. */
const CLOSE_WITHIN_MS = 2 * SECOND_MS;

export interface WebServer {
  /** `http://127.0.0.1:3000`: where it listens, as this machine would call it. */
  readonly address: string;
  readonly port: number;
  /** Takes no more requests, lets those under way end for two seconds, and ends the rest. */
  close(): Promise<void>;
}

/** Muster cannot listen where it was told to; the message is for the person who started it. */
export class ListenFault extends Error {
  override name = 'ListenFault';
}

/** Starts to answer; port 0 takes a free one. Rejects with a `ListenFault`. */
export async function webServer(
  parts: WebParts,
  at: { readonly host: string; readonly port: number },
): Promise<WebServer> {
  const { app, close } = appOf(parts);
  const server = createServer({ headersTimeout: HEADERS_WITHIN_MS, requestTimeout: REQUEST_WITHIN_MS }, app);
  server.listen(at.port, at.host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    close();
    throw new ListenFault(sentence(cause, at), { cause });
  }
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://${hostFor(at.host)}:${port}`,
    port,
    async close() {
      close();
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}

/** An address that this machine can call: a server that listens everywhere is at home too. */
export const hostFor = (host: string) =>
  host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;

function sentence(cause: unknown, { host, port }: { readonly host: string; readonly port: number }): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken: is another Muster running? Set MUSTER_PORT to another one, or to 0 for any.`;
    case 'EACCES':
      return `Muster may not listen on port ${port}: ports below 1024 need more rights. Set MUSTER_PORT to another one.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `This machine has no address ${host}: set MUSTER_HOST to one of its own, or to 0.0.0.0 for all.`;
    default:
      return `Muster cannot listen on ${host}, port ${port}: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}
