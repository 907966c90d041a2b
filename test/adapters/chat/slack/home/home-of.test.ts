import { describe, expect, it, test } from 'vitest';
import type { World } from '../../../../../src/adapters/chat/slack/home/home-of.ts';
import { homeOf } from '../../../../../src/adapters/chat/slack/home/home-of.ts';
import { personId } from '../../../../../src/core/ids.ts';
import { withoutMarks } from '../../../../../src/core/marked-time.ts';
import { instant, MINUTE_MS } from '../../../../../src/core/time.ts';
import type { Story } from '../../../../support/story.ts';
import { story } from '../../../../support/story.ts';
import { hostOver } from '../words/words-world.ts';

async function worldOf(told: Story): Promise<World> {
  const host = hostOver(told);
  const [at, live, open] = await Promise.all([host.now(), host.live(), host.open()]);
  return { book: host.book(), at, live, open, missing: ['The plan is old.'] };
}
const homeFor = async (told: Story, person: string) => homeOf(await worldOf(told), personId(person));
const plain = (text: string) => withoutMarks(text);

describe('what somebody sees in their home tab', () => {
  test('while nothing is open: who is on call, until when', async () => {
    const { mine, open, onCall } = await homeFor(await story(), 'priya');
    expect({ mine, open }).toEqual({ mine: [], open: [] });
    expect(onCall.map(({ schedule, who }) => `${schedule}: ${plain(who)}`)).toEqual([
      'it-primary: Marcus Feld until Mon 23 Nov 08:00 EST',
      'ic-duty: Priya Raman until Mon 23 Nov 08:00 EST',
    ]);
  });

  test('while somebody is wanted: the answer, with its buttons', async () => {
    const told = await story();
    await told.say('start phones send callers in a loop', 'owen');
    const { mine, open } = await homeFor(told, 'marcus');
    expect(mine).toMatchObject([
      {
        incident: 'INC-1 sev2 Major: phones send callers in a loop',
        text: 'Somebody has to say "I have it".',
        due: '',
        buttons: [{ words: 'ack INC-1' }, { words: 'cant INC-1' }, { words: 'needhelp INC-1' }],
      },
    ]);
    expect(open).toMatchObject([
      {
        title: 'INC-1 sev2 Major: phones send callers in a loop',
        tone: 'warn',
        who: expect.stringMatching(/^Nobody yet\. Paging Marcus Feld, Priya Raman\.$/) as string,
        buttons: [{ words: 'status INC-1' }, { words: 'join INC-1' }],
      },
    ]);
  });

  test('once it has a step: that step, with its hour, and nothing for who has no part in it', async () => {
    const told = await story();
    await told.say('start phones send callers in a loop', 'owen');
    await told.say('ack', 'priya');
    await told.say('ack', 'marcus');
    const mine = await Promise.all(['priya', 'marcus'].map(async (person) => (await homeFor(told, person)).mine));
    const [first] = mine.flat();
    expect(mine.flat().length).toBeGreaterThan(0);
    expect(first?.buttons.length).toBeGreaterThan(0);
    expect((await homeFor(told, 'tomas')).mine).toEqual([]);
  });

  test('what has an hour comes before what has none, and what nobody has before what somebody has', async () => {
    const told = await story();
    await told.say('start phones send callers in a loop', 'owen');
    await told.say('ack', 'marcus');
    await told.pass(MINUTE_MS);
    await told.say('start --new teams is down', 'owen');
    const { mine, open } = await homeFor(told, 'marcus');
    expect(open.map(({ title }) => title.slice(0, 5))).toEqual(['INC-2', 'INC-1']);
    const hours = mine.map(({ due }) => due !== '');
    expect(hours).toEqual(hours.toSorted((a, b) => Number(b) - Number(a)));
  });

  it.each([
    ['the reporter', 'marcus', true],
    ['somebody without a part', 'tomas', false],
  ])('a private incident is there for %s: %s %s', async (_who, person, isThere) => {
    const told = await story({ at: instant('2026-11-20T21:40:00Z') });
    await told.say('start files are being encrypted', 'marcus');
    const { mine, open } = await homeFor(told, person);
    expect(open.length).toBe(isThere ? 1 : 0);
    expect(JSON.stringify({ mine, open }).includes('encrypted')).toBe(isThere);
  });

  it.each([
    ['marcus', ['The plan is old.']],
    ['priya', []],
  ])('what is missing is for the owner of the plan alone: %s', async (person, missing) => {
    expect((await homeFor(await story(), person)).missing).toEqual(missing);
  });
});
