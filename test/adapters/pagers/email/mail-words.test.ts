import { expect, it } from 'vitest';
import { mailInToken } from '../../../../src/adapters/pagers/email/in/http-door.ts';
import { main } from '../../../../src/main.ts';
import { mailServer, SECRET } from './mail-world.ts';

async function run(words: string, environment: Readonly<Record<string, string>>) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line), environment };
  return { code: await main(words.split(' '), io), out: out.join('\n'), err: err.join('\n') };
}

const set = (port: number) => ({
  SMTP_URL: `smtp://127.0.0.1:${port}`,
  MUSTER_MAIL_FROM: 'muster@firm.example',
  MUSTER_MAIL_ANSWERS: 'answers@firm.example',
  MUSTER_SECRET: SECRET,
});

it('"mail check" says that the mail server takes our mail, or what is wrong', async () => {
  await using server = await mailServer();
  expect(await run('mail check', set(server.port))).toMatchObject({
    code: 0,
    out: expect.stringContaining('takes mail'),
  });
  await server[Symbol.asyncDispose]();
  expect(await run('mail check', set(server.port))).toMatchObject({
    code: 1,
    out: expect.stringContaining('cannot be reached'),
  });
});

it('"mail in" prints where answers are brought to, and the token is not the secret', async () => {
  const { code, out } = await run('mail in', { ...set(25), MUSTER_PUBLIC_URL: 'https://muster.firm.example' });
  expect(code).toBe(0);
  expect(out).toBe(`https://muster.firm.example/hooks/mail-in/${mailInToken(SECRET)}`);
  expect(out).not.toContain(SECRET);
});

it.each([
  ['mail check', {}, 'SMTP_URL'],
  ['mail in', {}, 'SMTP_URL'],
  ['mail in', { ...set(25), MUSTER_MAIL_ANSWERS: '' }, 'MUSTER_MAIL_ANSWERS'],
])('"%s" without settings says which: %j', async (words, environment, setting) => {
  expect(await run(words, environment)).toMatchObject({ code: 1, err: expect.stringContaining(setting) });
});
