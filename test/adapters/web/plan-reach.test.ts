import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personId } from '../../../src/core/ids.ts';
import { MUSTER } from '../../../src/core/incident/events.ts';
import type { ReachCommand } from '../../../src/core/reach/events.ts';
import { REACH } from '../../../src/core/reach/reach.ts';
import type { WebWorld } from './web-world.ts';
import { formsIn, plain, webWorld } from './web-world.ts';

const textOf = (markup: string) => plain(markup.replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ');
const row = (markup: string, id: string) => textOf(markup.split(`id="person-${id}"`)[1]?.split('</tr>')[0] ?? '');

describe('the page of the people', () => {
  let world: WebWorld;
  beforeAll(async () => {
    world = await webWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());
  const say = async (command: ReachCommand, delivery: string) =>
    world.muster.engine.handle({ stream: REACH, command, by: MUSTER, delivery, reply: () => '' });

  it('says nothing of proofs before any test, and how to begin', async () => {
    const page = (await (await world.signedIn('owen')).get('/plan/people')).text;
    expect(textOf(page)).toContain('Nobody was ever proved reachable. "testpage" tests your own ways');
    expect(row(page, 'marcus')).not.toContain('proved');
  });

  it('says of every way when it was last proved, in words and not by colour alone; and no number to those who need none', async () => {
    const { people } = world.muster.plans.book().plan;
    const [sms, call] = (['sms', 'call'] as const).map((medium) => {
      const to = people[personId('marcus')]?.reach.find((way) => way.medium === medium)?.to ?? '';
      return { person: 'marcus', medium, to };
    });
    if (sms === undefined || call === undefined) throw new Error('the sample plan has changed');
    await say({ type: 'prove', how: 'test', ...sms }, 'a');
    await say({ type: 'fail', key: '1', reason: '<b>gone</b>', ...call }, 'b');
    await say({ type: 'fail', key: '2', reason: '<b>gone</b>', ...call }, 'c');
    const page = (await (await world.signedIn('owen')).get('/plan/people')).text;
    expect(row(page, 'marcus')).toMatch(/SMS number ending in \d\d.* , proved (?:now|\d+ s ago)/);
    expect(row(page, 'marcus')).toMatch(/call number ending in \d\d.* , \[!\] failed twice, never proved/);
    expect(textOf(page)).toMatch(/of level 1 and 2 proved reachable this month; not: /);
    expect(page).not.toContain('<b>gone');
  });

  it('has a button that tests my own ways, and OK on the handset proves the one it came by', async () => {
    const sent = world.heard((notice) => notice.kind === 'performed' && notice.effect === 'test');
    const browser = await world.signedIn('priya');
    const done = await browser.press(await browser.get('/plan/people'), 'Send me a test by every way');
    expect(textOf(done.text)).toMatch(/TEST-1: test messages are on their way/);
    await sent;
    const wall = await browser.get('/phones?person=priya');
    const form = formsIn(wall.text).find(
      ({ action, fields }) => action === '/phones/answer' && fields['person'] === 'priya',
    );
    await browser.post('/phones/answer', { ...form?.fields, text: 'OK' });
    const page = (await browser.get('/plan/people')).text;
    expect(row(page, 'priya')).toMatch(/, proved (?:now|\d+ s ago)/);
  });
});

it('a level that reaches nobody stands on the front page', async () => {
  const notReady = ['Level 1 of `default` has nobody with a phone.'];
  await using world = await webWorld({
    parts: (usual) => ({ ...usual, missing: () => notReady.map((say) => `Not ready: ${say}`) }),
  });
  const page = (await (await world.signedIn('priya')).get('/')).text;
  expect(textOf(page)).toContain('Not ready: Level 1 of `default` has nobody with a phone.');
});
