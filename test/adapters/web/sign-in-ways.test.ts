import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { hashOfCode, newCodes } from '../../../src/adapters/web/sign-in/recovery-codes.ts';
import { noteAddress } from '../../../src/address.ts';
import { main } from '../../../src/main.ts';
import { MINUTE_MS } from '../../../src/core/time.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import type { WebWorld } from './web-world.ts';
import { SECRET, formsIn, operator, webWorld } from './web-world.ts';

let world: WebWorld;
beforeAll(async () => {
  world = await webWorld();
});
// Tries and links are counted by the quarter of an hour.
beforeEach(() => world.wall.advance(15 * MINUTE_MS));
afterAll(() => world[Symbol.asyncDispose]());

const phonesOf = (person: string, { muster } = world) =>
  muster.phones.list().filter((phone) => phone.person === person);
const linkIn = (text: string) => /\/sign-in\?t=[^\s]+/.exec(text)?.[0] ?? '';
const ask = (who: string, more: Readonly<Record<string, string>> = {}, from = '203.0.113.1') =>
  world.browser().sign('/sign-in/link', { who, ...more }, { 'x-forwarded-for': from });

/** The message that arrives after this, for it is sent when the answer is out. */
async function nextTo(person: string, act: () => Promise<unknown>, on = world) {
  const before = phonesOf(person, on).length;
  await act();
  return vi.waitFor(() => {
    const [message] = phonesOf(person, on).slice(before);
    if (message === undefined) throw new Error('nothing arrived');
    return message;
  });
}

describe('a link that somebody asks for', () => {
  it('comes by SMS or e-mail to their own phone, and goes on to where they wanted to go', async () => {
    const browser = world.browser();
    const page = await browser.get('/phones?person=marcus');
    expect(page.status).toBe(401);
    const message = await nextTo('marcus', () => browser.press(page, 'Send me a link', { who: 'marcus' }));
    expect(message).toMatchObject({ medium: 'sms', to: '+1 616 555 0101' });
    const asked = await browser.get(linkIn(message.text));
    const sent = await browser.post('/sign-in', formsIn(asked.text)[0]?.fields ?? {});
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/phones?person=marcus']);
    expect((await browser.get('/')).text).toContain('Marcus Feld');
  });

  it('is asked for in the same words and answered with the same ones, whether or not there is such a person', async () => {
    const known = await ask('marcus@lakeshore-billing.example');
    const unknown = await ask('stranger@lakeshore-billing.example');
    expect([known.status, unknown.status]).toEqual([200, 200]);
    expect(unknown.text).toBe(known.text);
    expect(known.text).toContain('If the plan has one person of that name');
  });

  it('is seen on the phone wall by its person only, and by whoever runs Muster', async () => {
    const { text } = await nextTo('tomas', () => ask('tomas'));
    const seenBy = async (token: string) => (await world.ask('/api/v1/phones', { token })).text.includes(linkIn(text));
    expect(await seenBy(world.token('tomas'))).toBe(true);
    expect(await seenBy(operator(world))).toBe(true);
    expect(await seenBy(world.token('nina'))).toBe(false);
    expect((await (await world.signedIn('nina')).get('/phones')).text).not.toContain(linkIn(text));
  });

  it('is sent three times in a quarter of an hour, not more, with an answer that looks the same', async () => {
    const before = phonesOf('lena').length;
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push((await ask('lena')).text);
    await nextTo('owen', () => ask('owen'));
    expect(phonesOf('lena').length - before).toBe(3);
    expect(new Set(answers).size).toBe(1);
  });

  it('cannot be asked for too often from one address; others still can', async () => {
    const statuses = [];
    for (let n = 0; n < 11; n += 1) statuses.push((await ask('nobody', {}, '198.51.100.7')).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
    expect((await ask('nobody', {}, '198.51.100.8')).status).toBe(200);
  });

  it('is not kept from anybody by others who ask for nobody, from however many addresses', async () => {
    for (let n = 0; n < 130; n += 1) await ask('nobody-at-all', {}, `198.51.101.${n}`);
    await nextTo('ivy', () => ask('ivy'));
  });

  it('is sent 120 times in a minute to all together; the answers go on looking the same', async () => {
    const sent: string[] = [];
    let people: readonly string[] = [];
    await using busy = await webWorld({
      parts: (usual) => ({
        ...usual,
        book() {
          const book = usual.book();
          const { nina } = book.plan.people;
          if (nina === undefined) return book;
          const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`person-${n}`, nina]));
          people = Object.keys(many);
          return { ...book, plan: { ...book.plan, people: { ...book.plan.people, ...many } } };
        },
        async send(message) {
          sent.push(message.person);
          return { outcome: 'accepted', reference: '' };
        },
      }),
    });
    const browser = busy.browser();
    const [ask1] = formsIn((await browser.get('/sign-in')).text);
    const statuses = new Set<number>();
    for (let n = 0; n < 150; n += 1) {
      const who = people[n % 50] ?? 'person-0';
      const from = { 'x-forwarded-for': `198.51.102.${n}` };
      statuses.add((await browser.post('/sign-in/link', { ...ask1?.fields, who }, from)).status);
    }
    await vi.waitFor(() => expect(busy.logged.join('\n').match(/no further one was sent/g)).toHaveLength(30));
    expect(sent).toHaveLength(120);
    expect([...statuses]).toEqual([200]);
  });

  it('is not sent for a form of another site', async () => {
    const { status } = await world.browser().sign('/sign-in/link', { who: 'ruth' }, { 'sec-fetch-site': 'cross-site' });
    expect(status).toBe(403);
    await nextTo('owen', () => ask('owen'));
    expect(phonesOf('ruth')).toEqual([]);
  });

  it('is not in the log', async () => {
    const { text } = await nextTo('nina', () => ask('nina'));
    const [, secret = 'none'] = linkIn(text).split('=');
    expect(world.logged.join('\n')).toContain('a message about signing in was sent');
    expect(world.logged.join('\n')).not.toContain(secret);
  });

  it('goes by the next way when one fails, and never by a call', async () => {
    const media: string[] = [];
    await using ill = await webWorld({
      parts: (usual) => ({
        ...usual,
        async send(message) {
          media.push(message.medium);
          if (message.medium === 'email') return usual.send(message);
          return { outcome: 'failed', reason: 'the provider is down', permanent: false };
        },
      }),
    });
    const message = await nextTo('ivy', () => ill.browser().sign('/sign-in/link', { who: 'ivy' }), ill);
    expect(message.medium).toBe('email');
    expect(media).toEqual(['sms', 'email']);
  });
});

describe('somebody who is signed out', () => {
  it.each(['/incidents/INC-4', '/plan', '/'])('gets the way back to %s with the sign-in page', async (path) => {
    const { status, text } = await world.browser().get(path);
    expect(status).toBe(401);
    const ways = formsIn(text).map(({ fields }) => fields['to']);
    expect(ways).toEqual(path === '/' ? [undefined, undefined] : [path, path]);
  });

  it('is not sent to another site by a link that somebody made up', async () => {
    const link = `/sign-in?t=${world.link('nina')}&to=${encodeURIComponent('//evil.example/')}`;
    const browser = world.browser();
    const sent = await browser.post('/sign-in', formsIn((await browser.get(link)).text)[0]?.fields ?? {});
    expect(sent.headers.get('location')).toBe('/');
    const posted = await world.browser().sign('/sign-in', { t: world.link('nina'), to: 'https://evil.example/' });
    expect(posted.headers.get('location')).toBe('/');
  });
});

describe('a recovery code', () => {
  const made = async (person: string, on = world) => {
    const codes = newCodes();
    await on.muster.store.now();
    const hashes = codes.map((code) => hashOfCode(SECRET, person, code));
    const body = { person, hashes };
    const { status } = await on.ask('/api/v1/recovery-codes', { token: operator(on), method: 'POST', body });
    expect(status).toBe(200);
    return codes;
  };
  const use = (who: string, code: string, from = '203.0.113.2') =>
    world.browser().sign('/sign-in/code', { who, code }, { 'x-forwarded-for': from });

  it('signs its person in once, says how many are left, and tells them', async () => {
    const [code = ''] = await made('nina');
    const browser = world.browser();
    const page = await browser.get('/sign-in?to=/phones');
    const fields = { who: 'Nina Kowalski', code: code.toLowerCase() };
    let account = page;
    const message = await nextTo('nina', async () => {
      account = await browser.press(page, 'Sign in with this code', fields);
    });
    expect(account.text).toContain('You are signed in as Nina Kowalski');
    expect(account.text).toContain('7 recovery codes are left');
    expect(account.text).toContain('href="/phones"');
    expect(message.text).toContain('with one of your recovery codes; 7 are left');
    expect((await use('nina', code)).status).toBe(403);
    expect(world.logged.join('\n')).not.toContain(code);
  });

  it('works while every vendor is down', async () => {
    await using alone = await webWorld({
      parts: (usual) => ({
        ...usual,
        oidc: { issuer: 'http://127.0.0.1:9', clientId: 'a', clientSecret: 'b', claim: 'email' },
        send: () => Promise.reject(new Error('nothing goes out')),
      }),
    });
    const [code = ''] = await made('owen', alone);
    const browser = alone.browser();
    expect((await browser.sign('/sign-in/code', { who: 'owen', code })).status).toBe(303);
    expect((await browser.get('/')).text).toContain('Owen Brandt');
  });

  it('is refused in the same words whether the person, the code or both are wrong', async () => {
    const [code = ''] = await made('nina');
    const answers = [
      await use('nina', 'AAAA-AAAA-AAAA-AAAA'),
      await use('stranger', 'AAAA-AAAA-AAAA-AAAA'),
      await use('owen', code),
      await use('', ''),
    ];
    expect(new Set(answers.map(({ text }) => text.replaceAll(/name="form" value="[^"]*"/g, ''))).size).toBe(1);
    expect(answers.every(({ status }) => status === 403)).toBe(true);
    expect(answers[0]?.text).toContain('<details class="card" open');
  });

  it('is not even looked at after ten failures from one address within a minute; from another one it is', async () => {
    const [first = '', second = ''] = await made('nina');
    for (let n = 0; n < 10; n += 1) expect((await use('nina', 'wrong')).status).toBe(403);
    expect((await use('nina', first)).status).toBe(429);
    expect((await use('nina', first, '203.0.113.3')).status).toBe(303);
    await world.wall.advance(MINUTE_MS);
    expect((await use('nina', second)).status).toBe(303);
  });

  it('is not kept from an office by pictures and forms of another site that fail in its place', async () => {
    const [code = ''] = await made('nina');
    const from = { 'x-forwarded-for': '203.0.113.4' };
    const elsewhere = { ...from, 'sec-fetch-site': 'cross-site' };
    for (let n = 0; n < 12; n += 1) {
      await world.browser().get(`/sign-in?t=wrong${n}`, elsewhere);
      await world.browser().post('/sign-in', { t: 'wrong' }, elsewhere);
      await world.browser().post('/sign-in/code', { who: 'nina', code: 'wrong' }, elsewhere);
      await world.browser().post('/sign-in/code', { who: 'nina', code: 'wrong' }, from);
    }
    expect((await use('nina', code, '203.0.113.4')).status).toBe(303);
  });

  it('is made by whoever runs Muster, for people of the plan, and for nobody else', async () => {
    const hashes = [hashOfCode(SECRET, 'nina', 'one')];
    const make = async (token: string | undefined, body: unknown) =>
      (await world.ask('/api/v1/recovery-codes', { ...(token === undefined ? {} : { token }), method: 'POST', body }))
        .status;
    expect(await make(undefined, { person: 'nina', hashes })).toBe(401);
    expect(await make(world.token('nina'), { person: 'nina', hashes })).toBe(403);
    expect(await make(operator(world), { person: 'nobody', hashes })).toBe(400);
    expect(await make(operator(world), { person: 'nina', hashes: ['not a hash'] })).toBe(400);
    expect(await make(operator(world), { person: 'nina', hashes })).toBe(200);
  });
});

describe('muster recovery-codes', () => {
  async function printed(environment: Readonly<Record<string, string>>) {
    const out: string[] = [];
    const io = { out: (line: string) => void out.push(line), err: () => {}, environment };
    expect(await main(['recovery-codes', 'nina'], io)).toBe(0);
    expect(out).toHaveLength(8);
    return out;
  }
  const signsIn = async (code: string, on: WebWorld) =>
    (await on.browser().sign('/sign-in/code', { who: 'nina', code })).status === 303;

  it('prints codes that work at the Muster that runs, and those from before do not', async () => {
    using folder = tempFolder();
    noteAddress({ data: folder.path }, world.address);
    const settings = { MUSTER_DATA: folder.path, MUSTER_SECRET: SECRET };
    const [old = ''] = await printed(settings);
    const [fresh = ''] = await printed(settings);
    expect(await signsIn(old, world)).toBe(false);
    expect(await signsIn(fresh, world)).toBe(true);
  });

  it('prints codes that work at the Muster that is started later', async () => {
    using folder = tempFolder();
    const [code = ''] = await printed({ MUSTER_DATA: folder.path, MUSTER_SECRET: SECRET, MUSTER_PORT: '9' });
    await using later = await webWorld({ environment: { MUSTER_DATA: folder.path } });
    expect(await signsIn(code, later)).toBe(true);
  });
});
