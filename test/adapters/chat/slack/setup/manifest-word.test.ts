import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { manifestOf } from '../../../../../src/adapters/chat/slack/setup/manifest.ts';
import { main } from '../../../../../src/main.ts';

const SOCKET = { mode: 'socket', command: '/incident', reactions: false } as const;

async function run(words: string, environment: Readonly<Record<string, string>> = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line), environment };
  const code = await main(words.split(' '), io);
  return { code, out: out.join('\n'), err };
}

describe('muster slack manifest', () => {
  it('prints JSON when it is asked to, with another word and with what else is wished', async () => {
    const { code, out } = await run('slack manifest --json --command /sos --reactions --canvas');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(manifestOf({ ...SOCKET, command: '/sos', reactions: true, canvas: true }));
  });

  it('goes by the settings where no flag says anything', async () => {
    const { out } = await run('slack manifest --no-private', { SLACK_COMMAND: '/sos', SLACK_REACTIONS: 'yes' });
    expect(parse(out)).toEqual(manifestOf({ ...SOCKET, command: '/sos', reactions: true, private: false }));
    expect(parse((await run('slack manifest', { SLACK_COMMAND: '' })).out)).toEqual(manifestOf(SOCKET));
  });

  it('prints the one for HTTP at the public address', async () => {
    const { code, out } = await run('slack manifest --http --yaml', { MUSTER_PUBLIC_URL: 'https://muster.example/' });
    expect(code).toBe(0);
    expect(parse(out)).toEqual(manifestOf({ ...SOCKET, mode: 'http', publicUrl: 'https://muster.example' }));
  });

  it('prints plain YAML: a line for each thing, and nothing by reference', async () => {
    const { out } = await run('slack manifest --http', { MUSTER_PUBLIC_URL: 'https://muster.example' });
    expect(out).not.toMatch(/ [&*]a\d|^---|[>|]-?$/m);
  });

  it.each([
    ['slack manifest --http', {}, 'set MUSTER_PUBLIC_URL'],
    ['slack manifest --http', { MUSTER_PUBLIC_URL: 'http://muster.example' }, 'begins with https'],
    ['slack manifest --json --yaml', {}, 'not both'],
    ['slack manifest --command sos', {}, 'is a slash and'],
    ['slack manifest --command /who', {}, 'a word of Slack itself'],
    ['slack manifest --comand /sos', {}, 'Did you mean --command?'],
    ['slack manifest now', {}, 'one too many'],
  ])('refuses "%s" with %j in one sentence', async (words, environment, say) => {
    const { code, out, err } = await run(words, environment);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toHaveLength(1);
    expect(err[0]).toContain(say);
  });
});

it('muster slack says what there is, and where it is written', async () => {
  const { code, out, err } = await run('slack');
  expect(code).toBe(0);
  for (const word of ['slack manifest', '--http', '--json', '--command', '--reactions', '--canvas', '--no-private'])
    expect(out).toContain(word);
  expect(err).toEqual(['docs/slack.md has the five steps.']);
});
