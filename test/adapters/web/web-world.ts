import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import type { WebNotice, WebParts } from '../../../src/adapters/web/parts.ts';
import { makeLink } from '../../../src/adapters/web/sign-in/links.ts';
import { OPERATOR, makeToken } from '../../../src/adapters/web/tokens.ts';
import { webServer } from '../../../src/adapters/web/web-server.ts';
import { webPartsOf } from '../../../src/cli/web-parts.ts';
import { readConfig } from '../../../src/config.ts';
import { instant } from '../../../src/core/time.ts';
import type { Muster } from '../../../src/muster.ts';
import { openMuster } from '../../../src/muster.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import type { VirtualClock } from '../../support/virtual-clock.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

export const SECRET = 'the secret of the tests of the web';
export const NOW = instant('2026-11-20T21:40:00Z');

type Ask = {
  readonly token?: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
};
export type Answered = {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  readonly body: unknown;
};

/** A real Muster with a real server on a free port; the wall clock of sessions and links stands still. */
export interface WebWorld extends AsyncDisposable {
  readonly muster: Muster;
  readonly wall: VirtualClock;
  readonly address: string;
  readonly logged: readonly string[];
  token(person: string): string;
  link(person: string): string;
  ask(path: string, ask?: Ask): Promise<Answered>;
  /** Says words through the API as somebody. */
  say(person: string, words: string, more?: Readonly<Record<string, unknown>>): Promise<Reply>;
  browser(): Browser;
  signedIn(person: string): Promise<Browser>;
  /** Resolves at the first notice that is so. */
  heard(is: (notice: WebNotice) => boolean): Promise<WebNotice>;
}
export type Reply = {
  readonly ok: boolean;
  readonly code: string;
  readonly incident: string | null;
  readonly card: { readonly title: string };
};

/** A browser without scripts: it keeps cookies, follows nothing by itself, and fills in forms. */
export interface Browser {
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  post(
    path: string,
    fields: Readonly<Record<string, string | readonly string[]>>,
    headers?: Record<string, string>,
  ): Promise<Answered>;
  /** The same to an address by which people sign in, with the token of the page that has the form. */
  sign: Browser['post'];
  /** Posts the first form of a page that has this button, as it stands, with some fields filled in; goes where it leads. */
  press(page: Answered, button: string, fields?: Readonly<Record<string, string>>): Promise<Answered>;
  cookie(): string;
  /** Another browser that holds the same cookie. */
  setCookie(cookie: string): void;
}

type Options = {
  readonly environment?: Readonly<Record<string, string>>;
  readonly parts?: (usual: WebParts) => WebParts;
  /** Muster's own clock, which the phone wall can change. */
  readonly ownClock?: boolean;
};

export async function webWorld({
  environment = {},
  parts = (usual) => usual,
  ownClock = false,
}: Options = {}): Promise<WebWorld> {
  const folder = tempFolder();
  const read = readConfig({ MUSTER_DATA: folder.path, MUSTER_SECRET: SECRET, ...environment });
  if (!read.ok) throw new Error(read.say);
  const logged: string[] = [];
  const keep = (fields: Readonly<Record<string, unknown>>, say: string) =>
    void logged.push(`${say} ${JSON.stringify(fields)}`);
  const log = { info: keep, warn: keep, error: keep };
  const wall = virtualClock(NOW);
  const muster = await openMuster(read.config, log, ownClock ? undefined : systemClock());
  const server = await webServer(parts(webPartsOf(muster, { log, wall })), { host: '127.0.0.1', port: 0 });
  await muster.start();

  const world: WebWorld = {
    muster,
    wall,
    logged,
    address: server.address,
    token: (person) => makeToken(SECRET, person, NOW),
    link: (person) => makeLink(SECRET, person, wall.now()),
    async ask(path, { token, method = 'GET', body, headers = {} } = {}) {
      const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      return answered(
        await fetch(server.address + path, {
          method,
          headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
          ...(text === undefined ? {} : { body: text }),
          redirect: 'manual',
        }),
      );
    },
    async say(person, words, more = {}) {
      const token = world.token(person);
      const { body } = await world.ask('/api/v1/say', { token, method: 'POST', body: { words, ...more } });
      return body as Reply;
    },
    browser: () => browserOf(server.address),
    async signedIn(person) {
      const browser = world.browser();
      await browser.sign('/sign-in', { t: world.link(person) });
      return browser;
    },
    heard(is) {
      const { promise, resolve } = Promise.withResolvers<WebNotice>();
      const deaf = muster.listen((notice) => {
        if (is(notice)) resolve(notice);
      });
      return promise.finally(deaf);
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await muster.stop();
      folder[Symbol.dispose]();
    },
  };
  return world;
}

export const operator = (world: WebWorld) => world.token(OPERATOR);

async function answered(response: Response): Promise<Answered> {
  const { status, headers } = response;
  const text = await response.text();
  const isJson = headers.get('content-type')?.includes('json') ?? false;
  return { status, headers, text, body: isJson ? (JSON.parse(text) as unknown) : undefined };
}

export function browserOf(address: string): Browser {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = (set: string) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
    if (value === '' && /max-age=0/i.test(set)) cookies.delete(name);
    else cookies.set(name, value);
  };
  const send = async (path: string, init: RequestInit) => {
    const response = await fetch(address + path, { ...init, redirect: 'manual' });
    response.headers.getSetCookie().forEach(keep);
    return answered(response);
  };
  const browser: Browser = {
    get: (path, headers = {}) => send(path, { headers: { cookie: cookie(), ...headers } }),
    post: (path, fields, headers = {}) => {
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
      return send(path, { method: 'POST', body, headers: { cookie: cookie(), ...headers } });
    },
    async sign(path, fields, headers = {}) {
      const onPage = async (page: string) =>
        formsIn((await browser.get(page)).text).find(({ action }) => action.startsWith('/sign-in'))?.fields['form'];
      // Whoever is signed in sees a form to do so only behind a link.
      const form = (await onPage('/sign-in')) ?? (await onPage(`/sign-in?t=${String(fields['t'])}`)) ?? '';
      return browser.post(path, { form, ...fields }, headers);
    },
    async press(page, button, fields = {}) {
      const form = formsIn(page.text).find(({ buttons }) => buttons.includes(button));
      if (form === undefined) throw new Error(`no button "${button}" on the page: ${page.text.slice(0, 2_000)}`);
      const sent = await browser.post(form.action, { ...form.fields, ...fields });
      const to = sent.headers.get('location');
      return to === null ? sent : browser.get(to);
    },
    cookie,
    setCookie(other) {
      cookies.clear();
      if (other !== '') other.split('; ').forEach(keep);
    },
  };
  return browser;
}

/** The forms of a page: where they go, their fields as they stand, and the words on their buttons. */
export function formsIn(page: string) {
  return [...page.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].map(
    ([, action = '', inside = '']) => {
      const inputs = [...inside.matchAll(/<input\s([^>]*?)\/?>/g)].map(([, attributes = '']) => ({
        name: /name="([^"]*)"/.exec(attributes)?.[1] ?? '',
        value: plain(/value="([^"]*)"/.exec(attributes)?.[1] ?? ''),
      }));
      const buttons = [...inside.matchAll(/<button[^>]*>([\s\S]*?)<\/button/g)].map(([, label = '']) =>
        plain(label).trim(),
      );
      return { action, buttons, fields: Object.fromEntries(inputs.map(({ name, value }) => [name, value])) };
    },
  );
}

export const plain = (markup: string) =>
  markup
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
