import { describe, expect, it, test } from 'vitest';
import { codeOf, LEADS, phonesDown, textAfter } from './door.ts';

describe('what "publish" says of where the words are now', () => {
  it.each([
    [
      'clinics',
      /Approved\. It is on the public status page within a minute\.\nMuster does not send it\. Pass it on by:\n {2}- email: clinics-list/,
    ],
    ['leadership', /Approved, and on record\.\nMuster does not send it\. Pass it on by:\n {2}- sms: leadership/],
  ])('to %s', async (audience, says) => {
    expect(await textAfter(await phonesDown(), `publish ${audience} we are on it by 18:00`)).toMatch(says);
  });

  test('of a private incident nothing is on the page', async () => {
    const told = await phonesDown();
    await told.say('private INC-1 patient data', LEADS);
    const text = await textAfter(told, 'publish clinics we are on it by 18:00');
    expect(text).toContain('INC-1 is private, so nothing of it is on the status page.');
    expect(text).not.toContain('within a minute');
  });

  test('in an exercise nothing goes out', async () => {
    const told = await phonesDown();
    await told.say('start --drill the greeting is wrong', LEADS);
    await told.say('ack EX-1', LEADS);
    const text = await textAfter(told, 'publish EX-1 clinics we are on it by 18:00');
    expect(text).toContain('EXERCISE: it is on record, and nothing goes out.');
    expect(text).not.toContain('Pass it on');
  });
});

test('the words stay as they were written, quotes and lines too, and the audience may be written large', async () => {
  const told = await phonesDown();
  await told.say('publish Clinics Say "hello"  twice,\nthen wait. by 18:00', LEADS);
  const [published] = (await told.incident()).publications;
  expect(published).toMatchObject({ audience: 'clinics', text: 'Say "hello"  twice,\nthen wait.' });
});

it.each([
  ['publish', 'missing'],
  ['publish clinics', 'missing'],
  ['publish clinics we are on it', 'next-update-missing'],
  ['publish clinics we are on it --last by 18:00', 'last-promises'],
  ['publish clinics we were hacked by 18:00', 'never-say'],
  ['publish clinisc we are on it by 18:00', 'no-such-audience'],
  [`publish clinics ${'long '.repeat(500)} by 18:00`, 'too-long'],
])('"%s" is answered with %s and changes nothing', async (line, code) => {
  const told = await phonesDown();
  expect(await codeOf(told, line.slice(0, 3_000))).toBe(code);
  expect((await told.incident()).publications).toEqual([]);
});

test('the timeline tells what was approved, for whom, and what was promised', async () => {
  const told = await phonesDown();
  await told.say('publish clinics we are on it by 18:00', LEADS);
  await told.say('publish clinics all is well again --last', LEADS);
  const text = await textAfter(told, 'timeline');
  expect(text).toContain('Approved words to clinics: we are on it. Next by 18:00 EST');
  expect(text).toContain('Closing words to clinics: all is well again');
});
