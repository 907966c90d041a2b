import type { IncomingMessage, ServerResponse } from 'node:http';
import { gatewayToken } from '../../src/adapters/pagers/sms-gateway/addresses.ts';
import { smsGatewayProvider } from '../../src/adapters/pagers/sms-gateway/provider.ts';
import type { SmsGatewayConfig } from '../../src/adapters/pagers/sms-gateway/settings.ts';
import type { Provider } from '../../src/ports/media.ts';
import type { PhoneHost } from './phone-host.ts';
import { listening, phoneDoors, phoneHost } from './phone-host.ts';

/** Muster's doors for a gateway on a server of this machine, and a gateway that answers as it is told. */
export type GatewayWorld = AsyncDisposable & {
  readonly provider: Provider;
  readonly host: PhoneHost;
  readonly url: string;
  /** What the gateway shows to be let in. */
  readonly token: string;
  readonly asked: readonly { readonly method: string; readonly url: URL; readonly authorization: string }[];
  answer: (req: IncomingMessage, res: ServerResponse) => void;
  knock(path: string, init?: RequestInit): Promise<{ readonly status: number; readonly body: string }>;
};

type Made = {
  readonly config?: Partial<SmsGatewayConfig>;
  readonly path?: string;
  readonly publicUrl?: 'own' | 'none';
};

/** `path`: what stands after the host in the gateway's address. */
export async function gatewayWorld({ config: over = {}, path = '/cgi-bin/sendsms', publicUrl = 'own' }: Made = {}) {
  const doors = await phoneDoors();
  const asked: { method: string; url: URL; authorization: string }[] = [];
  const gateway = await listening((req, res) => {
    const { method = '', url = '', headers } = req;
    asked.push({ method, url: new URL(url, 'http://x'), authorization: headers.authorization ?? '' });
    world.answer(req, res);
  });
  const host = phoneHost(publicUrl === 'own' ? doors.url : undefined);
  const config = { url: `${gateway.url}${path}`, login: { user: 'muster', password: 'secret' }, from: '700', ...over };
  const provider = smsGatewayProvider(config, host);
  for (const door of provider.doors) doors.app.use(door.path, door.handle);
  const world: GatewayWorld = {
    provider,
    host,
    url: doors.url,
    token: gatewayToken(host.secret),
    asked,
    // kannel's answer.
    answer: (_, res) => void res.writeHead(202).end('0: Accepted for delivery'),
    async knock(to, init) {
      const got = await fetch(`${doors.url}${to}`, init);
      return { status: got.status, body: await got.text() };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([doors[Symbol.asyncDispose](), gateway[Symbol.asyncDispose]()]);
    },
  };
  return world;
}
