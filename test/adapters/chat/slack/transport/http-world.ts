import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { httpReceiver } from '../../../../../src/adapters/chat/slack/transport/http.ts';
import { instant, toMs } from '../../../../../src/core/time.ts';
import type { SlackRequest } from '../../../../support/slack-requests.ts';
import type { VirtualClock } from '../../../../support/virtual-clock.ts';
import { virtualClock } from '../../../../support/virtual-clock.ts';
import { type DeskParts, type FrontDesk, frontDesk, spokenLog } from './front-desk.ts';

export const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
export const NOW = instant('2026-11-22T03:00:00Z');
/** As Slack signs at the hour of the tests. */
export const NOW_SIGNED = { secret: SECRET, atMs: toMs(NOW) };

export type Said = { readonly status: number; readonly text: string; readonly type: string };

/** A real Bolt behind a real server on a free port; the clock stands still. */
export interface HttpWorld extends FrontDesk, AsyncDisposable {
  readonly clock: VirtualClock;
  readonly url: string;
  send(what: SlackRequest): Promise<Said>;
}

export async function httpWorld(parts: Omit<DeskParts, 'receiver'> = {}): Promise<HttpWorld> {
  const clock = virtualClock(NOW);
  const log = spokenLog();
  const receiver = httpReceiver({ signingSecret: SECRET, clock, log });
  const desk = frontDesk({ clock, log, ...parts, receiver });
  const web = express();
  web.use((_req, res, next) => {
    const end = res.end.bind(res);
    res.end = (...given: readonly unknown[]) => {
      desk.story.push('answered');
      return Reflect.apply(end, res, given);
    };
    next();
  });
  web.use(receiver.router);
  web.use((_req, res) => void res.status(404).end());
  const server = createServer(web);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await desk.app.start();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  return {
    ...desk,
    clock,
    url,
    send: (what) => sent(url, what),
    async [Symbol.asyncDispose]() {
      await desk.app.stop();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** By node:http: fetch adds headers of its own. */
async function sent(url: string, { method, headers, body }: SlackRequest): Promise<Said> {
  const length = String(Buffer.byteLength(body));
  const asking = request(url, { method, headers: { ...headers, 'content-length': length }, agent: false });
  asking.on('error', () => undefined);
  asking.end(body);
  const [answer] = await once(asking, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return {
    status: answer.statusCode,
    text: Buffer.concat(chunks).toString(),
    type: answer.headers['content-type'] ?? '',
  };
}
