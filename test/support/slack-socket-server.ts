import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { frame, frames, OPCODE } from './web-socket-frames.ts';

/**
 * Slack's side of Socket Mode: `apps.connections.open`, then a WebSocket that says hello, hands out envelopes and hears
 * acknowledgements. Differs from Slack: no ticket runs out, nothing is delivered again by itself, one address for all.
 */
export interface SlackSocketServer {
  /** `http://127.0.0.1:PORT/api/`: for SLACK_API_URL. */
  readonly apiUrl: string;
  /** Sends an envelope over the newest connection; resolves to the acknowledgement's payload. Never, if none comes. */
  deliver(type: string, payload: unknown, more?: object): Promise<unknown>;
  /** Sends bytes of a text as they are. */
  say(text: string): void;
  /** Slack's warning that it will close the connection. */
  refresh(): void;
  /** What `apps.connections.open` answers from now on: an error's name, a status, or undefined for a connection. */
  refuse(error: string | number | undefined): void;
  /** Lets whoever asks for a connection wait until the returned function is called. */
  hold(): () => void;
  /** False: connections open and nobody says hello. */
  greet(hello: boolean): void;
  /** False: a close frame is not answered. */
  farewell(polite: boolean): void;
  /** Cuts every connection, and listens on. */
  drop(): void;
  /** Cuts every connection and listens no longer. */
  kill(): Promise<void>;
  /** Listens again at the same place. */
  restart(): Promise<void>;
  /** How often a connection was asked for, and how many are open. */
  counts(): { readonly asked: number; readonly open: number };
  /** Resolves when the nth connection since the start has had its hello; when so many stand open; when so many were asked for. */
  greeted(nth: number): Promise<void>;
  standing(many: number): Promise<void>;
  asked(nth: number): Promise<void>;
  close(): Promise<void>;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** `forwardTo`: where every other method of the Web API is answered, such as an emulator's `…/api/`. */
export async function slackSocketServer(forwardTo?: string): Promise<SlackSocketServer> {
  const news = new EventEmitter().setMaxListeners(0);
  const open: Duplex[] = [];
  const waiting = new Map<string, (payload: unknown) => void>();
  let [asked, greeted, sent] = [0, 0, 0];
  let refusal: string | number | undefined;
  let [hello, polite] = [true, true];
  let held: Promise<void> = Promise.resolve();
  let server: Server;
  let port = 0;

  const heard = (text: string) => {
    const { envelope_id: id, payload } = JSON.parse(text);
    waiting.get(id)?.(payload);
    waiting.delete(id);
  };
  const gone = (socket: Duplex) => {
    const at = open.indexOf(socket);
    if (at >= 0) open.splice(at, 1);
    news.emit('change');
  };
  const upgrade = (req: IncomingMessage, socket: Duplex) => {
    const accept = createHash('sha1').update(`${req.headers['sec-websocket-key']}${GUID}`).digest('base64');
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
    socket.write([...lines, `Sec-WebSocket-Accept: ${accept}`, '', ''].join('\r\n'));
    open.push(socket);
    const read = frames();
    socket
      .on('error', () => undefined)
      .on('end', () => socket.destroy())
      .on('close', () => gone(socket));
    socket.on('data', (bytes: Buffer) => {
      for (const { opcode, payload } of read(bytes)) {
        if (opcode === OPCODE.text) heard(payload.toString());
        if (opcode === OPCODE.ping) socket.write(frame(OPCODE.pong, payload));
        if (opcode === OPCODE.close && polite) socket.end(frame(OPCODE.close, payload));
      }
    });
    if (!hello) return void news.emit('change');
    socket.write(frame(OPCODE.text, JSON.stringify({ type: 'hello', num_connections: open.length })));
    greeted += 1;
    news.emit('change');
  };
  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    if (!req.url?.endsWith('/apps.connections.open'))
      return forward(req, res, { forwardTo, body: Buffer.concat(chunks) });
    asked += 1;
    news.emit('change');
    await held;
    if (typeof refusal === 'number') return void res.writeHead(refusal, { 'retry-after': '30' }).end('no');
    const url = `ws://127.0.0.1:${port}/link/?ticket=${asked}&app_id=A0MUSTER1`;
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify(refusal === undefined ? { ok: true, url } : { ok: false, error: refusal }));
  };
  const listen = async () => {
    server = createServer((req, res) => void answer(req, res)).on('upgrade', upgrade);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  };
  const drop = () => {
    for (const socket of open.splice(0)) socket.destroy();
    news.emit('change');
  };
  const kill = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    drop();
    await closed;
  };
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await once(news, 'change');
  };
  const say = (text: string) => void open.at(-1)?.write(frame(OPCODE.text, text));

  await listen();
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    deliver: (type, payload, more = {}) => {
      const id = `envelope-${(sent += 1)}`;
      const acknowledged = new Promise((resolve) => void waiting.set(id, resolve));
      say(JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload: true, ...more }));
      return acknowledged;
    },
    say,
    refresh: () => say(JSON.stringify({ type: 'disconnect', reason: 'warning', debug_info: { host: 'applink-1' } })),
    refuse: (error) => void (refusal = error),
    hold: () => {
      let release = () => {};
      held = new Promise((resolve) => void (release = resolve));
      return release;
    },
    greet: (now) => void (hello = now),
    farewell: (now) => void (polite = now),
    drop,
    kill,
    restart: listen,
    counts: () => ({ asked, open: open.length }),
    greeted: (nth) => until(() => greeted >= nth),
    standing: (many) => until(() => open.length === many),
    asked: (nth) => until(() => asked >= nth),
    close: async () => {
      if (server.listening) await kill();
    },
  };
}

type Forward = { readonly forwardTo: string | undefined; readonly body: Buffer };

async function forward(req: IncomingMessage, res: ServerResponse, { forwardTo, body }: Forward): Promise<void> {
  if (forwardTo === undefined) return void res.end(JSON.stringify({ ok: false, error: 'unknown_method' }));
  const method = req.url?.split('/').at(-1) ?? '';
  const { authorization = '', 'content-type': type = '' } = req.headers;
  const headers = { authorization, 'content-type': type };
  const answer = await fetch(new URL(method, forwardTo), { method: 'POST', headers, body: new Uint8Array(body) });
  res.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
  res.end(await answer.text());
}
