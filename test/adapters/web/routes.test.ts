import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appOf } from '../../../src/adapters/web/app.ts';
import { webPartsOf } from '../../../src/cli/web-parts.ts';
import { routesOf } from './app-routes.ts';
import type { Decided, Kind } from './decided-routes.ts';
import { DECIDED, kind } from './decided-routes.ts';
import type { Browser, WebWorld } from './web-world.ts';
import { formsIn, operator, webWorld } from './web-world.ts';

/** An identity provider that is not there: its addresses are. */
const OIDC = { issuer: 'http://127.0.0.1:9', clientId: 'a', clientSecret: 'b', claim: 'email' };
const TITLE = 'zebras in the archive';
/** What nobody learns without signing in: the firm, its people, its incidents. */
const INSIDE = /zebras|Lakeshore|Kowalski|INC-\d|616 555|northgate/i;
/** A public status page says whose it is. */
const INSIDE_OF_A_FIRM = /zebras|Kowalski|INC-\d|616 555|northgate/i;

let world: WebWorld;
let id: string;
let [member, outsider]: Browser[] = [];
beforeAll(async () => {
  world = await webWorld({ parts: (usual) => ({ ...usual, oidc: OIDC }) });
  const { incident } = await world.say('nina', `start "${TITLE}" --private --no-page`);
  id = incident ?? '';
  const written = world.heard(
    (n) => n.kind === 'appended' && n.stream === id && JSON.stringify(n.events).includes('postmortemWritten'),
  );
  await world.say('nina', `ack ${id}`);
  await world.say('nina', `postmortem ${id} --rewrite`);
  await written;
  member = await world.signedIn('nina');
  outsider = await world.signedIn('tomas');
});
afterAll(() => world[Symbol.asyncDispose]());

const allRoutes = () => {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const { app, close } = appOf({ ...webPartsOf(world.muster, { log, wall: world.wall }), oidc: OIDC });
  close();
  return routesOf(app);
};
/** Styles, scripts and pictures: served by name from one folder, open to all. */
const isAsset = (route: string) => /^GET \/[\w-]+\.(?:css|js|svg|webmanifest|png|ico)$/.test(route);

type Sent = { readonly status: number; readonly text: string };
const addressOf = (route: string, { at = {} }: Decided) => {
  const [, path = ''] = route.split(' ');
  return path.replaceAll(/:(\w+)/g, (_, name: string) => at[name] ?? (name === 'id' ? id : 'unknown'));
};
const methodOf = (route: string) => route.split(' ')[0] ?? '';
const isForm = ({ kind: which }: Decided) => which === 'form' || which === 'incident form';

/** Asks an address as a browser would; a stream of events is left at its head. */
async function visit(route: string, decided: Decided, browser: Browser | undefined, formToken?: string): Promise<Sent> {
  const fields = new URLSearchParams(formToken === undefined ? {} : { form: formToken });
  const ends = new AbortController();
  const answer = await fetch(world.address + addressOf(route, decided), {
    method: methodOf(route),
    headers: { cookie: browser?.cookie() ?? '' },
    redirect: 'manual',
    signal: ends.signal,
    ...(methodOf(route) === 'POST' ? { body: fields } : {}),
  });
  const streams = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
  const text = streams ? '' : await answer.text();
  ends.abort();
  return { status: answer.status, text };
}

const call = (route: string, decided: Decided, token?: string, headers: Record<string, string> = {}) =>
  world.ask(addressOf(route, decided), {
    ...(token === undefined ? {} : { token }),
    method: methodOf(route),
    headers,
    ...(decided.body === undefined ? {} : { body: decided.body }),
  });

const formTokenOf = async (browser: Browser) => formsIn((await browser.get('/')).text)[0]?.fields['form'] ?? '';
const of = (...kinds: readonly Kind[]) => Object.entries(DECIDED).filter(([, decided]) => kinds.includes(decided.kind));

describe('every address of Muster', () => {
  it('has somebody who decided who may use it, and nobody decided about one that is not there', () => {
    const routes = allRoutes();
    expect(routes.filter(isAsset).length).toBeGreaterThan(5);
    expect(routes.filter((route) => !isAsset(route)).toSorted()).toEqual(Object.keys(DECIDED).toSorted());
  });

  it.each(Object.entries(DECIDED))(
    'tells nothing from inside to somebody who is not signed in: %s',
    async (route, decided) => {
      const { text } = decided.kind.endsWith('api')
        ? await call(route, decided)
        : await visit(route, decided, undefined);
      // The way back says only what was asked for.
      const asked = addressOf(route, decided);
      const said = asked === '/' ? text : text.replaceAll(asked, '').replaceAll(encodeURIComponent(asked), '');
      expect(said).not.toMatch(route.startsWith('GET /status') ? INSIDE_OF_A_FIRM : INSIDE);
    },
  );
});

describe('somebody who is not signed in', () => {
  it.each(of('page', 'incident page', 'form', 'incident form'))(
    'gets how to sign in, and nothing else: %s',
    async (route, decided) => {
      const { status, text } = await visit(route, decided, undefined);
      expect(status).toBe(401);
      expect(text).toMatch(/<h1>Sign in<\/h1>|<h1>You are signed out<\/h1>/);
    },
  );

  it.each(of('page', 'incident page', 'form', 'incident form'))(
    'gets no further with a token of the API: %s',
    async (route, decided) => {
      for (const token of [world.token('nina'), operator(world)]) {
        const sent = await world.ask(addressOf(route, decided), { token, method: methodOf(route) });
        expect(sent.status).toBe(401);
      }
    },
  );

  it.each(of('open'))('is answered where all are: %s', async (route, decided) => {
    expect((await visit(route, decided, undefined)).status).toBe(200);
  });

  it.each(of('ticket'))('learns nothing by a forged ticket: %s', async (route, decided) => {
    expect((await visit(route, decided, undefined)).status).toBe(404);
  });

  it.each(of('hook'))('reports nothing by a forged token: %s', async (route, decided) => {
    expect((await visit(route, decided, undefined)).status).toBe(401);
  });

  it.each(of('sign-in'))('is never signed in by nothing: %s', async (route, decided) => {
    const { status } = await visit(route, decided, undefined);
    expect([200, 303, 401, 403, 503]).toContain(status);
    const browser = world.browser();
    if (methodOf(route) === 'GET') await browser.get(addressOf(route, decided));
    else await browser.post(addressOf(route, decided), {});
    expect((await browser.get('/')).status).toBe(401);
  });
});

describe('somebody who is signed in', () => {
  it.each(of('page'))('sees what all of the plan see: %s', async (route, decided) => {
    expect((await visit(route, decided, member)).status).toBe(200);
    const { status, text } = await visit(route, decided, outsider);
    expect(status).toBe(200);
    expect(text).not.toContain('zebras');
  });

  it.each(of('incident page'))(
    'sees a private incident with a part in it, else there is none: %s',
    async (route, decided) => {
      expect((await visit(route, decided, member)).status).toBe(200);
      const { status, text } = await visit(route, decided, outsider);
      expect(status).toBe(404);
      expect(text).not.toContain('zebras');
    },
  );

  it.each(of('form', 'incident form'))('sends only forms of their own pages: %s', async (route, decided) => {
    if (member === undefined || outsider === undefined) throw new Error('nobody is signed in');
    for (const token of [undefined, 'guessed', await formTokenOf(outsider)])
      expect((await visit(route, decided, member, token)).status).toBe(403);
    expect((await visit(route, decided, member, await formTokenOf(member))).status).not.toBe(403);
  });

  it.each(of('incident form'))('writes in a private incident only with a part in it: %s', async (route, decided) => {
    if (outsider === undefined) throw new Error('nobody is signed in');
    const { status, text } = await visit(route, decided, outsider, await formTokenOf(outsider));
    expect(status).toBe(404);
    expect(text).not.toContain('zebras');
  });

  it.each(of('api', 'incident api', 'operator api'))(
    'needs a token at the API all the same: %s',
    async (route, decided) => {
      expect((await call(route, decided, undefined, { cookie: member?.cookie() ?? '' })).status).toBe(401);
    },
  );
});

describe('a caller of the API', () => {
  const statuses = async (route: string, decided: Decided) =>
    Promise.all(
      [undefined, 'mst_made.up.token', operator(world), world.token('nina'), world.token('tomas')].map(
        async (token) => (await call(route, decided, token)).status,
      ),
    );

  it.each(of('api'))('needs a token: %s', async (route, decided) => {
    expect(await statuses(route, decided)).toEqual([401, 401, 200, 200, 200]);
    expect((await call(route, decided, world.token('tomas'))).text).not.toContain('zebras');
  });

  it.each(of('incident api'))(
    'sees a private incident with a part in it, or as whoever runs Muster: %s',
    async (route, decided) => {
      expect(await statuses(route, decided)).toEqual([401, 401, 200, 200, 404]);
    },
  );

  it.each(of('operator api'))('needs an operator’s token: %s', async (route, decided) => {
    expect(await statuses(route, decided)).toEqual([401, 401, 200, 403, 403]);
  });
});

describe('a form', () => {
  it.each(['POST /sign-out', 'POST /sign-out/everywhere'])(
    'that no page of the session holds, or another site sends, signs nobody out: %s',
    async (route) => {
      if (outsider === undefined) throw new Error('nobody is signed in');
      const browser = await world.signedIn('owen');
      const path = addressOf(route, kind('form'));
      const own = await formTokenOf(browser);
      for (const form of ['', 'guessed', await formTokenOf(outsider)]) await browser.post(path, { form });
      for (const from of ['cross-site', 'same-site'])
        await browser.post(path, { form: own }, { 'sec-fetch-site': from });
      expect((await browser.get('/')).status).toBe(200);
      await browser.post(path, { form: own });
      expect((await browser.get('/')).status).toBe(401);
    },
  );

  it.each(Object.entries(DECIDED).filter(([, decided]) => isForm(decided)))(
    'from another site is refused: %s',
    async (route, decided) => {
      if (member === undefined) throw new Error('nobody is signed in');
      const form = await formTokenOf(member);
      const { status } = await member.post(addressOf(route, decided), { form }, { 'sec-fetch-site': 'cross-site' });
      expect(status).toBe(403);
    },
  );
});
