import { createEmulator } from 'emulate';
import { describe, expect, it, test } from 'vitest';
import { slackApi } from '../../../../../src/adapters/chat/slack/api/api.ts';
import { broken, limited, refused } from '../../../../../src/adapters/chat/slack/api/called.ts';
import { homeTab } from '../../../../../src/adapters/chat/slack/home/home-tab.ts';
import { featuresOf, scopesFor } from '../../../../../src/adapters/chat/slack/setup/scopes.ts';
import { personId } from '../../../../../src/core/ids.ts';
import { quietLog } from '../../../../support/quiet-log.ts';
import { story } from '../../../../support/story.ts';
import { textsOf } from '../draw/slack-rules.ts';
import { KIM, listening, MARCUS, PRIYA, RUTH, TEAM, UNSURE, wordsWorld } from '../words/words-world.ts';

async function world() {
  const told = await story();
  const parts = wordsWorld(told);
  const home = homeTab(parts);
  /** Whose tab was drawn, in order, since this was asked last. */
  let read = 0;
  const drawn = () => {
    const fresh = parts.api.calls.slice(read);
    read += fresh.length;
    return fresh.map(({ args }) => args['user_id']);
  };
  const seen = () => textsOf(parts.api.calls.at(-1)?.args).join('\n');
  return { ...parts, told, home, drawn, seen };
}
type World = Awaited<ReturnType<typeof world>>;
/** Something happens to an incident: the words are said, and the tab is told as the engine would. */
async function happens({ told, home }: World, words: string, as = 'owen') {
  await told.say(words, as);
  home.refresh();
}

describe('a home tab', () => {
  test('is drawn for the person who opens it', async () => {
    const all = await world();
    await all.told.say('start phones send callers in a loop', 'owen');
    await all.home.publish(TEAM, MARCUS);
    expect(all.api.calls).toMatchObject([
      {
        method: 'views.publish',
        args: { user_id: MARCUS, view: { type: 'home' } },
        options: { priority: 'nicety', team: TEAM },
      },
    ]);
    expect(all.seen()).toContain('Somebody has to say "I have it".');
    expect(all.seen()).toContain('it-primary');
    expect(all.seen()).toContain('Still missing\nNothing is set up.');
    await all.home.publish(TEAM, PRIYA);
    expect(all.seen()).not.toContain('Still missing');
  });

  it.each([
    ['how to be linked, with the account that it is', KIM, `or "slack: ${KIM}", to your entry`],
    ['to look again when Slack does not say who it is', UNSURE, 'Slack does not tell just now who you are'],
  ])('of somebody the plan does not know says %s, and nothing of incidents', async (_what, user, sentence) => {
    const all = await world();
    await all.told.say('start phones send callers in a loop', 'owen');
    await all.home.publish(TEAM, user);
    expect(all.seen()).toContain(sentence);
    expect(all.seen()).toContain('Start an incident');
    expect(all.seen()).not.toMatch(/phones|INC-1|Marcus/);
  });

  test('is drawn again after a change, once for a burst of them', async () => {
    const all = await world();
    await all.home.publish(TEAM, MARCUS);
    await all.home.publish(TEAM, PRIYA);
    all.drawn();
    await happens(all, 'start phones send callers in a loop');
    all.home.refresh();
    await all.told.clock.advance(11_000);
    expect(new Set(all.drawn())).toEqual(new Set([MARCUS, PRIYA]));
    expect(all.seen()).toContain('phones send callers in a loop');
  });

  test('is drawn at most once in ten seconds, and what happened last is what it shows', async () => {
    const all = await world();
    await all.home.publish(TEAM, MARCUS);
    await all.told.clock.advance(60_000);
    all.drawn();
    for (let second = 0; second < 30; second += 1) {
      await all.told.say(`start --new trouble number ${second}`, 'owen');
      all.home.refresh();
      await all.told.clock.advance(1_000);
    }
    expect(all.drawn().length).toBeLessThanOrEqual(4);
    await all.told.clock.advance(10_000);
    expect(all.drawn()).toEqual([MARCUS]);
    expect(all.seen()).toContain('trouble number 29');
  });

  test('is not drawn again when it would look the same, nor for who never opened it', async () => {
    const all = await world();
    await all.home.publish(TEAM, MARCUS);
    all.drawn();
    all.home.refresh();
    await all.told.clock.advance(60_000);
    expect(all.drawn()).toEqual([]);
  });

  it.each([
    ['Slack has no time', () => limited(1_000)],
    ['Slack is ill', () => broken('503', 'maybe')],
  ])('is tried again when %s', async (_when, answer) => {
    const all = await world();
    all.api.answer('views.publish', answer);
    await all.home.publish(TEAM, MARCUS);
    all.api.answer('views.publish', () => ({ ok: true, value: {} }));
    all.drawn();
    await all.told.clock.advance(60_000);
    expect(all.drawn()).toEqual([MARCUS]);
  });

  test('waits while Slack is down, and is drawn when it is back', async () => {
    const all = await world();
    await all.home.publish(TEAM, MARCUS);
    all.drawn();
    all.api.state = 'down';
    await happens(all, 'start phones send callers in a loop');
    await all.told.clock.advance(120_000);
    expect(all.drawn()).toEqual([]);
    all.api.state = 'up';
    await all.told.clock.advance(60_000);
    expect(all.drawn()).toEqual([MARCUS]);
  });

  test('is left alone where Slack refuses it', async () => {
    const all = await world();
    all.api.answer('views.publish', () => refused('not_enabled'));
    await all.home.publish(TEAM, MARCUS);
    await happens(all, 'start phones send callers in a loop');
    await all.told.clock.advance(60_000);
    expect(all.drawn()).toEqual([MARCUS]);
    all.api.refused.add('home');
    await all.home.publish(TEAM, PRIYA);
    expect(all.drawn()).toEqual([]);
  });

  test('of the five hundred that were opened last is kept up to date', async () => {
    const all = await world();
    const users = Array.from({ length: 503 }, (_, n) => `U0KIM${n}`);
    const directory = {
      ...all.directory,
      whoIs: async () => ({ known: true, person: personId('priya'), name: 'Priya Raman' }) as const,
    };
    const home = homeTab({ ...all, directory });
    for (const user of users) await home.publish(TEAM, user);
    await home.publish(TEAM, 'U0KIM3');
    all.drawn();
    await all.told.say('start phones send callers in a loop', 'owen');
    home.refresh();
    await all.told.clock.advance(60_000);
    const again = all.drawn();
    expect(again.length).toBe(500);
    expect(again).toContain('U0KIM3');
    for (const user of users.slice(0, 3)) expect(again).not.toContain(user);
  });

  test('throws nothing when Muster cannot read its own store', async () => {
    const all = await world();
    const home = homeTab({ ...all, host: { ...all.host, open: () => Promise.reject(new Error('the disk is full')) } });
    await home.publish(TEAM, RUTH);
    home.refresh();
    await all.told.clock.advance(60_000);
    home.stop();
    expect(all.drawn()).toEqual([]);
  });

  test('is not drawn any more once Muster stops', async () => {
    const all = await world();
    await all.home.publish(TEAM, MARCUS);
    all.drawn();
    await happens(all, 'start phones send callers in a loop');
    all.home.stop();
    await all.told.clock.advance(60_000);
    expect(all.drawn()).toEqual([]);
  });
});

test('Slack takes the home tab of somebody (emulate, by another maker)', async () => {
  const scopes = scopesFor(featuresOf({ reactions: false })).map(({ scope }) => scope);
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        users: [{ name: 'muster' }, { name: 'marcus' }],
        tokens: [{ token: 'xoxb-test', user: 'muster', scopes }],
      },
    },
  });
  const told = await story();
  const url = `${emulator.url}/api/`;
  const api = listening(slackApi({ tokens: async () => 'xoxb-test', clock: told.clock, log: quietLog(), url }));
  try {
    const listed = await api.call('users.list', {}, { priority: 'answer', team: TEAM });
    const users = listed.ok ? (listed.value.members ?? []) : [];
    const id = users.find(({ name }) => name === 'marcus')?.id ?? '';
    await told.say('start phones send callers in a loop', 'owen');
    const parts = wordsWorld(told);
    const directory = {
      ...parts.directory,
      whoIs: async () => ({ known: true, person: personId('marcus'), name: 'Marcus Feld' }) as const,
    };
    await homeTab({ ...parts, api, directory }).publish(TEAM, id);
    expect(api.results.at(-1)).toMatchObject({ ok: true, value: { view: { type: 'home' } } });
    expect(textsOf(api.results.at(-1)).join('\n')).toContain('INC-1 sev2 Major: phones send callers in a loop');
  } finally {
    api.close();
    await emulator.close();
  }
});
