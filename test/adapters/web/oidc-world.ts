import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import type { WebParts } from '../../../src/adapters/web/parts.ts';
import type { WebWorld } from './web-world.ts';
import { webWorld } from './web-world.ts';

const CLIENT = { id: 'muster', secret: 'the secret of the client' };
const BACK = '/sign-in/firm/back';

export type Claims = Readonly<Record<string, unknown>>;
type Page = { readonly status: number; readonly text: string; readonly url: URL };

/** A real OpenID provider, that is not ours, on a port of its own; it signs in whomever it is told to, without asking. */
export interface OidcWorld extends AsyncDisposable {
  readonly world: WebWorld;
  /** What the provider says of whoever signs in next. */
  account(claims: Claims): void;
  /** It answers; it answers nothing, ever; nothing listens. */
  be(state: 'up' | 'hanging' | 'down'): Promise<void>;
  browser(): FollowingBrowser;
}

/** A browser that keeps the cookies of each site and goes where it is sent. */
export interface FollowingBrowser {
  /** Follows redirects to their end, or until the next address fits. */
  go(to: string, until?: (next: URL) => boolean): Promise<Page>;
  /** The names of the cookies that it has for Muster. */
  cookies(): readonly string[];
  copy(): FollowingBrowser;
}

type Settings = { readonly claim?: string; readonly answersWithinMs?: number };

export async function oidcWorld(settings: Settings = {}): Promise<OidcWorld> {
  let claims: Claims = {};
  let server: Server | undefined = await serverOn(0, () => {});
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const listening: string[] = [];
  // Muster's own address is known only when it listens, so its parts say it when they are asked.
  const parts = (usual: WebParts): WebParts =>
    Object.defineProperties(
      {
        ...usual,
        oidc: {
          issuer,
          clientId: CLIENT.id,
          clientSecret: CLIENT.secret,
          claim: settings.claim ?? 'email',
          answersWithinMs: settings.answersWithinMs ?? 10_000,
        },
      },
      { publicUrl: { get: () => listening[0], enumerable: true } },
    );
  const world = await webWorld({ parts });
  listening.push(world.address);
  const provide = providerOf(issuer, world.address, () => claims);

  async function close() {
    server?.closeAllConnections();
    if (server?.listening === true) await once(server.close(), 'close');
    server = undefined;
  }
  const oidc: OidcWorld = {
    world,
    account: (now) => void (claims = now),
    async be(state) {
      await close();
      if (state !== 'down') server = await serverOn(port, state === 'up' ? provide : () => {});
    },
    browser: () => browserOf(world.address, new Map()),
    async [Symbol.asyncDispose]() {
      await close();
      await world[Symbol.asyncDispose]();
    },
  };
  await oidc.be('up');
  return oidc;
}

async function serverOn(port: number, handle: RequestListener): Promise<Server> {
  const server = createServer(handle).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function providerOf(issuer: string, muster: string, claims: () => Claims): RequestListener {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [muster + BACK] }],
    adapter: keptInMemory(),
    jwks: { keys: [rsa, key] },
    cookies: { keys: ['a key of the tests'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['upn', 'name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/login' },
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: () => Promise.resolve({ sub: accountId, ...claims() }),
    }),
    async loadExistingGrant(ctx: { readonly oidc: { readonly session: { readonly accountId: string } } }) {
      const grant = new provider.Grant({ accountId: ctx.oidc.session.accountId, clientId: CLIENT.id });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 60, Session: 60, Grant: 60 },
  });
  const answer = provider.callback();
  return (req, res) => {
    const done = req.url?.startsWith('/login') === true ? signIn(provider, req, res) : answer(req, res);
    done.catch((fault: unknown) => res.destroy(fault instanceof Error ? fault : new Error(String(fault))));
  };
}

type Kept = { readonly uid?: string; readonly grantId?: string; consumed?: number };

/** Where the provider keeps what it gave out: by kind, then by id. */
function keptInMemory() {
  const all = new Map<string, Map<string, Kept>>();
  return (kind: string) => {
    const kept = all.get(kind) ?? new Map<string, Kept>();
    all.set(kind, kept);
    return {
      upsert: async (id: string, one: Kept) => void kept.set(id, one),
      find: async (id: string) => kept.get(id),
      findByUid: async (uid: string) => [...kept.values()].find((one) => one.uid === uid),
      findByUserCode: async () => undefined,
      consume: async (id: string) => void Object.assign(kept.get(id) ?? {}, { consumed: 1 }),
      destroy: async (id: string) => void kept.delete(id),
      async revokeByGrantId(grantId: string) {
        for (const [id, one] of kept) if (one.grantId === grantId) kept.delete(id);
      },
    };
  };
}

const signIn = (provider: Provider, ...[req, res]: Parameters<RequestListener>) =>
  provider.interactionFinished(req, res, { login: { accountId: 'somebody', remember: false } });

type Jar = Map<string, Map<string, string>>;

function browserOf(muster: string, jar: Jar): FollowingBrowser {
  async function fetched(url: URL): Promise<Response> {
    const cookies = jar.get(url.origin) ?? new Map<string, string>();
    jar.set(url.origin, cookies);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '' || /max-age=0/i.test(set)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }
  return {
    async go(to, until = () => false) {
      let url = new URL(to, muster);
      for (let turn = 0; turn < 10; turn += 1) {
        const response = await fetched(url);
        const text = await response.text();
        const next = response.headers.get('location');
        if (next === null) return { status: response.status, text, url };
        url = new URL(next, url);
        if (until(url)) return { status: response.status, text, url };
      }
      throw new Error(`sent around in a circle, last to ${url.href}`);
    },
    cookies: () => [...(jar.get(muster)?.keys() ?? [])],
    copy: () => browserOf(muster, new Map([...jar].map(([site, cookies]) => [site, new Map(cookies)]))),
  };
}
