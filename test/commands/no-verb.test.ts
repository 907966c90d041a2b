import { describe, expect, it, test } from 'vitest';
import { story } from '../support/story.ts';
import { LEADS, phonesDown, STRANGER, textOf } from './door.ts';

describe('words that say what is wrong, without a verb, are one click away from an incident', () => {
  it.each([
    ['the internet is down', 'the internet is down'],
    ['Help! The server is on fire', 'The server is on fire'],
    ['help the server is on fire', 'the server is on fire'],
    ['wifi down', 'wifi down'],
    ['nobody can sign in since 16:20', 'nobody can sign in'],
    ['/incident the "main" lift is stuck', 'the "main" lift is stuck'],
    ['sttart phones dead', 'phones dead'],
  ])('%s', async (line, title) => {
    const told = await story();
    const reply = await told.say(line, STRANGER);
    expect(textOf(reply)).toMatch(/Is something wrong\? "start"/);
    const start = reply.card.buttons.find(({ label }) => label === 'Start an incident');
    const opened = await told.say(start?.words ?? '', STRANGER);
    expect(opened.code).toBe('done');
    expect((await told.incident()).lifecycle.title).toBe(title);
  });

  it.each(['statsu', 'wifi', 'notee carrier called', 'help me', 'help upddate'])(
    'but "%s" describes nothing, and no incident is offered',
    async (line) => {
      expect((await (await phonesDown()).say(line, LEADS)).card.buttons).toEqual([]);
    },
  );

  test('a stranger is helped too: start and note are for everybody', async () => {
    const help = textOf(await (await story()).say('help', STRANGER));
    for (const word of ['start', 'note', 'help']) expect(help).toContain(`- ${word}: `);
    expect(help).not.toContain('- close: ');
  });
});
