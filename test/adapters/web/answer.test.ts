import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ticketsOf } from '../../../src/tickets.ts';
import { SECRET, webWorld, type WebWorld } from './web-world.ts';

let world: WebWorld;
beforeAll(async () => {
  world = await webWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** An incident, and the link in the first page that Marcus got of it. Bad enough that no quiet hours hold it back: the clock is the machine's. */
async function paged(words = 'start "phones send callers in a loop" --new') {
  const sent = world.heard((notice) => notice.kind === 'performed' && notice.key.includes('/marcus/'));
  const { incident } = await world.say('owen', words);
  await sent;
  const message = world.muster.phones.list().find((one) => one.incident === incident && one.person === 'marcus');
  if (message === undefined || incident === null) throw new Error('Marcus was paged');
  const text = ticketsOf(SECRET, world.wall).ticketFor({ ...message, drill: false });
  return { incident, path: `/a/${text}` };
}

const acknowledged = async (incident: string) =>
  (
    (await world.ask(`/api/v1/incidents/${incident}`, { token: world.token('nina') })).body as {
      acknowledgedBy: string[];
    }
  ).acknowledgedBy;

describe('the page behind a link in a message', () => {
  it('shows what was sent and what can be answered, and opening it acknowledges nothing', async () => {
    const { incident, path } = await paged();
    for (const method of ['GET', 'HEAD']) await world.ask(path, { method });
    const { text, status } = await world.browser().get(path);
    expect(status).toBe(200);
    for (const said of [
      'phones send callers in a loop',
      'For Marcus Feld',
      'I have it',
      'I can&#39;t',
      'You have not answered',
    ])
      expect(text).toContain(said);
    expect(await acknowledged(incident)).toEqual([]);
  });

  it('answers by a press, without signing in, and signs nobody in', async () => {
    const { incident, path } = await paged();
    const browser = world.browser();
    const { status, text } = await browser.post(path, { digit: '1' });
    expect(status).toBe(200);
    expect(text).toContain('You have it');
    expect(await acknowledged(incident)).toEqual(['marcus']);
    expect((await browser.get('/')).status).toBe(401);
  });

  it('works once: pressed again, or opened again, it says what was answered', async () => {
    const { incident, path } = await paged();
    await world.browser().post(path, { digit: '1' });
    const again = await world.browser().post(path, { digit: '2' });
    expect(again.text).toContain('You have it');
    expect(again.text).toContain('This press did nothing');
    expect((await world.browser().get(path)).text).toContain('This link has been used');
    expect(await acknowledged(incident)).toEqual(['marcus']);
  });

  it('says who has it to whoever opens it later', async () => {
    const { incident, path } = await paged();
    await world.say('priya', `ack ${incident}`);
    expect((await world.browser().get(path)).text).toMatch(/Priya Raman has it, .*You need not answer/);
  });

  it('says so when it is over', async () => {
    const { incident, path } = await paged();
    await world.say('nina', `cancel ${incident} a mistake`);
    expect((await world.browser().get(path)).text).toContain('nothing to answer');
    expect((await world.browser().post(path, { digit: '1' })).status).toBe(409);
  });

  it.each(['', '7', 'ack', '1<script>'])('takes nothing but what it offers: %j', async (digit) => {
    const { incident, path } = await paged();
    await world.browser().post(path, { digit });
    expect(await acknowledged(incident)).toEqual([]);
  });

  it('tells a private incident by its number alone', async () => {
    const { path } = await paged('start "zebras in the archive" --sev 1 --private --new');
    expect((await world.browser().get(path)).text).not.toContain('zebras');
  });
});
