import { describe, expect, it } from 'vitest';
import { story } from '../support/story.ts';
import { eventsOf, min, pagesTo } from './support.ts';

/** Owen types what a newcomer types; chat and mail of the sample plan need the sign-in. */
async function signInDown(words = 'mail and sign-in are down') {
  const told = await story();
  await told.say(`start ${words}`, 'owen');
  return told;
}

describe('mail and sign-in are down', () => {
  it('is an outage that everybody may see, with the playbook of what comes back first', async () => {
    const { lifecycle } = await (await signInDown()).incident();
    expect(lifecycle).toMatchObject({
      severity: 'sev2',
      private: false,
      playbook: 'login-outage',
      policy: 'default',
      systems: ['identity', 'm365-mail'],
    });
  });

  it('pages by SMS and phone first, and by chat all the same, at the end', async () => {
    const told = await signInDown();
    expect(pagesTo(told, 'marcus')).toEqual(['sms']);
    await told.pass(min(4.9));
    const media = pagesTo(told, 'marcus');
    expect(media.indexOf('chat')).toBeGreaterThan(media.lastIndexOf('call'));
  });

  it('says why on the page', async () => {
    const told = await signInDown();
    expect(told.pager.sent[0]?.text).toContain('by SMS first: chat needs Sign-in and MFA, which is down');
  });

  it('is not told to the readers of a phone when the incident is private', async () => {
    const told = await signInDown('mail and sign-in are down --private');
    expect(pagesTo(told, 'marcus')).toEqual(['sms']);
    expect(told.pager.sent.filter(({ text }) => text.includes('Sign-in'))).toEqual([]);
  });

  it('changes no order in an exercise: nothing is really down', async () => {
    const told = await signInDown('mail and sign-in are down --drill');
    const [level] = await eventsOf(told, 'levelPaged', 'EX-1');
    expect(level?.pages.find(({ person }) => person === 'marcus')?.medium).toBe('chat');
  });
});

it('while the phones are down, chat comes first as ever', async () => {
  const told = await story();
  await told.say('start phones are dead', 'owen');
  expect(pagesTo(told, 'marcus')).toEqual(['chat']);
});
