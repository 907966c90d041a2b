import { once } from 'node:events';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Arrived = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** A real server on a free port of this machine that keeps what arrives, and answers as it is told. */
export interface HttpSink extends AsyncDisposable {
  readonly url: string;
  readonly arrived: readonly Arrived[];
  /** How requests are answered from now on; 200 and `{}` until then. */
  answer(how: (res: ServerResponse, arrived: Arrived) => void): void;
  /** The same, in short. */
  say(status: number, body?: unknown, headers?: Readonly<Record<string, string>>): void;
}

export async function httpSink(): Promise<HttpSink> {
  const arrived: Arrived[] = [];
  const inShort = (status: number, body: unknown, headers: Readonly<Record<string, string>>) => (res: ServerResponse) =>
    void res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  let how: (res: ServerResponse, arrived: Arrived) => void = inShort(200, {}, {});
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => {
      const { method = '', url = '', headers } = req;
      const one = { method, path: url, headers, body: Buffer.concat(parts).toString() };
      arrived.push(one);
      how(res, one);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived,
    answer: (next) => void (how = next),
    say: (status, body = {}, headers = {}) => void (how = inShort(status, body, headers)),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
