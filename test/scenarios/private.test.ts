import { describe, expect, it } from 'vitest';
import { min, phones, read, textAfter } from './support.ts';
import type { Story } from '../support/story.ts';
import { story } from '../support/story.ts';

const SECRET = 'the bookkeeper stole money';
/** INC-1 is private: Ruth began it. Tomas has no part in it, Kim is not in the plan. */
async function secret(): Promise<Story> {
  const told = await story();
  await told.say(`start ${SECRET} --sev 2 --private --no-page`, 'ruth');
  await told.pass(min(1));
  return told;
}

describe('a private incident', () => {
  it.each(['tomas', 'kim'])('cannot be learnt of by %s through any word', async (person) => {
    const told = await secret();
    const before = (await told.events()).length;
    const shown: string[] = [];
    for (const words of [
      'list',
      'list --all',
      'status',
      'status 1',
      'status INC-1',
      'timeline INC-1',
      'steps INC-1',
      'next INC-1',
      'clock INC-1',
      'ack 1',
      'ack INC-1',
      'cant INC-1',
      'needhelp 1',
      'note INC-1 hello',
      'page INC-1 @nina',
      'order INC-1',
      'postmortem INC-1',
      'eta INC-1',
      'who',
      'help',
      'action INC-1',
      'lead INC-1',
      'close INC-1',
      'hit INC-1',
      'adopt INC-1',
      'reopen INC-1',
    ])
      shown.push(await textAfter(told, words, person));
    expect(
      shown.filter((text) => text.includes('bookkeeper') || (text.includes('Ruth') && text.includes('INC-1'))),
    ).toEqual([]);
    expect(await told.events()).toHaveLength(before);
  });

  it('is answered about like one that does not exist', async () => {
    const told = await secret();
    for (const words of ['status', 'ack', 'timeline', 'note', 'close'])
      expect(read(await told.say(`${words} INC-1 x`, 'tomas'))).toBe(
        read(await told.say(`${words} INC-9 x`, 'tomas')).replace('INC-9', 'INC-1'),
      );
  });

  it('does not show through the next start: another number, another title', async () => {
    const told = await secret();
    const reply = await textAfter(told, 'start the printer is slow --sev 4', 'tomas');
    expect(reply).not.toContain('bookkeeper');
    expect(await textAfter(told, 'list', 'tomas')).toMatch(/^1 open\n {2}- INC-2/);
  });

  it('is not the one meant when somebody without a part names none', async () => {
    const told = await secret();
    expect(read(await told.say('note hello', 'tomas'))).toContain('No incident is open');
  });

  it('pages name only its number', async () => {
    const told = await story();
    await told.say(`start ${SECRET} --sev 2 --private --function payroll`, 'ruth');
    await told.pass(min(45));
    await told.say('page INC-1 @tomas --for "the books of October"', 'ruth');
    await told.pass(min(2));
    expect(told.pager.sent.length).toBeGreaterThan(10);
    for (const { text, subject } of told.pager.sent)
      expect(`${subject} ${text}`).not.toMatch(/bookkeeper|books|payroll|Paying staff/i);
    expect(told.pager.sent[0]?.text).toMatch(/^INC-1 sev2 Major: a private incident\n/);
  });

  it('who is paged into it may see it, and does', async () => {
    const told = await secret();
    await told.say('page INC-1 @tomas', 'ruth');
    expect(await textAfter(told, 'status INC-1', 'tomas')).toContain(SECRET);
    expect(await textAfter(told, 'list', 'tomas')).toContain('INC-1');
  });

  it('becomes one by a word, and from then on is gone for the others', async () => {
    const told = await phones();
    await told.say('ack', 'priya');
    expect(await textAfter(told, 'list', 'tomas')).toContain('INC-1');
    await told.say('private INC-1 a client is named', 'priya');
    expect(await textAfter(told, 'list', 'tomas')).toContain('Nothing is open.');
    expect(await textAfter(told, 'status INC-1', 'tomas')).toContain('There is no INC-1');
    expect(await textAfter(told, 'status INC-1', 'nina')).toContain('phones send callers in a loop');
  });

  it('a playbook for attacks makes it private by itself', async () => {
    const told = await story();
    await told.say('start files have funny names', 'owen');
    expect((await told.incident()).lifecycle.private).toBe(true);
    expect(await textAfter(told, 'list', 'tomas')).toContain('Nothing is open.');
    expect(told.pager.sent[0]?.text).not.toContain('funny');
  });

  it('a stranger who reported it and it became private is told nothing more', async () => {
    const told = await story();
    await told.say('start files have funny names', 'kim');
    expect(read(await told.say('note INC-1 more of them', 'kim'))).toContain('There is no INC-1');
  });
});
