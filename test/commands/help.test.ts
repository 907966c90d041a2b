import { describe, expect, it, test } from 'vitest';
import { story } from '../support/story.ts';
import { BYSTANDER, LEADS, phonesDown, STRANGER, textAfter, words } from './door.ts';

/** The words that a help card lists. */
const listed = (card: string) => [...card.matchAll(/^ {2}- ([a-z-]+): /gm)].map(([, verb]) => verb ?? '');

describe('help', () => {
  test('shows only what this person may do here', async () => {
    const told = await phonesDown();
    const shown = async (who: string) => listed(await textAfter(told, 'help', who));
    expect((await shown(STRANGER)).toSorted()).toEqual(['help', 'note', 'start']);
    expect(await shown(BYSTANDER)).toEqual(expect.arrayContaining(['ack', 'status', 'steps', 'done']));
    expect(await shown(BYSTANDER)).not.toContain('close');
    expect((await shown(LEADS)).toSorted()).toEqual(Object.keys(words).toSorted());
  });

  test('shows what somebody may do on any incident that is open, wherever they ask', async () => {
    const told = await phonesDown();
    await told.say('start the card gateway is down', 'owen');
    expect(listed(await textAfter(told, 'help', LEADS))).toContain('close');
    expect(listed(await textAfter(told, 'help INC-1', LEADS))).toContain('close');
  });

  test('lists no empty heading', async () => {
    expect(await textAfter(await story(), 'help', STRANGER)).not.toMatch(/Steps and clocks|Plan\n/);
  });

  it.each(['', 'help', '?', '/incident', '@Muster', 'muster'])('is the answer to "%s"', async (line) => {
    expect(await textAfter(await story(), line)).toMatch(/^What you can say here\nIn a hurry: "start" and a few words/);
  });

  test('explains one word, by any of its names, with how it is written and an example', async () => {
    const told = await story();
    expect(await textAfter(told, 'help update')).toMatch(
      /^update: Tell everybody.*\nIt is written: update \[INC-42\] WORDS \[by 15:00\]\nFor example\n  - update carrier/,
    );
    expect(await textAfter(told, 'help stuck')).toMatch(/^blocked: /);
    expect(await textAfter(told, 'help upddate')).toBe('[!] There is no word "upddate". Did you mean "update"?');
    expect(await textAfter(told, 'help close', BYSTANDER)).toMatch(
      /You cannot use it here: it is for the people who work on the incident/,
    );
  });
});

describe('other names and slips', () => {
  const ALIASES = Object.entries(words).flatMap(([verb, { aliases = [] }]) =>
    aliases.map((alias) => [alias, verb] as const),
  );

  it.each(ALIASES)('"%s" is "%s"', async (alias, verb) => {
    const told = await phonesDown();
    const [said, meant] = [await told.say(`help ${alias}`, LEADS), await told.say(`help ${verb}`, LEADS)];
    expect(said.card).toEqual(meant.card);
    const [typed, proper] = [await phonesDown(), await phonesDown()];
    expect((await typed.say(alias, LEADS)).code).toBe((await proper.say(verb, LEADS)).code);
  });

  it.each([
    ['stauts', 'status'],
    ['aknowledge', 'ack'],
    ['restord', 'restored'],
    ['post', 'postmortem'],
    ['STATSU', 'status'],
  ])('"%s" is answered with "%s"', async (typed, verb) => {
    expect(await textAfter(await story(), `${typed} x`)).toMatch(
      new RegExp(`is not a word Muster knows\\. Did you mean "${verb}"\\?`),
    );
  });

  test('upper case, a slash and a full stop do not matter', async () => {
    const told = await phonesDown();
    for (const line of ['STATUS', '/status', 'Status.', ' status '])
      expect((await told.say(line, LEADS)).code).toBe('said');
  });
});
