import { describe, expect, it, test } from 'vitest';
import { onlyType } from '../support/given.ts';
import { LEADS, phonesDown, textAfter } from './door.ts';

/** The last event of this type after a line was said. */
async function after<Type extends Parameters<typeof onlyType>[1]>(line: string, type: Type) {
  const told = await phonesDown();
  const reply = await told.say(line, LEADS);
  expect(reply.card.title, line).not.toMatch(/^\[/);
  return onlyType(await told.events(), type).at(-1);
}

describe('as phones and chat write it', () => {
  it.each([
    'page @nina --for "the router"',
    'page @nina --for “the router”',
    'page @nina --for=“the router”',
    'page @nina —for "the router"',
    "page nina --for 'the router'",
  ])('quotes and dashes: %s', async (line) => {
    expect(await after(line, 'paged')).toMatchObject({
      why: 'the router',
      pages: expect.arrayContaining([expect.objectContaining({ person: 'nina' })]),
    });
  });

  it.each([
    'role tech_lead @owen',
    'role tech lead @owen',
    'role Tech-Lead owen',
    'role tech_lead <at>Owen Brandt</at>',
    'role tech_lead <@U0123ABC|owen>',
    'role tech_lead me',
  ])('people: %s', async (line) => {
    expect(await after(line, 'roleAssigned')).toMatchObject({
      role: 'tech_lead',
      person: line.endsWith('me') ? 'priya' : 'owen',
    });
  });

  it.each([
    ['clock since 9:40', '2026-11-20T14:40:00.000Z'],
    ['clock since 20 minutes ago', '2026-11-20T21:20:00.000Z'],
    ['clock INC-1 since yesterday 17:00', '2026-11-19T22:00:00.000Z'],
  ])('when it began: %s', async (line, to) => {
    expect(await after(line, 'impactMoved')).toMatchObject({ to });
  });

  it.each([
    ['update carrier is on it by 18:00', 'carrier is on it', '2026-11-20T23:00:00.000Z'],
    ['update carrier is on it by 6pm', 'carrier is on it', '2026-11-20T23:00:00.000Z'],
    ['update 14 of 18 phones work at 2 sites', '14 of 18 phones work at 2 sites', '2026-11-20T22:10:00.000Z'],
  ])('an update and when the next one comes: %s', async (line, text, nextAt) => {
    expect(await after(line, 'updatePosted')).toMatchObject({ text, nextAt });
  });

  it.each([
    ['extend 1 +20m', 1_200_000],
    ['extend 1 1h', 3_600_000],
    ['extend 1', 600_000],
  ])('more time: %s', async (line, ms) => {
    expect(await after(line, 'stepExtended')).toMatchObject({ step: 1, ms });
  });

  it.each([
    ['restored at 16:35', '2026-11-20T21:35:00.000Z'],
    ['restored patient-calls at 16:35', '2026-11-20T21:35:00.000Z'],
  ])('when it was back: %s', async (line, restoredAt) => {
    const told = await phonesDown();
    await told.say('clock since 16:00', LEADS);
    await told.say(line, LEADS);
    expect(onlyType(await told.events(), 'restored').at(-1)).toMatchObject({ restoredAt });
  });

  test('that it was back before it began is no answer', async () => {
    const told = await phonesDown();
    expect(await textAfter(told, 'restored at 14:05', LEADS)).toMatch(/before it began/);
  });

  it.each([
    ['done 1 ticket is open --keep "ticket 4711"', { step: 1, note: 'ticket is open', keep: ['ticket 4711'] }],
    ['done 1 --keep=4711', { step: 1, note: '', keep: ['4711'] }],
    ['done call-it', { step: 1 }],
    ['finished INC-1 1', { step: 1 }],
  ])('a step that is done: %s', async (line, expected) => {
    expect(await after(line, 'stepDone')).toMatchObject(expected);
  });

  it.each([
    ['check 10 yes', { type: 'stepDone', result: 'yes' }],
    ['check 10 no two cases fail', { type: 'stepStuck', why: 'two cases fail' }],
    ['check 10 ok two networks tried', { type: 'stepDone', result: 'yes', note: 'two networks tried' }],
    ['check 10 not possible nobody has a mobile', { type: 'stepNotPossible', why: 'nobody has a mobile' }],
  ])('the result of a check: %s', async (line, expected) => {
    const told = await phonesDown();
    await told.say(line, LEADS);
    expect(await told.events()).toEqual(expect.arrayContaining([expect.objectContaining(expected)]));
  });
});

describe('free text stays as it was written', () => {
  it.each([
    'carrier says: area fault, ticket 4711; back by 18:00 at the latest',
    'since 9:40 for 2h in Boise --maybe',
    'he said "we are “on it”" & left <b>bold</b>',
    '42 calls lost',
    '  ',
  ])('a note: %s', async (text) => {
    if (text.trim() === '') expect((await (await phonesDown()).say(`note ${text}`, LEADS)).code).toBe('missing');
    else expect(await after(`note ${text}`, 'noted')).toMatchObject({ text });
  });

  test('a decision keeps its times and its reason', async () => {
    expect(await after('decide we wait until 15:00, because it holds', 'decided')).toMatchObject({
      text: 'we wait until 15:00, because it holds',
    });
  });

  test('a title keeps its numbers', async () => {
    const told = await phonesDown();
    await told.say('start 3 phones at 2 sites are dead since 16:00 --new', 'owen');
    const [declared] = onlyType(await told.events('INC-2'), 'declared');
    expect(declared).toMatchObject({
      title: '3 phones at 2 sites are dead',
      impactStartedAt: '2026-11-20T21:00:00.000Z',
    });
  });

  test('the same click twice is one event and gets the same answer', async () => {
    const told = await phonesDown();
    const first = await told.say('note once', LEADS, 'click-1');
    const second = await told.say('note once', LEADS, 'click-1');
    expect(second).toEqual(first);
    expect(onlyType(await told.events(), 'noted')).toHaveLength(1);
  });

  test('who sleeps is said, instead of "paging"', async () => {
    const told = await phonesDown();
    await told.say('sev sev4', LEADS);
    await told.pass(7 * 3_600_000);
    expect(await textAfter(told, 'page @nina')).toMatch(
      /Nina Kowalski has quiet hours and is paged at Sat 21 Nov 06:00 EST\. Cannot wait\? Say "sev sev2"/,
    );
  });

  it.each(['check 10', 'check 10 maybe', 'check 10 not yet', 'check 10 two networks tried'])(
    'a result that is neither yes nor no is asked for: %s',
    async (line) => {
      const told = await phonesDown();
      expect(await textAfter(told, line, LEADS)).toMatch(/Was it yes or no\?/);
      expect(onlyType(await told.events(), 'stepDone')).toEqual([]);
    },
  );

  it.each(['ack no', 'ack not me, call nina', 'ack @nina', 'ack INC-1 INC-2'])(
    'an answer that is none stops no paging: %s',
    async (line) => {
      const told = await phonesDown();
      const before = onlyType(await told.events(), 'acknowledged').length;
      expect(await textAfter(told, line, 'nina')).toMatch(/nothing was done/);
      expect(onlyType(await told.events(), 'acknowledged')).toHaveLength(before);
    },
  );

  it.each(['cancel INC_77 wrong button', 'ack INC\u20112', 'cant INC-99999999999999999999'])(
    'a number that is no incident acts on no other one: %s',
    async (line) => {
      const told = await phonesDown();
      const before = (await told.events()).length;
      expect(await textAfter(told, line, LEADS)).toMatch(/There is no INC|is no incident/);
      expect(await told.events()).toHaveLength(before);
    },
  );
});
