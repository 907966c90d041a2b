import { once } from 'node:events';
import type { RequestListener, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

type Given = { readonly endpoint: string; readonly keys: { readonly p256dh: string; readonly auth: string } };

/** The parts of web-push-testing that are used here; it has no types of its own. */
type Model = {
  notifyUrl: string;
  subscribe(options: object): Promise<Given & { readonly clientHash: string }>;
  expireSubscription(hash: string): void;
  getNotifications(asked: { readonly clientHash: string }): { readonly messages: readonly string[] };
};
type Testing = { readonly _app: RequestListener; setRequestHandlers(): void };

const require = createRequire(import.meta.url);
const { PushApiModel } = require('web-push-testing/src/PushApiModel.js') as { PushApiModel: new () => Model };
const TestingServer = require('web-push-testing/src/server.js') as new (model: Model, port: number) => Testing;

export type Notification = { readonly title: string; readonly text: string } & Readonly<Record<string, unknown>>;

/**
 * A push service that we did not write (web-push-testing), on a free port of this machine: it checks the VAPID token against the
 * key that the browser subscribed with, and opens the message as the browser would.
 */
export interface PushService extends AsyncDisposable {
  /** `127.0.0.1:PORT`, as WEB_PUSH_SERVICES names it. */
  readonly host: string;
  /** What a browser gets when it lets itself be rung by whoever holds this key. */
  browser(publicKey: string): Promise<Given & { readonly id: string }>;
  /** What arrived at a browser, opened, oldest first. */
  arrived(browser: { readonly id: string }): readonly Notification[];
  /** The headers of everything that was posted, oldest first. */
  readonly headers: readonly Readonly<Record<string, unknown>>[];
  /** The person takes the permission back. */
  expire(browser: { readonly id: string }): void;
  /** Something else answers for this browser from now on. */
  instead(browser: { readonly id: string }, answer: (res: ServerResponse) => void): void;
}

export async function pushService(): Promise<PushService> {
  const model = new PushApiModel();
  const testing = new TestingServer(model, 0);
  testing.setRequestHandlers();
  const headers: Readonly<Record<string, unknown>>[] = [];
  const others = new Map<string, (res: ServerResponse) => void>();
  const server: Server = createServer((req, res) => {
    headers.push({ ...req.headers });
    const other = others.get(req.url?.split('/').at(-1) ?? '');
    if (other === undefined) testing._app(req, res);
    else req.resume().on('end', () => other(res));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  model.notifyUrl = `http://${host}/notify/`;
  return {
    host,
    headers,
    async browser(publicKey) {
      // It wants the word, not the boolean.
      const given = await model.subscribe({ userVisibleOnly: 'true', applicationServerKey: publicKey });
      const { endpoint, keys, clientHash } = given;
      return { endpoint, keys, id: clientHash };
    },
    arrived: ({ id }) =>
      model.getNotifications({ clientHash: id }).messages.map((text) => JSON.parse(text) as Notification),
    expire: ({ id }) => model.expireSubscription(id),
    instead: ({ id }, answer) => void others.set(id, answer),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
