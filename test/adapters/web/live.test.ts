import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../../src/core/time.ts';
import type { Browser, WebWorld } from './web-world.ts';
import { webWorld } from './web-world.ts';

let world: WebWorld;
let left: readonly string[] = [];
beforeAll(async () => {
  world = await webWorld({
    parts: (usual) => ({
      ...usual,
      book() {
        const book = usual.book();
        const people = Object.entries(book.plan.people).filter(([id]) => !left.includes(id));
        return { ...book, plan: { ...book.plan, people: Object.fromEntries(people) } };
      },
    }),
  });
});
// Signing out on all devices ends whatever began by then.
beforeEach(() => {
  left = [];
  world.wall.jump(MINUTE_MS);
});
afterAll(() => world[Symbol.asyncDispose]());

/** A page that listens: what it hears next, and all that it hears until its connection ends. */
async function listening(browser: Browser) {
  const ends = new AbortController();
  const { status, body } = await fetch(`${world.address}/events`, {
    headers: { cookie: browser.cookie() },
    signal: ends.signal,
  });
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  const next = async () => (await reader?.read())?.value;
  expect([status, await next()]).toEqual([200, 'retry: 2000\n\n']);
  async function rest() {
    const heard: string[] = [];
    for (let text = await next(); text !== undefined; text = await next()) heard.push(text);
    return heard.join('');
  }
  return { next, rest, leave: () => ends.abort() };
}

const somethingHappens = () => world.say('nina', 'start printers are on fire --new --no-page');

describe('a page that listens', () => {
  it.each([
    ['its person signs out', (browser: Browser) => press(browser, '/', 'Sign out')],
    [
      'its person signs out on all devices',
      (browser: Browser) => press(browser, '/sign-in', 'Sign out on all devices'),
    ],
    ['the session is 12 hours old', async () => world.wall.jump(12 * HOUR_MS)],
    ['its person leaves the plan', async () => void (left = ['owen'])],
  ])('hears nothing more once %s, and is ended', async (_, happens) => {
    const browser = await world.signedIn('owen');
    const page = await listening(browser);
    await happens(browser);
    await somethingHappens();
    expect(await page.rest()).not.toContain('data:');
  });

  it('is ended at the next breath too, when nothing happens', async () => {
    const browser = await world.signedIn('owen');
    const page = await listening(browser);
    await world.wall.advance(MINUTE_MS);
    expect(await page.next()).toContain(': still here');
    await press(browser, '/', 'Sign out');
    await world.wall.advance(MINUTE_MS);
    expect(await page.rest()).not.toContain('data:');
  });

  it('is one of twenty of a session at most: the oldest is ended, and those of others are not', async () => {
    const [nina, owen] = [await world.signedIn('nina'), await world.signedIn('owen')];
    const other = await listening(owen);
    const pages = [];
    for (let n = 0; n < 22; n += 1) pages.push(await listening(nina));
    const [first, second, third] = pages;
    expect([await first?.rest(), await second?.rest()]).toEqual(['', '']);
    await somethingHappens();
    expect(await third?.next()).toMatch(/^data: INC-/);
    expect(await other.next()).toMatch(/^data: INC-/);
    for (const page of [...pages, other]) page.leave();
  });
});

const press = async (browser: Browser, path: string, button: string) =>
  void (await browser.press(await browser.get(path), button));
