import { describe, expect, it } from 'vitest';
import { flowsOf } from '../../../src/adapters/web/sign-in/oidc-flow.ts';
import { makeLink } from '../../../src/adapters/web/sign-in/links.ts';
import { spentInStore } from '../../../src/adapters/web/sign-in/spent-store.ts';
import { makeToken } from '../../../src/adapters/web/tokens.ts';
import { webServer } from '../../../src/adapters/web/web-server.ts';
import { webPartsOf } from '../../../src/cli/web-parts.ts';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { memoryStore } from '../../../src/adapters/stores/memory/memory-store.ts';
import { HOUR_MS, MINUTE_MS, plusMs } from '../../../src/core/time.ts';
import { StoreFault } from '../../../src/ports/store.ts';
import { CLUSTER_SECRET, cluster } from '../../support/cluster.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { virtualClock } from '../../support/virtual-clock.ts';
import { browserOf, NOW } from './web-world.ts';

/** Two consoles behind one name: whatever a browser got from one of them, it may bring to the other. */
async function twoConsoles() {
  const machines = cluster();
  const servers = [await open(), await open()];
  async function open() {
    const muster = await machines.replica();
    return webServer(webPartsOf(muster, { log: quietLog() }), { host: '127.0.0.1', port: 0 });
  }
  const [one = '', other = ''] = servers.map(({ address }) => address);
  return {
    one,
    other,
    link: (person: string) => makeLink(CLUSTER_SECRET, person, systemClock().now()),
    async [Symbol.asyncDispose]() {
      for (const server of servers) await server.close();
      await machines[Symbol.asyncDispose]();
    },
  };
}

const signedIn = async (address: string, link: string) => {
  const browser = browserOf(address);
  const { status } = await browser.sign('/sign-in', { t: link });
  return { browser, status };
};
/** The same browser, sent to the other machine. */
const moved = (cookie: string, address: string) => {
  const browser = browserOf(address);
  browser.setCookie(cookie);
  return browser;
};

describe('a console of several machines', () => {
  it('lets a sign-in link work once, at whichever machine', async () => {
    await using both = await twoConsoles();
    const link = both.link('nina');
    expect((await signedIn(both.one, link)).status).toBe(303);
    const again = await browserOf(both.other).get(`/sign-in?t=${link}`);
    expect(again.text).toContain('This link was used before');
    expect((await signedIn(both.other, link)).status).toBe(403);
  });

  it('lets one browser in when two use the same link at the same moment', async () => {
    await using both = await twoConsoles();
    const link = both.link('nina');
    const tries = await Promise.all([signedIn(both.one, link), signedIn(both.other, link)]);
    expect(tries.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 403]);
  });

  it('takes a link that was made before a machine was started: what was used is remembered elsewhere', async () => {
    await using machines = cluster();
    const link = makeLink(CLUSTER_SECRET, 'nina', plusMs(systemClock().now(), -MINUTE_MS));
    const late = await machines.replica();
    const server = await webServer(webPartsOf(late, { log: quietLog() }), { host: '127.0.0.1', port: 0 });
    expect((await signedIn(server.address, link)).status).toBe(303);
    await server.close();
  });

  it('knows a session at every machine, and its end too', async () => {
    await using both = await twoConsoles();
    const { browser } = await signedIn(both.one, both.link('nina'));
    const elsewhere = moved(browser.cookie(), both.other);
    expect((await elsewhere.get('/')).status).toBe(200);
    await browser.press(await browser.get('/'), 'Sign out');
    expect((await elsewhere.get('/')).status).toBe(401);
  });

  it('ends all sessions of a person at every machine', async () => {
    await using both = await twoConsoles();
    const [{ browser: first }, { browser: second }] = [
      await signedIn(both.one, both.link('nina')),
      await signedIn(both.other, both.link('nina')),
    ];
    await first.press(await first.get('/sign-in'), 'Sign out on all devices');
    expect((await second.get('/')).status).toBe(401);
  });

  it('shows the answer to what was said, although the next page comes from another machine', async () => {
    await using both = await twoConsoles();
    const { browser } = await signedIn(both.one, both.link('nina'));
    const home = await browser.get('/');
    const form = /name="form" value="([^"]+)"/.exec(home.text)?.[1] ?? '';
    const said = await browser.post('/say', { form, words: 'gibberish that nobody knows', delivery: 'd1' });
    const page = said.headers.get('location') ?? '';
    const shown = await moved(browser.cookie(), both.other).get(page);
    expect(shown.text).toContain('gibberish that nobody knows');
    const { browser: owen } = await signedIn(both.other, both.link('owen'));
    expect((await owen.get(page)).text).not.toContain('gibberish that nobody knows');
  });

  it('takes the same token for the API everywhere', async () => {
    await using both = await twoConsoles();
    const headers = { authorization: `Bearer ${makeToken(CLUSTER_SECRET, 'nina', systemClock().now())}` };
    const answers = [both.one, both.other].map((at) => fetch(`${at}/api/v1/incidents`, { headers }));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe('what counts once at several machines', () => {
  it('is a round with the identity provider too: the way back works once', async () => {
    const clock = virtualClock(NOW);
    const store = memoryStore(clock);
    const machine = () =>
      flowsOf({ secret: 's', clock, isSecure: false, taken: spentInStore({ store, clock, log: quietLog() }) });
    const [one, other] = [machine(), machine()];
    const { cookie, flow } = one.begin('/plan');
    const sent = cookie.split(';')[0];
    expect(await other.take(sent)).toEqual(flow);
    expect(await one.take(sent)).toBeUndefined();
  });

  it('keeps nobody in whom it does not know, when the store fails', async () => {
    const clock = virtualClock(NOW);
    const down = () => Promise.reject(new StoreFault('The database does not answer.'));
    const spent = spentInStore({ store: { text: down, putText: down }, clock, log: quietLog() });
    await expect(spent.spend('a', plusMs(NOW, HOUR_MS))).rejects.toThrow(StoreFault);
    expect(spent.until('a')).toBeUndefined();
    await spent.refresh();
  });

  it.each(['{}', 'no json', '[7, ["x"], ["other", 1e300]]'])(
    'goes on when somebody restored %s in its place',
    async (text) => {
      const clock = virtualClock(NOW);
      const store = memoryStore(clock);
      await store.putText('sign-in/spent', 0, text);
      const spent = spentInStore({ store, clock, log: quietLog() });
      await spent.refresh();
      expect(await spent.spend('first', plusMs(NOW, MINUTE_MS))).toBe(true);
      expect(await spent.spend('first', plusMs(NOW, MINUTE_MS))).toBe(false);
    },
  );

  it('is forgotten when it would be over anyway', async () => {
    const clock = virtualClock(NOW);
    const store = memoryStore(clock);
    const spent = spentInStore({ store, clock, log: quietLog() });
    expect(await spent.spend('first', plusMs(NOW, MINUTE_MS))).toBe(true);
    expect(await spent.spend('first', plusMs(NOW, MINUTE_MS))).toBe(false);
    await clock.advance(HOUR_MS);
    await spent.spend('second', plusMs(clock.now(), MINUTE_MS));
    expect((await store.text('sign-in/spent'))?.text).not.toContain('first');
  });
});
