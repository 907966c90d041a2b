import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answered, Browser, WebWorld } from './web-world.ts';
import { formsIn, webWorld } from './web-world.ts';

let world: WebWorld;
let marcus: Browser;
beforeAll(async () => {
  world = await webWorld();
  marcus = await world.signedIn('marcus');
});
afterAll(() => world[Symbol.asyncDispose]());

const textOf = ({ text }: Answered) =>
  text
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ');
/** The part of a page with this id, up to the next section. */
const part = ({ text }: Answered, id: string) => text.slice(text.indexOf(`id="${id}"`)).split('</section>')[0] ?? '';
const started = async (words: string) => (await world.say('owen', `start ${words} --new`)).incident ?? '';
const pageOf = (id: string, as = marcus) => as.get(`/incidents/${id}`);

describe('the page of an incident', () => {
  it('has the next step before anything else, and says at once who has it', async () => {
    const page = await pageOf(await started('phones send callers in a loop'));
    const order = ['id="title"', 'id="next"', 'id="strip"', 'id="words"', 'id="also"', 'id="steps"', 'id="timeline"'];
    const found = order.map((mark) => page.text.indexOf(mark));
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found[0]).toBeGreaterThan(0);
  });

  it('offers in buttons whatever this person may do, and each of them is understood', async () => {
    const id = await started('the card gateway is down');
    await world.say('marcus', `ack ${id}`);
    const offers = formsIn(part(await pageOf(id), 'also')).map(({ buttons, fields }) => [buttons[0], fields['words']]);
    expect(offers.map(([label]) => label)).toEqual(
      expect.arrayContaining(['It works again', 'Send an update', 'Hand over', 'I need help', 'Change how bad it is']),
    );
    const harmless = offers.filter(
      ([label]) => !['It works again', 'I need help', "I can't go on"].includes(label ?? ''),
    );
    for (const [label, words] of harmless) {
      const { code } = await world.say('marcus', words ?? '');
      expect(['missing', 'said', 'done'], `${label}: ${words}`).toContain(code);
    }
  });

  it('offers nothing that the table of permissions refuses', async () => {
    const id = await started('mail does not arrive');
    const tomas = await world.signedIn('tomas');
    const labels = formsIn(part(await pageOf(id, tomas), 'also')).flatMap(({ buttons }) => buttons);
    expect(labels).not.toContain('It works again');
    expect(labels).toContain('Call somebody in');
  });

  it('is restored, ticked off and closed by buttons alone', async () => {
    const id = await started('phones ring once and stop');
    await world.say('marcus', `ack ${id}`);
    const priya = await world.signedIn('priya');
    let page = await priya.press(await pageOf(id, priya), 'It works again');
    expect(textOf(page)).toContain('Before it is closed');
    page = await priya.press(page, 'It is so');
    expect(part(page, 'closing')).toContain('confirmed');
    page = await priya.press(page, 'Close it');
    page = await priya.press(page, 'Close it anyway');
    expect(textOf(page)).toContain(`${id} is closed`);
  });

  it('answers what was done in one line, with the rest behind a fold', async () => {
    const id = await started('the internet is slow');
    const page = await marcus.press(await pageOf(id), "I've got it");
    const reply = part(page, 'reply');
    expect(reply).toContain('You have it.');
    expect(reply.indexOf('<details>')).toBeGreaterThan(reply.indexOf('You have it.'));
  });

  it('warns in words when the planned steps end after the RTO', async () => {
    const page = await pageOf(await started('phones send callers in a loop since 100 minutes ago'));
    expect(part(page, 'strip')).toContain('TOO LATE');
  });

  it('counts nothing down any more once it is over', async () => {
    const id = await started('the printer is on fire');
    await world.say('marcus', `ack ${id}`);
    await world.say('priya', `cancel ${id} it was steam`);
    const page = await pageOf(id);
    expect(part(page, 'steps')).not.toContain('data-from-now');
    expect(part(page, 'steps')).not.toContain('<button');
  });

  it('shows the timeline by kinds: the notes without the pages', async () => {
    const id = await started('the scanner is silent');
    await world.say('marcus', `note ${id} turned it off and on`);
    const all = part(await pageOf(id), 'timeline');
    const said = part(await marcus.get(`/incidents/${id}?show=said`), 'timeline');
    expect(all).toContain('>page<');
    expect(said).not.toContain('>page<');
    expect(said).toContain('turned it off and on');
    expect((await marcus.get(`/incidents/${id}?show=__proto__`)).status).toBe(200);
  });
});

it('lists what nobody has first, then the worst', async () => {
  const open = await marcus.get('/');
  const ids = [...open.text.matchAll(/<li class="card[^"]*" id="(INC-\d+)"/g)].map(([, id]) => id);
  const severity = await Promise.all(
    ids.map(async (id) => {
      const { body } = await world.ask(`/api/v1/incidents/${id ?? ''}`, { token: world.token('marcus') });
      const { severity: how, escalation } = body as { severity: string; escalation: string };
      return `${escalation === 'paging' || escalation === 'exhausted' ? 0 : 1} ${how}`;
    }),
  );
  expect(severity).toEqual(severity.toSorted());
});
