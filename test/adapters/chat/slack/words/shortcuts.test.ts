import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readFormMetadata, answersOf as line } from '../../../../../src/adapters/chat/slack/draw/form-modal.ts';
import type { ShortcutEnvelope } from '../../../../../src/adapters/chat/slack/transport/envelope.ts';
import type { Heard } from '../../../../../src/adapters/chat/slack/words/heard.ts';
import { shortcut } from '../../../../../src/adapters/chat/slack/words/shortcuts.ts';
import { plainWords } from '../../../../../src/adapters/chat/slack/words/written.ts';
import { incidentId } from '../../../../../src/core/ids.ts';
import { readLine } from '../../../../../src/core/words/line.ts';
import type { Story } from '../../../../support/story.ts';
import { FRIDAY_1640, story } from '../../../../support/story.ts';
import { words as hostile } from '../draw/hostile.ts';
import { inChannel, KIM, MARCUS, OWEN, PRIYA, TEAM, UNSURE, wordsWorld } from './words-world.ts';

/** Half past four on that Friday in Detroit, ten minutes before. */
const TS = '1795210200.000100';
const chosen = (callbackId: string, text: string, over: Partial<ShortcutEnvelope> = {}): ShortcutEnvelope => ({
  kind: 'shortcut',
  team: TEAM,
  user: MARCUS,
  callbackId,
  channel: 'C1',
  message: { ts: TS, user: PRIYA, text },
  thread: null,
  ...over,
});

async function phones(): Promise<Story> {
  const told = await story();
  await told.say('start phones send callers in a loop', 'owen');
  return told;
}
async function twoOpen(): Promise<Story> {
  const told = await phones();
  await told.say('start --new the printer is on fire', 'owen');
  return told;
}

const heard = (told: Story, envelope: ShortcutEnvelope) => shortcut(wordsWorld(told), envelope, 'd1');
const wordsIn = (got: Heard) => ('words' in got ? got.words : JSON.stringify(got));

describe('"Start incident from this"', () => {
  test('opens the start modal with the words of the message', async () => {
    const told = await story();
    expect(
      await heard(told, chosen('start_from_message', 'phones &amp; fax <@U0PRIYA> are <https://x.example|dead>\n:(')),
    ).toMatchObject({
      modal: { start: { text: 'phones & fax @Priya Raman are dead :(', channel: 'C1' } },
      to: { delivery: 'd1', team: TEAM, user: MARCUS, channel: 'C1' },
      otherwise: { buttons: [{ words: 'start "phones & fax @Priya Raman are dead :("' }] },
    });
  });

  it.each([
    ['is cut where a title ends', 'x'.repeat(900), 'x'.repeat(300)],
    ['may be empty', '', ''],
  ])('a message %s', async (_what, text, what) => {
    const got = await heard(await story(), chosen('start_from_message', text));
    expect(got).toMatchObject({ modal: { start: { text: what } } });
  });
});

describe('"Add to timeline"', () => {
  const add = (text: string, over: Partial<ShortcutEnvelope> = {}) => chosen('add_to_timeline', text, over);

  it.each([
    ['the only one open', {}, 'note INC-1 "Priya Raman wrote at 16:30 EST: \\"carrier says area fault\\""'],
    [
      'what an app wrote',
      { message: { ts: TS, user: null, text: 'disk full' } },
      'note INC-1 "an app wrote at 16:30 EST: \\"disk full\\""',
    ],
    [
      'a picture',
      { message: { ts: TS, user: PRIYA, text: '' } },
      'note INC-1 "Priya Raman wrote at 16:30 EST: something without words"',
    ],
    [
      'a name that is no name',
      { message: { ts: TS, user: KIM, text: 'x' } },
      'note INC-1 "Kim <!channel> wrote at 16:30 EST: \\"x\\""',
    ],
    [
      'somebody Slack does not name',
      { message: { ts: TS, user: UNSURE, text: 'x' } },
      'note INC-1 "somebody wrote at 16:30 EST: \\"x\\""',
    ],
  ] satisfies readonly (readonly [string, Partial<ShortcutEnvelope>, string])[])(
    'notes %s',
    async (_what, over, words) => {
      expect(wordsIn(await heard(await phones(), add('carrier says area fault', over)))).toBe(words);
    },
  );

  test('notes it in the incident whose channel it stands in, whatever else is open', async () => {
    const told = await twoOpen();
    const world = wordsWorld(told);
    world.index.learn(inChannel(await told.incident('INC-2'), 'C2'));
    const got = await shortcut(world, add('x', { channel: 'C2' }), 'd1');
    expect(got).toMatchObject({ here: 'INC-2', words: expect.stringMatching(/^note INC-2 "Priya/) as string });
  });

  test('asks which one when several are open, and each answer is the whole line', async () => {
    expect(await heard(await twoOpen(), add('x'))).toMatchObject({
      answer: {
        title: 'Which incident is it about?',
        buttons: [
          { label: 'INC-2 the printer is on fire', words: expect.stringMatching(/^note INC-2 "Priya/) as string },
          {
            label: 'INC-1 phones send callers in a loop',
            words: expect.stringMatching(/^note INC-1 "Priya/) as string,
          },
        ],
      },
    });
  });

  it.each([
    ['a stranger is told only the numbers', KIM, ['INC-2', 'INC-1']],
    ['so is somebody of whom Slack does not say who it is', UNSURE, ['INC-2', 'INC-1']],
  ])('%s', async (_what, user, labels) => {
    const got = await heard(await twoOpen(), add('x', { user }));
    expect('answer' in got ? got.answer.buttons.map(({ label }) => label) : got).toEqual(labels);
  });

  test('does not offer what is private to those who have no part in it', async () => {
    const told = await phones();
    await told.say('start --new files are being encrypted --private', 'marcus');
    const got = await heard(told, add('x', { user: KIM }));
    expect(wordsIn(got)).toMatch(/^note INC-1 /);
  });

  test('without anything open is a note that the door answers', async () => {
    expect(wordsIn(await heard(await story(), add('x')))).toMatch(/^note "Priya Raman wrote/);
  });
});

describe('"Make action item"', () => {
  const make = (text: string, over: Partial<ShortcutEnvelope> = {}) => chosen('make_action', text, over);

  test('asks whose it is and by when, whoever asks first in the list', async () => {
    const got = await heard(await phones(), make('order a second line'));
    expect(got).toMatchObject({
      modal: {
        at: { here: 'INC-1', channel: 'C1' },
        card: {
          blocks: [
            { kind: 'text', text: 'order a second line' },
            {
              kind: 'form',
              words: 'action INC-1 "order a second line" --owner',
              fields: [
                {
                  name: 'owner',
                  choices: expect.arrayContaining([{ value: 'priya', label: 'Priya Raman' }]) as object,
                },
                {
                  name: 'due',
                  choices: expect.arrayContaining([
                    { value: '--due 2026-11-27', label: 'In a week, 2026-11-27' },
                  ]) as object,
                },
              ],
            },
          ],
        },
      },
      otherwise: { buttons: [{ words: 'action INC-1 "order a second line"' }] },
    });
    const form = 'modal' in got && 'card' in got.modal ? got.modal.card.blocks[1] : undefined;
    expect(form?.kind === 'form' ? form.fields[0]?.choices?.[0] : form).toEqual({
      value: 'marcus',
      label: 'Marcus Feld',
    });
  });

  test('keeps the promise as it was answered', async () => {
    const told = await phones();
    const metadata = readFormMetadata(JSON.stringify({ words: 'action INC-1 "done 3 --due never" --owner' }));
    const words = line({ 'answer:0:owner': 'priya', 'answer:1:due': '--due 2026-12-20' }, metadata ?? { words: '' });
    await told.say(words, 'marcus');
    expect((await told.incident()).aftermath.actions).toMatchObject([
      { what: 'done 3 --due never', owner: 'priya', due: '2026-12-20' },
    ]);
  });

  it.each([
    ['a stranger', KIM],
    ['somebody of whom Slack does not say who it is', UNSURE],
  ])('does not show the people of the plan to %s: the door answers', async (_who, user) => {
    expect(wordsIn(await heard(await phones(), make('x', { user })))).toBe('action INC-1 "x"');
  });
});

test('"Report near miss" is answered as /nearmiss is', async () => {
  expect(await heard(await story(), chosen('report_near_miss', 'x'))).toEqual({ nothing: true });
});

test('what nobody knows is nothing', async () => {
  expect(await heard(await story(), chosen('of_another_app', 'x'))).toEqual({ nothing: true });
});

test('a message is one note in one incident, whatever it says', async () => {
  const told = await phones();
  const world = wordsWorld(told);
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      const got = await shortcut(world, chosen('add_to_timeline', text, { user: OWEN }), 'd1');
      const read = readLine({ line: wordsIn(got), zone: 'UTC', now: FRIDAY_1640, number: 'text', times: [] });
      if (!read.ok) throw new Error(read.refusal.say);
      expect(read).toMatchObject({ verb: 'note', incident: incidentId('real', 1), unknownFlags: [], flags: {} });
      expect(read.words.length).toBe(1);
      expect(read.text).toMatch(/^Priya Raman wrote at 16:30 EST: /);
      expect(read.text).not.toMatch(/[\n\uE000-\uE003]/);
    }),
  );
});

describe('words of a message', () => {
  it.each([
    ['&lt;!channel&gt; &amp;lt;', '<!channel> &lt;'],
    ['<!here> see <#C1|general> and <mailto:a@b.example|a@b.example>', '@here see #general and a@b.example'],
    ['<@U0PRIYA|old name> and <@U0UNSURE>', '@Priya Raman and @somebody'],
    ['<@U0KIM> wins', '@Kim !channel wins'],
    ['a\n\n\tb\u202Ec', 'a bc'],
  ])('%j reads %j', async (text, words) => {
    const told = await story();
    expect(await plainWords(wordsWorld(told), TEAM, text)).toBe(words);
  });
});
