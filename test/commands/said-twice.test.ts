import { describe, expect, it, test } from 'vitest';
import { onlyType } from '../support/given.ts';
import { LEADS, phonesDown, textAfter } from './door.ts';

describe('what is stuck is stuck once', () => {
  it.each([
    ['blocked 1 no answer', 'blocked 1 still no answer'],
    ['blocked #1 no key', 'stuck 1'],
  ])('%s, and again', async (first, again) => {
    const told = await phonesDown();
    await told.say(first, LEADS);
    const before = await told.events();
    expect(await textAfter(told, again)).toMatch(/noted as stuck already \(.*\)\. Once it works/);
    expect(await told.events()).toHaveLength(before.length);
  });

  test('begun again and stuck once more, the way round that is open stays the only one', async () => {
    const told = await phonesDown();
    await told.say('blocked 1 no key', LEADS);
    const ways = onlyType(await told.events(), 'stepAdded').length;
    await told.say('doing 1', LEADS);
    expect(await textAfter(told, 'blocked 1 no key')).toContain('Stuck: 1');
    expect(onlyType(await told.events(), 'stepAdded')).toHaveLength(ways);
  });
});

describe('the number of a step', () => {
  it.each(['done #1', 'done #1 ticket is open', 'done INC-1 #1', 'done #1 1', 'done 1 1'])(
    '%s is step 1 of INC-1',
    async (line) => {
      const told = await phonesDown();
      await told.say(line, LEADS);
      expect(onlyType(await told.events(), 'stepDone').at(-1)).toMatchObject({ step: 1 });
    },
  );

  test('exit #2 ticks the second closing point', async () => {
    const told = await phonesDown();
    await told.say('exit #2', LEADS);
    expect(onlyType(await told.events(), 'exitTicked').at(-1)).toMatchObject({ exit: 2 });
  });
});

describe('a choice that is none lists those that there are', () => {
  it.each([
    ['choose 7', /What is decided in step 7, “Is there a saved menu/],
    ['choose 7 maybe', /“maybe” is no choice of step 7/],
  ])('%s', async (line, sentence) => {
    const said = await textAfter(await phonesDown(), line);
    expect(said).toMatch(sentence);
    expect(said).toContain('Choose one: `choose 7 have-export`, `choose 7 no-export`');
    expect(said).not.toContain('“”');
  });
});

describe('a severity that it has already', () => {
  test('is said to be so; nothing is recorded once it is restored', async () => {
    const told = await phonesDown();
    expect(await textAfter(told, 'sev sev2 looked again')).toContain('It was sev2 Major already');
    await told.say('restored', LEADS);
    const before = await told.events();
    expect(await textAfter(told, 'sev sev2 again')).toContain('INC-1 is sev2 Major already. Nothing was done');
    expect(await told.events()).toHaveLength(before.length);
  });
});

describe('closing', () => {
  test('names the closing points that nobody ticked, before and after', async () => {
    const told = await phonesDown();
    await told.say('exit 1', LEADS);
    await told.say('restored', LEADS);
    expect(await textAfter(told, 'close')).toMatch(/Not ticked: 2 The callback list is worked through; 3/);
    const closed = await textAfter(told, 'close --anyway');
    expect(closed).toContain('Closed without these closing points');
    expect(closed).toContain('4 A phone test is added');
    expect(closed).not.toContain('1 All cases pass');
  });
});

describe('standing in', () => {
  it.each(['until 2033-01-01 10:00', 'for 120d', 'at 2027-02-15 08:00 for 1w'])('%s is too far away', async (when) => {
    const told = await phonesDown();
    expect(await textAfter(told, `override it-primary @ivy ${when}`)).toMatch(/more than 90 days from now/);
  });

  test('into another year says the year', async () => {
    const told = await phonesDown();
    expect(await textAfter(told, 'override it-primary @ivy until 2027-01-04 08:00')).toContain(
      'until Mon 4 Jan 2027 08:00 EST',
    );
  });
});
