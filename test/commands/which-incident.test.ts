import { describe, expect, it, test } from 'vitest';
import { story } from '../support/story.ts';
import { BYSTANDER, codeOf, LEADS, phonesDown, STRANGER, textAfter } from './door.ts';

describe('which incident is meant', () => {
  test('the only one that is open, when nobody says', async () => {
    const told = await phonesDown();
    expect(await told.say('note still dead', LEADS)).toMatchObject({ code: 'done', incident: 'INC-1' });
  });

  it.each([
    'note INC-1 x',
    'note inc-1 x',
    'note #1 x',
    'INC-1 note x',
    '/incident note INC-1 x',
    '@Muster note INC-1 x',
    'incident 1 note x',
  ])('the one that is named: "%s"', async (line) => {
    const told = await phonesDown();
    await told.say('start the card gateway is down', 'owen');
    expect(await told.say(line, LEADS)).toMatchObject({
      code: 'done',
      incident: 'INC-1',
      card: { title: 'On the timeline of INC-1: x' },
    });
  });

  test('a bare number is the incident where no number else makes sense, and a step where one does', async () => {
    const told = await phonesDown();
    expect(await told.say('status 1', LEADS)).toMatchObject({ code: 'said', incident: 'INC-1' });
    expect(await textAfter(told, 'done 1')).toMatch(/^\[ok\] Done: 1 /);
    expect(await textAfter(told, 'done 1 3')).toMatch(/^\[ok\] Done: 3 Go round the menu/);
  });

  test('is asked back when two are open, with both of them and how to write it', async () => {
    const told = await phonesDown();
    await told.say('start the card gateway is down', 'owen');
    const words = await textAfter(told, 'status');
    expect(words).toMatch(
      /Which incident\? Put its number behind the word, as in "status INC-2"\. Open: INC-2 the card gateway is down; INC-1 phones send callers/,
    );
    expect(await codeOf(told, 'status')).toBe('which-incident');
  });

  test('none, when nothing is open: and how to open one', async () => {
    const told = await story();
    expect(await textAfter(told, 'status')).toMatch(
      /No incident is open\. "start" and a few words about what is wrong opens one/,
    );
  });

  it.each([LEADS, BYSTANDER])('one that is not there is no such incident, for %s', async (who) => {
    const told = await phonesDown();
    expect(await textAfter(told, 'status INC-99', who)).toMatch(/There is no INC-99\. "list" shows what is open/);
  });

  test('one that is over can still be looked at by its number', async () => {
    const told = await phonesDown();
    await told.say('close --anyway', LEADS);
    expect(await codeOf(told, 'status INC-1')).toBe('said');
    expect(await codeOf(told, 'list')).toBe('said');
    expect(await textAfter(told, 'list --all')).toMatch(/INC-1 .*\(closed; /);
    expect(await textAfter(told, 'update x')).toMatch(/No incident is open/);
    expect(await textAfter(told, 'update INC-1 x')).toMatch(/INC-1 is closed\. "reopen INC-1" opens it again/);
  });
});

describe('a private incident', () => {
  const secret = async () => {
    const told = await story();
    await told.say('start a mailbox was taken over --private', LEADS);
    await told.say('ack INC-1', LEADS);
    return told;
  };

  it.each(['status INC-1', 'note INC-1 x', 'ack INC-1', 'timeline INC-1', 'steps 1', 'order INC-1'])(
    'is not there for somebody who has no part in it: "%s"',
    async (line) => {
      const told = await secret();
      for (const who of [BYSTANDER, STRANGER]) {
        const reply = await told.say(line, who);
        expect(reply.ok).toBe(false);
        expect(JSON.stringify(reply.card)).not.toMatch(/mailbox|taken over/i);
        const other = await told.say(line.replace('1', '77'), who);
        expect(reply.card.title.replace('INC-1', 'INC-77')).toBe(other.card.title);
      }
    },
  );

  test('is on nobody else’s list, and not counted among the open ones', async () => {
    const told = await secret();
    expect(await textAfter(told, 'list', BYSTANDER)).toMatch(/Nothing is open/);
    expect(await textAfter(told, 'status', BYSTANDER)).toMatch(/No incident is open/);
    expect(await textAfter(told, 'list --all', BYSTANDER)).not.toMatch(/INC-1/);
    expect(await textAfter(told, 'list', LEADS)).toMatch(/^1 open/);
  });

  test('is there for whoever is called in', async () => {
    const told = await secret();
    await told.say('page @tomas', LEADS);
    expect(await codeOf(told, 'status INC-1', BYSTANDER)).toBe('said');
  });

  test('tells a phone nothing but its number', async () => {
    const told = await secret();
    await told.say('page @tomas --for "the mailbox of Lena"', LEADS);
    expect(told.pager.sent.length).toBeGreaterThan(0);
    for (const { text, subject } of told.pager.sent) expect(`${subject} ${text}`).not.toMatch(/mailbox/i);
  });
});

describe('a stranger', () => {
  test('may start, note and ask for help, and is told how to become known', async () => {
    const told = await story();
    expect(await codeOf(told, 'start phones are dead', STRANGER)).toBe('done');
    expect(await codeOf(told, 'note still dead', STRANGER)).toBe('done');
    expect(await textAfter(told, 'status', STRANGER)).toMatch(
      /Muster does not know you yet, so it cannot take "status" from you\. Ask the plan's owner/,
    );
    expect((await told.events()).filter(({ by }) => by === 'guest:kim')).not.toEqual([]);
  });

  test('is not told what else is open when several are', async () => {
    const told = await phonesDown();
    await told.say('start the card gateway is down', 'owen');
    for (const line of ['status', 'note still dead', 'ack'])
      expect(await textAfter(told, line, STRANGER)).not.toMatch(/gateway|loop/);
  });

  test('must leave the paging on: somebody of the plan has to have it', async () => {
    const told = await story();
    expect(await textAfter(told, 'start phones are dead --no-page', STRANGER)).toMatch(/Leave out --no-page/);
  });
});
