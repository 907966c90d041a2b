import { describe, expect, it } from 'vitest';
import { hookToken } from '../../src/hook-tokens.ts';
import { main } from '../../src/main.ts';

const SECRET = 'a-secret-of-16-letters';
const TOKEN = hookToken(SECRET, 'mail');
const BASE = { MUSTER_SECRET: SECRET, MUSTER_PUBLIC_URL: 'https://muster.example/' };
const MAIL = { SMTP_URL: 'smtp://127.0.0.1:25', MUSTER_MAIL_FROM: 'muster@clinic.example' };

/** What stands under the source of mail. */
async function ofMail(environment: Readonly<Record<string, string>>) {
  const out: string[] = [];
  const io = { out: (line: string) => void out.push(line), err: () => {}, environment: { ...BASE, ...environment } };
  expect(await main(['hooks'], io)).toBe(0);
  const lines = [...out, ''];
  const from = lines.findIndex((line) => line.startsWith('mail ('));
  return lines.slice(from + 1, lines.indexOf('', from));
}

describe('muster hooks', () => {
  it('names the address to which a monitor writes, and the door to which a mail is brought', async () => {
    const door = `https://muster.example/hooks/mail-in/${TOKEN}`;
    expect(await ofMail({ ...MAIL, MUSTER_MAIL_ANSWERS: 'answers@clinic.example' })).toEqual([
      `  alerts+${TOKEN}@clinic.example`,
      `  ${door}`,
      `  curl --data-binary @alert.eml '${door}'`,
    ]);
    expect(await ofMail(MAIL)).toEqual([
      expect.stringContaining('set MUSTER_MAIL_ANSWERS'),
      `  ${door}`,
      `  curl --data-binary @alert.eml '${door}'`,
    ]);
  });

  it('says what has to be set when there is no mail', async () => {
    expect(await ofMail({})).toEqual([expect.stringMatching(/set SMTP_URL, MUSTER_MAIL_FROM and MUSTER_MAIL_ANSWERS/)]);
  });
});
