import { describe, expect, it, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../src/core/time.ts';
import { onlyType } from '../support/given.ts';
import type { Story } from '../support/story.ts';
import { story } from '../support/story.ts';
import { STRANGER, textOf } from './door.ts';

const PHONES = 'start phones send callers in a loop';

/** INC-1 is open since twelve minutes, and nobody has it. */
async function phonesAgain(): Promise<Story> {
  const told = await story();
  await told.say(PHONES, 'owen');
  await told.pass(2 * MINUTE_MS);
  return told;
}
const openOnes = async (told: Story) => (await told.say('list', 'owen')).card.title;

describe('the same trouble reported again', () => {
  it.each([PHONES, 'start calls go round in a loop', 'start x --function patient-calls'])(
    '%s asks whether it is the same, and opens nothing',
    async (line) => {
      const told = await phonesAgain();
      const reply = await told.say(line, 'nina');
      expect(reply).toMatchObject({ ok: false, code: 'looks-the-same' });
      expect(textOf(reply)).toMatch(
        /INC-1 looks the same \("phones send callers in a loop", opened 2 min ago by Owen Brandt; nobody has it yet, Muster goes on paging\)\. Nothing new was opened/,
      );
      expect(textOf(reply)).toMatch(/Join it: "ack INC-1" or "note INC-1 …"\. If it is another one: "start --new …"/);
      expect(await openOnes(told)).toBe('1 open');
    },
  );

  test('nothing is written down, nobody is paged less, until the button says that it is the same', async () => {
    const told = await phonesAgain();
    const before = (await told.events()).length;
    const reply = await told.say(PHONES, 'nina');
    expect(await told.events()).toHaveLength(before);
    const [same] = reply.card.buttons;
    expect((await told.say(same?.words ?? '', 'nina')).ok).toBe(true);
    expect(onlyType(await told.events(), 'noted').at(-1)?.text).toBe(
      'Reported again by Nina Kowalski: phones send callers in a loop',
    );
    const sent = told.pager.sent.length;
    await told.pass(HOUR_MS);
    expect(told.pager.sent.length).toBeGreaterThan(sent);
  });

  test('who has it is named', async () => {
    const told = await phonesAgain();
    await told.say('ack', 'priya');
    expect(textOf(await told.say(PHONES, 'nina'))).toContain('Priya Raman has it');
  });

  test('a stranger is told that it is known, and not what is known', async () => {
    const reply = await (await phonesAgain()).say('start phones send callers in a loop', STRANGER);
    expect(reply.card.title).toMatch(/INC-1 looks the same \(opened 2 min ago\)/);
    expect(reply.card.title).not.toMatch(/Owen|phones/);
  });
});

describe('another one is opened', () => {
  it.each([
    'start "it says \\"loop\\" on \\“all” phones" since 16:20 --sev 2',
    'start phones send callers in a loop --function patient-calls --no-page',
    'start —sev 2 phones since last boot send callers in a loop',
  ])('by the button, exactly as it was said: %s', async (line) => {
    const alone = await story();
    await alone.say(line, 'owen');
    const [wanted] = onlyType(await alone.events(), 'declared');
    const told = await story();
    await told.say('start calls go round in a loop --function patient-calls --sev 1', 'owen');
    const asked = await told.say(line, 'owen');
    expect(asked.code).toBe('looks-the-same');
    await told.say(asked.card.buttons.find(({ label }) => label === 'Open another')?.words ?? '', 'owen');
    const { title, impactStartedAt, severity, functions, playbook, paging } =
      onlyType(await told.events('INC-2'), 'declared')[0] ?? {};
    expect({ title, impactStartedAt, severity, functions, playbook, paging }).toEqual({
      title: wanted?.title,
      impactStartedAt: wanted?.impactStartedAt,
      severity: wanted?.severity,
      functions: wanted?.functions,
      playbook: wanted?.playbook,
      paging: wanted?.paging,
    });
  });

  it.each([
    [`${PHONES} --new`, 'the words are the same, with --new'],
    [`${PHONES} --drill`, 'it is a drill'],
    [`${PHONES} --private`, 'it is private'],
    ['start the card gateway is down', 'it is about something else'],
    [`${PHONES} --sev 1`, 'it is worse, and nobody has the other'],
  ])('%s: %s', async (line) => {
    const told = await phonesAgain();
    expect(await told.say(line, 'nina')).toMatchObject({ ok: true, code: 'done' });
  });

  test('after a drill, after it was restored, and a day later', async () => {
    const told = await story();
    await told.say(`${PHONES} --drill`, 'owen');
    expect((await told.say(PHONES, 'owen')).incident).toBe('INC-1');
    await told.say('ack INC-1', 'priya');
    await told.say('restored INC-1', 'priya');
    expect((await told.say(PHONES, 'owen')).incident).toBe('INC-2');
    await told.say('ack INC-2', 'priya');
    await told.pass(25 * HOUR_MS);
    expect((await told.say(PHONES, 'owen')).incident).toBe('INC-3');
  });

  test('the card of a worse one says which other it may be', async () => {
    const told = await phonesAgain();
    expect(textOf(await told.say(`${PHONES} --sev 1`, 'nina'))).toMatch(/same: cancel INC-2 same as INC-1/);
  });
});

test('a beginning that is no time is said to be none, and stays in the title', async () => {
  const told = await story();
  const reply = textOf(await told.say('start nobody can sign in since the cows came home', 'owen'));
  expect(reply).toContain('"since the cows came home" is no time that Muster understands');
  expect(reply).toContain('clock INC-1 since 9:40');
  expect(textOf(await told.say('start no power since 16:20', 'owen'))).not.toContain('is no time');
});
