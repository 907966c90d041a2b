import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidentId } from '../../../src/core/ids.ts';
import type { IncidentEvent } from '../../../src/core/incident/events.ts';
import { MINUTE_MS, msBetween, plusMs } from '../../../src/core/time.ts';
import type { Answered, Browser, WebWorld } from './web-world.ts';
import { formsIn, plain, webWorld } from './web-world.ts';

const textOf = ({ text }: { readonly text: string }) => plain(text.replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ');
/** One person's card of the wall. */
function handset(page: Answered, person: string): Answered {
  const [, text = ''] =
    new RegExp(`<article[^>]*id="phone-${person}"[^>]*>([\\s\\S]*?)</article>`).exec(page.text) ?? [];
  return { ...page, text };
}
const keysOf = (page: Answered, person: string) =>
  formsIn(handset(page, person).text).filter(({ buttons }) => buttons.some((label) => label.includes("I've got it")));
const eventsOf = async (world: WebWorld, id: string) => {
  const { body } = await world.ask(`/api/v1/incidents/${id}/events`, { token: world.token('marcus') });
  return body as readonly IncidentEvent[];
};
/** Starts an incident and waits until its first pages have arrived. */
async function started(world: WebWorld, words: string, who = 'nina'): Promise<string> {
  const arrived = world.heard(
    (notice) => notice.kind === 'appended' && JSON.stringify(notice.events).includes('pageSent'),
  );
  const { incident } = await world.say(who, `start ${words}`);
  await arrived;
  return incident ?? '';
}

describe('the phone wall', () => {
  let world: WebWorld;
  let nina: Browser;
  beforeAll(async () => {
    world = await webWorld({ ownClock: true });
    nina = await world.signedIn('nina');
  });
  afterAll(() => world[Symbol.asyncDispose]());
  const wall = (browser = nina) => browser.get('/phones');

  it('says how to begin while nothing has arrived, and begins', async () => {
    const page = await wall();
    expect(textOf(page)).toContain('Nothing has arrived yet');
    expect(textOf(page)).toContain('8 people have had no message');
    const arrived = world.heard((notice) => JSON.stringify(notice).includes('pageSent'));
    expect((await nina.press(page, 'Start an incident', { field: 'phones send callers in a loop' })).status).toBe(200);
    await arrived;
  });

  it('shows who was reached, by what, in which words, and that it waits for an answer', async () => {
    const page = await wall();
    const marcus = textOf(handset(page, 'marcus'));
    expect(marcus).toMatch(/Marcus Feld IT manager .* tech lead/);
    expect(marcus).toMatch(/Chat message · \d\d:\d\d E[SD]T ?, .* · INC-1/);
    expect(marcus).toContain('INC-1 sev2 Major: phones send callers in a loop');
    expect(marcus).toContain('[!] Waits for an answer');
    expect(handset(page, 'marcus').text).toContain('href="/incidents/INC-1"');
    expect(textOf(page)).toMatch(/\[!\] Not answered yet: .*Marcus Feld/);
    expect(page.text).not.toContain('phone-tomas"');
  });

  it('shows whole numbers to nobody', async () => {
    const to = world.muster.phones.list().map((phone) => phone.to);
    const page = await wall();
    for (const number of to.filter((text) => text.startsWith('+'))) expect(page.text).not.toContain(number);
  });

  it('stops asking once its person has done anything in the incident, and puts those who are asked first', async () => {
    expect(textOf(handset(await wall(), 'priya'))).toContain('[!] 1 not answered');
    await world.say('priya', 'decide INC-1 we wait for the carrier');
    const page = await wall();
    expect(textOf(handset(page, 'priya'))).not.toContain('not answered');
    expect(textOf(handset(page, 'priya'))).toContain('Seen: has done something in the incident since');
    // Nobody has it yet, so that her answer still counts.
    expect(keysOf(page, 'priya')).toHaveLength(1);
    expect([...page.text.matchAll(/<article[^>]*id="phone-(\w+)"/g)].map(([, id]) => id)).toEqual(['marcus', 'priya']);
    expect(textOf(page)).toMatch(/\[!\] Not answered yet: Marcus Feld ?\./);
  });

  it('answers as the person whose handset it is, pressed twice as once, and shows what Muster said', async () => {
    const [form] = keysOf(await wall(), 'marcus');
    const before = (await eventsOf(world, 'INC-1')).length;
    for (let press = 0; press < 2; press += 1) {
      const sent = await nina.post('/phones/answer', { ...form?.fields, key: '1' });
      expect(sent.headers.get('location')).toBe('/phones#phone_name-marcus');
    }
    const fresh = (await eventsOf(world, 'INC-1')).slice(before);
    expect(fresh.filter(({ type }) => type === 'acknowledged').map(({ by }) => by)).toEqual(['marcus']);
    const page = await wall();
    expect(textOf(handset(page, 'marcus')).match(/1 I've got it Muster answers: You have it\./g)).toHaveLength(1);
    expect(textOf(handset(page, 'marcus'))).toContain("[ok] Answered: I've got it");
    expect(keysOf(page, 'marcus')).toEqual([]);
    expect(textOf(handset(page, 'priya'))).toContain('No answer needed any more: Marcus Feld has it');
    expect(textOf(page)).toContain('[ok] No message waits for an answer.');
    expect(world.logged.join('\n')).toMatch(
      /answered on the phone wall \{"incident":"INC-1","person":"marcus","by":"nina"/,
    );
  });

  const write = async (person: string, text: string, browser = nina) => {
    const form = formsIn(handset(await wall(browser), person).text).find(({ buttons }) => buttons.includes('Send'));
    await browser.post(form?.action ?? '', { ...form?.fields, text });
    return textOf(handset(await wall(browser), person));
  };

  it('takes a text message as the words it stands for', async () => {
    expect(await write('marcus', 'NOTE 1 the carrier called')).toContain('NOTE 1 the carrier called Muster answers:');
    const [noted] = (await eventsOf(world, 'INC-1')).filter(({ type }) => type === 'noted');
    expect(noted).toMatchObject({ by: 'marcus', text: 'the carrier called' });
  });

  it('says what a phone understands when it does not, and does nothing', async () => {
    const before = (await eventsOf(world, 'INC-1')).length;
    expect(await write('marcus', 'close 1')).toContain('Muster answers, and did nothing: [!] Write ACK 42');
    expect(await write('marcus', 'ACK 99')).toContain('[!] There is no INC-99.');
    expect(await eventsOf(world, 'INC-1')).toHaveLength(before);
    const owen = await world.signedIn('owen');
    expect(textOf(await wall(owen))).not.toContain('There is no INC-99.');
  });

  it('keeps hostile words text', async () => {
    expect((await write('marcus', 'note 1 <script>alert(1)</script>')).includes('<script>')).toBe(true);
    expect((await wall()).text).not.toContain('<script>alert');
  });

  it.each([
    ['without the token', { form: '' }, {}],
    ['from another site', {}, { 'sec-fetch-site': 'cross-site' }],
  ])('takes nothing that one of its own pages did not send: %s', async (_, fields, headers) => {
    const page = await wall();
    for (const form of formsIn(page.text).filter(({ action }) => action.startsWith('/phones/'))) {
      const sent = await nina.post(form.action, { ...form.fields, speed: '60', text: 'ACK 1', ...fields }, headers);
      expect(sent.status).toBe(403);
    }
    expect(world.muster.adjustable?.speed()).toBe(1);
  });

  it('is not there for somebody who is not signed in', async () => {
    const stranger = world.browser();
    expect((await wall(stranger)).status).toBe(401);
    expect((await stranger.post('/phones/answer', { person: 'marcus', text: 'ACK 1' })).status).toBe(401);
    expect((await stranger.post('/phones/clock', { speed: '60' })).status).toBe(401);
  });

  it('does nothing on a handset that is not on the wall', async () => {
    const [form] = formsIn((await wall()).text).filter(({ action }) => action === '/phones/answer');
    for (const person of ['tomas', 'nobody', '__proto__'])
      expect((await nina.post('/phones/answer', { ...form?.fields, person, text: 'ACK 1' })).status).toBe(404);
  });

  it('keeps a private incident from everybody without a part in it: its messages, its answers, its next hour', async () => {
    const id = await started(world, 'somebody reads our mail --private', 'ruth');
    const paged = world.muster.phones.list().findLast(({ incident }) => incident === id)?.person ?? '';
    const outsider = await world.signedIn('tomas');
    expect((await wall(outsider)).text).not.toContain(id);
    const before = (await eventsOf(world, 'INC-1')).length;
    const form = formsIn((await wall(outsider)).text).find(({ buttons }) => buttons.includes('Send'));
    for (const fields of [{ text: `ACK ${id}` }, { key: '1', incident: id }]) {
      await outsider.post('/phones/answer', { ...form?.fields, ...fields });
      expect(textOf(await wall(outsider))).toContain(`There is no ${id}.`);
    }
    const member = await world.signedIn(paged);
    expect(textOf(await wall(member))).not.toContain(`There is no ${id}.`);
    expect(textOf(handset(await wall(member), paged))).toContain(`${id} sev`);
    expect((await eventsOf(world, 'INC-1')).length).toBe(before);
    const { body } = await world.ask(`/api/v1/incidents/${id}`, { token: world.token(paged) });
    expect(body).toMatchObject({ acknowledgedBy: [] });
    await world.say('ruth', `cancel ${id} a test`);
  });
});

describe('the wall beside real media', () => {
  it('is there, and nobody answers for somebody else', async () => {
    const mail = { SMTP_URL: 'smtp://127.0.0.1:9', MUSTER_MAIL_FROM: 'muster@mail.example', MUSTER_SIMULATE: 'yes' };
    await using world = await webWorld({ environment: mail });
    const nina = await world.signedIn('nina');
    const page = await nina.get('/phones');
    expect(page.status).toBe(200);
    expect(page.text).toContain('href="/phones"');
    const token = formsIn(page.text).find(({ fields }) => 'form' in fields)?.fields['form'] ?? '';
    const sent = await nina.post('/phones/answer', { form: token, person: 'priya', key: '1', incident: 'INC-1' });
    expect(sent.status).toBe(403);
    expect(textOf(sent)).toContain('you can answer on your own phone only');
    expect((await nina.post('/phones/clock', { form: token, speed: '60' })).status).toBe(404);
  });
});

describe('the clock of the phone wall', () => {
  const clockForm = async (browser: Browser, button: string) =>
    formsIn((await browser.get('/phones')).text).find(({ buttons }) => buttons.includes(button));

  it('runs as fast as a signed-in person says, tells every page, and is on record in the log', async () => {
    await using world = await webWorld({ ownClock: true });
    const nina = await world.signedIn('nina');
    const form = await clockForm(nina, '60×');
    await nina.post(form?.action ?? '', { ...form?.fields, speed: '60' });
    expect(world.muster.adjustable?.speed()).toBe(60);
    const page = await nina.get('/');
    expect(page.text).toMatch(/data-speed="60"/);
    expect(textOf(page)).toContain('Time runs 60 times as fast.');
    expect(world.logged.join('\n')).toContain('{"by":"nina","did":"60 times as fast"}');
    await nina.post(form?.action ?? '', { ...form?.fields, speed: '9999' });
    expect(world.muster.adjustable?.speed()).toBe(60);
  });

  it('tells open pages at once that it was changed', async () => {
    await using world = await webWorld({ ownClock: true });
    const nina = await world.signedIn('nina');
    const ended = new AbortController();
    const { body } = await fetch(`${world.address}/events`, {
      headers: { cookie: nina.cookie() },
      signal: ended.signal,
    });
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    const form = await clockForm(nina, 'Pause');
    await nina.post(form?.action ?? '', { ...form?.fields, speed: '0' });
    let heard = '';
    while (!heard.includes('data: ')) heard += (await reader?.read())?.value ?? '';
    ended.abort();
    expect(heard).toMatch(/data: \w+/);
  });

  it('while it stands, words are answered, what is due now is done, and Muster is ready', async () => {
    await using world = await webWorld({ ownClock: true });
    const nina = await world.signedIn('nina');
    const form = await clockForm(nina, 'Pause');
    await nina.post(form?.action ?? '', { ...form?.fields, speed: '0' });
    const at = world.muster.clock.now();
    const id = await started(world, 'phones send callers in a loop');
    const [keys] = keysOf(await nina.get('/phones'), 'marcus');
    await nina.post('/phones/answer', { ...keys?.fields, key: '1' });
    expect(textOf(handset(await nina.get('/phones'), 'marcus'))).toContain('You have it.');
    expect(new Set((await eventsOf(world, id)).map((event) => event.at))).toEqual(new Set([at]));
    await world.heard((notice) => notice.kind === 'swept');
    expect((await world.ask('/readyz')).body).toMatchObject({ ready: true });
  });

  it('goes on at once, and everything on the way happens at its own hour', async () => {
    await using world = await webWorld({ ownClock: true });
    const nina = await world.signedIn('nina');
    const stop = await clockForm(nina, 'Pause');
    await nina.post(stop?.action ?? '', { ...stop?.fields, speed: '0' });
    const begin = world.muster.clock.now();
    const id = await started(world, 'phones send callers in a loop');
    const leap = await clockForm(nina, '+5 min');
    for (let press = 0; press < 2; press += 1) await nina.post(leap?.action ?? '', { ...leap?.fields, minutes: '5' });
    expect(world.muster.clock.now()).toBe(plusMs(begin, 5 * MINUTE_MS));
    const events = await eventsOf(world, id);
    const second = events.find((event) => event.type === 'levelPaged' && event.level === 1);
    const first = events.find((event) => event.type === 'levelPaged' && event.level === 0);
    if (first?.type !== 'levelPaged' || second === undefined) throw new Error('nobody climbed');
    expect(msBetween(first.at, second.at)).toBe(first.waitMs);
    expect(second).toMatchObject({ lateMs: 0 });
  });

  it('goes to the next thing that is due in an incident that the person may know of, and no further', async () => {
    await using world = await webWorld({ ownClock: true });
    const tomas = await world.signedIn('tomas');
    const stop = await clockForm(tomas, 'Pause');
    await tomas.post(stop?.action ?? '', { ...stop?.fields, speed: '0' });
    expect(textOf(await tomas.get('/phones'))).toContain('Nothing is due.');
    await started(world, 'somebody reads our mail --private', 'ruth');
    expect(textOf(await tomas.get('/phones'))).toContain('Nothing is due.');
    const id = await started(world, 'phones send callers in a loop');
    const page = await tomas.get('/phones');
    expect(textOf(page)).toMatch(new RegExp(`Next due in ${id}: \\d\\d:\\d\\d M[SD]T ?, in \\d+ (?:s|min)`));
    const next = async () => (await world.muster.store.agenda(incidentId('real', 2))).map(({ at }) => at).sort();
    // The second press is of the page as it was before the first one, as a button keeps its value while it has the focus.
    for (let press = 0; press < 3; press += 1) {
      const due = (await next()).find((at) => at > world.muster.clock.now());
      const leap = await clockForm(tomas, 'To the next thing due');
      await tomas.post(leap?.action ?? '', { ...leap?.fields, to: 'next' });
      expect(world.muster.clock.now()).toBe(due);
      await tomas.post(leap?.action ?? '', { ...leap?.fields, to: 'next' });
      expect(world.muster.clock.now()).toBe(due);
    }
    const there = world.muster.clock.now();
    for (const nonsense of ['', 'tomorrow', plusMs(there, 999 * MINUTE_MS)]) {
      const leap = await clockForm(tomas, 'To the next thing due');
      await tomas.post(leap?.action ?? '', { ...leap?.fields, to: nonsense });
      expect(world.muster.clock.now()).toBe(there);
    }
  });

  it('cannot be changed where something reaches real people', async () => {
    const mail = { SMTP_URL: 'smtp://127.0.0.1:9', MUSTER_MAIL_FROM: 'muster@mail.example', MUSTER_SIMULATE: 'yes' };
    await using world = await webWorld({ ownClock: true, environment: mail });
    const nina = await world.signedIn('nina');
    const form = formsIn((await nina.get('/')).text)[0];
    await nina.post('/phones/clock', { form: form?.fields['form'] ?? '', speed: '60' });
    expect(world.muster.adjustable).toBeUndefined();
  });

  it('there is no wall where pages go to real phones', async () => {
    await using world = await webWorld({ parts: (usual) => ({ ...usual, isSimulated: false, hasPhones: false }) });
    const nina = await world.signedIn('nina');
    for (const path of ['/phones/answer', '/phones/clock']) expect((await nina.post(path, {})).status).toBe(404);
    expect((await nina.get('/phones')).status).toBe(404);
  });
});
