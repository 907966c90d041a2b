import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { OWN_COMMANDS } from '../src/config.ts';
import { cardText } from '../src/core/card.ts';
import { personId } from '../src/core/ids.ts';
import { deskOf } from '../src/desk.ts';
import { discoverCommands } from '../src/discover.ts';
import { dispatcher, speakerOf } from '../src/engine/dispatch.ts';
import { booksOf } from '../src/engine/books.ts';
import { canonical } from '../src/core/plan/canonical.ts';
import { sampleBook, story } from './support/story.ts';
import { tempFolder } from './support/temp-folder.ts';

const COMMAND = new URL('../src/command.ts', import.meta.url).href;
const CARD = new URL('../src/core/card.ts', import.meta.url).href;
const ZOD = import.meta.resolve('zod');

/** A word as somebody outside of the project would write it: one file. */
const HELLO = `
import { z } from '${ZOD}';
import { command } from '${COMMAND}';
import { card } from '${CARD}';

export default command({
  group: 'plan',
  summary: 'Say hello to somebody',
  usage: 'hello WHO',
  aliases: ['hi'],
  args: z.object({ text: z.string().min(1, 'Hello to whom?') }),
  fields: [{ name: 'text', label: 'To whom?' }],
  run: ({ args, speaker }) => ({ say: card(\`Hello \${args.text}, says \${speaker.name}\`) }),
});
`;

/** Words from these files in a folder of their own, after the project's. */
async function discovered(files: Readonly<Record<string, string>>, first: readonly string[] = [OWN_COMMANDS]) {
  using folder = tempFolder();
  const own = folder.file('words');
  mkdirSync(own);
  for (const [name, text] of Object.entries(files)) writeFileSync(folder.file(`words/${name}`), text);
  return await discoverCommands([...first, own]);
}

describe('adding a word is one new file', () => {
  test('it is there by the name of its file, through the same door, and in help', async () => {
    const words = await discovered({ 'hello.ts': HELLO });
    const told = await story();
    const book = await booksOf(told.store, canonical).keep(sampleBook);
    const desk = deskOf({
      engine: told.engine(),
      store: told.store,
      words,
      book: () => book,
      missing: () => [],
      rooms: [],
    });
    const dispatch = dispatcher({
      engine: told.engine(),
      words,
      desk,
      now: () => told.store.now(),
      delivered: (id) => told.store.delivered(id),
    });
    const say = async (line: string, who: string | null = 'nina') =>
      dispatch({ words: line, speaker: speakerOf(who === null ? null : personId(who), who ?? 'kim') });

    expect(await say('hello world')).toMatchObject({ ok: true, card: { title: 'Hello world, says nina' } });
    expect(await say('hi @ivy')).toMatchObject({ ok: true, card: { title: 'Hello @ivy, says nina' } });
    expect(await say('hello')).toMatchObject({ ok: false, code: 'missing', card: { title: 'Hello to whom?' } });
    expect(await say('hellp')).toMatchObject({ code: 'unknown-word' });
    expect(await say('helllo')).toMatchObject({
      card: { title: expect.stringContaining('Did you mean "hello"?') as string },
    });
    expect(cardText((await say('help')).card)).toMatch(/Plan\n(.*\n)* {2}- hello: Say hello to somebody/);
    expect(await say('hello world', null)).toMatchObject({ code: 'not-allowed' });
    expect(await say('status')).toMatchObject({ code: 'nothing-open' });
  });

  test('files that cannot be words are left alone: notes, pictures, hidden files', async () => {
    const words = await discovered({ 'README.md': '# hello', '.hidden.ts': 'throw 1', 'data.json': '{}' }, []);
    expect(words).toEqual({});
  });

  it.each(['hello.ts', 'hello.mts', 'hello.js', 'hello.mjs'])('%s is the word "hello"', async (name) => {
    expect(Object.keys(await discovered({ [name]: HELLO }, []))).toEqual(['hello']);
  });
});

describe('a file that is no word stops the start, and is named', () => {
  it.each<[string, string]>([
    ['exports nothing', 'export const x = 1;'],
    ['exports something else', 'export default { summary: "x" };'],
    ['has no words for help', HELLO.replace("summary: 'Say hello to somebody',", "summary: '',")],
    ['stands in no group', HELLO.replace("group: 'plan'", "group: 'other'")],
    ['has no schema', HELLO.replace(/args: z.*$/m, 'args: {},')],
  ])('it %s', async (_name, text) => {
    await expect(discovered({ 'hello.ts': text }, [])).rejects.toThrow(
      /words\/hello\.ts is no word: its default export must be made by command\(\)/,
    );
  });

  it.each<[string, string]>([
    ['is not even a program', 'export default {{{'],
    ['imports what is not there', "import './nowhere.ts'; export default 1;"],
  ])('it %s', async (_name, text) => {
    await expect(discovered({ 'hello.ts': text }, [])).rejects.toThrow(/words\/hello\.ts/);
  });

  test('it throws while it is loaded', async () => {
    const text = "throw new Error('no network');";
    await expect(discovered({ 'hello.ts': text }, [])).rejects.toThrow(/words\/hello\.ts.*no network/);
  });
});

describe('a word that two files claim stops the start, and both are named', () => {
  it.each([
    [
      'by its name',
      'status.ts',
      HELLO,
      /the word "status" is claimed twice: by .*commands\/status\.ts and by .*words\/status\.ts/,
    ],
    [
      'by an alias',
      'hello.ts',
      HELLO.replace("['hi']", "['show']"),
      /the word "show" is claimed twice: by .*commands\/status\.ts and by .*words\/hello\.ts/,
    ],
    ['by a name that is an alias of another', 'show.ts', HELLO, /the word "show" is claimed twice/],
  ])('%s', async (_name, file, text, sentence) => {
    await expect(discovered({ [file]: text })).rejects.toThrow(sentence);
  });

  test('even in one folder', async () => {
    await expect(discovered({ 'hello.ts': HELLO, 'hello.mjs': HELLO }, [])).rejects.toThrow(
      /the word "hello" is claimed twice/,
    );
  });
});

test('a folder that is not there stops the start, and is named', async () => {
  await expect(discoverCommands(['/nowhere/at/all'])).rejects.toThrow(/\/nowhere\/at\/all/);
});
