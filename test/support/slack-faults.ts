import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/**
 * What the server does with one call. `hang`: it takes the call and says nothing. `stall`: it begins an answer and stops.
 * `reset`: it reads the call, and breaks the connection. `late`: a good answer after `ms`. `through`: what it would do without
 * a script. `lost`: the same, and nobody hears of it.
 */
export type SlackAnswer =
  | { readonly answer: 'ok'; readonly body?: object }
  | { readonly answer: 'late'; readonly ms: number; readonly body?: object }
  | { readonly answer: 'refuse'; readonly code: string; readonly needed?: string }
  | {
      readonly answer: 'raw';
      readonly status: number;
      readonly text: string;
      readonly headers?: Record<string, string>;
    }
  | { readonly answer: 'hang' | 'stall' | 'reset' }
  | { readonly answer: 'through' | 'lost' };

export const fine = (body: object = {}): SlackAnswer => ({ answer: 'ok', body });
export const late = (ms: number, body: object = {}): SlackAnswer => ({ answer: 'late', ms, body });
export const refuse = (code: string, needed?: string): SlackAnswer =>
  needed === undefined ? { answer: 'refuse', code } : { answer: 'refuse', code, needed };
export const raw = (status: number, text = '', headers: Record<string, string> = {}): SlackAnswer => ({
  answer: 'raw',
  status,
  text,
  headers,
});
/** 429; the header as Slack sends it, another text, or none. */
export const tooMany = (retryAfter?: number | string): SlackAnswer =>
  raw(429, '{"ok":false,"error":"ratelimited"}', retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) });
export const html: SlackAnswer = raw(200, '<!doctype html><title>Sign in to the guest network</title>', {
  'content-type': 'text/html',
});
export const hang: SlackAnswer = { answer: 'hang' };
export const stall: SlackAnswer = { answer: 'stall' };
export const reset: SlackAnswer = { answer: 'reset' };
export const through: SlackAnswer = { answer: 'through' };
export const lost: SlackAnswer = { answer: 'lost' };

/** One call as it came in; `args` are the fields of its form. */
export type Asked = {
  readonly method: string;
  readonly args: Readonly<Record<string, string>>;
  readonly token: string | undefined;
};

/**
 * A Slack that misbehaves on demand, over real HTTP. What is not scripted is answered `{"ok":true}` with a `ts`, or by the
 * server that stands behind it.
 */
export interface SlackFaults extends AsyncDisposable {
  /** For `slackApiUrl`. */
  readonly url: string;
  /** The answers to the next calls of a method (`*`: of any without a script), in order; the last one holds from then on. */
  script(method: string, ...answers: readonly SlackAnswer[]): void;
  /** Forgets all scripts. */
  heal(): void;
  /** The calls so far, of one method or of all. */
  asked(method?: string): readonly Asked[];
  /** Resolves when so many calls of the method have come in. */
  until(method: string, count: number): Promise<void>;
  /** Calls that were taken and not answered. */
  open(): number;
  /** When the last call came in or was answered, by `performance.now()`. */
  lastAt(): number;
}

/** The server behind, asked with other arguments than those that came. */
export type Behind = (args: Readonly<Record<string, string>>) => Promise<SlackAnswer>;
/** Answers one method where the server behind cannot, or not as Slack does. */
export type StandIn = (asked: Asked, behind: Behind) => Promise<SlackAnswer>;
type Parts = {
  /** The address of another server, such as emulate's, for what is not scripted. */
  readonly behind?: string;
  /** By method; what is scripted comes first. */
  readonly standIns?: Readonly<Record<string, StandIn>>;
};

export async function slackFaults({ behind, standIns = {} }: Parts = {}): Promise<SlackFaults> {
  const scripts = new Map<string, SlackAnswer[]>();
  const calls: Asked[] = [];
  const waiters = new Set<() => void>();
  const opened = new Set<ServerResponse>();
  let messages = 0;
  let lastAt = 0;

  const answerFor = (method: string): SlackAnswer | undefined => {
    const script = scripts.get(method) ?? scripts.get('*') ?? [];
    return script.length > 1 ? script.shift() : script[0];
  };
  const usually = async (call: Asked, request: IncomingMessage, body: Buffer): Promise<SlackAnswer> => {
    if (behind === undefined) return fine({ ts: `1700000000.${String((messages += 1)).padStart(6, '0')}` });
    const standIn = standIns[call.method];
    if (standIn === undefined) return answerOf(behind, request, body);
    return standIn(call, (args) => answerOf(behind, request, Buffer.from(new URLSearchParams(args).toString())));
  };

  const server = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? '/';
      const body = await bodyOf(request);
      const method = path.split('/').at(-1) ?? '';
      opened.add(response);
      lastAt = performance.now();
      response.on('close', () => {
        opened.delete(response);
        lastAt = performance.now();
      });
      const call = askedOf(method, body, request);
      calls.push(call);
      for (const look of waiters) look();
      const answer = answerFor(method) ?? through;
      const isDone = answer.answer === 'through' || answer.answer === 'lost';
      const done = isDone ? await usually(call, request, body) : answer;
      give(answer.answer === 'lost' ? reset : done, response);
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const asked = (method?: string) => calls.filter((call) => method === undefined || call.method === method);

  return {
    url: `http://127.0.0.1:${port}/api/`,
    script: (method, ...answers) => void scripts.set(method, [...answers]),
    heal: () => scripts.clear(),
    asked,
    until: (method, count) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () => {
        if (asked(method).length < count) return;
        waiters.delete(look);
        resolve();
      };
      waiters.add(look);
      look();
      return promise;
    },
    open: () => opened.size,
    lastAt: () => lastAt,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

function askedOf(method: string, body: Buffer, request: IncomingMessage): Asked {
  const args = Object.fromEntries(new URLSearchParams(body.toString()));
  return { method, args, token: request.headers.authorization?.replace(/^Bearer /, '') };
}

/** What the server behind says; its links lead to itself. */
async function answerOf(behind: string, request: IncomingMessage, body: Buffer): Promise<SlackAnswer> {
  const { authorization = '', 'content-type': type = '' } = request.headers;
  const response = await fetch(new URL(request.url ?? '/', behind), {
    method: 'POST',
    headers: { authorization, 'content-type': type },
    body: new Uint8Array(body),
  });
  return raw(response.status, await response.text(), { 'content-type': 'application/json' });
}

function give(answer: SlackAnswer, response: ServerResponse): void {
  const json = (body: object) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  switch (answer.answer) {
    case 'ok':
      return json({ ok: true, ...answer.body });
    case 'late':
      return void setTimeout(() => json({ ok: true, ...answer.body }), answer.ms);
    case 'refuse':
      return json({ ok: false, error: answer.code, needed: answer.needed });
    case 'raw':
      return void response.writeHead(answer.status, answer.headers).end(answer.text);
    case 'hang':
      return;
    case 'stall':
      return void response.writeHead(200, { 'content-type': 'application/json' }).write('{"ok":tr');
    case 'reset':
    case 'lost':
      return void response.destroy();
    case 'through':
      return json({});
    default:
      return answer satisfies never;
  }
}
