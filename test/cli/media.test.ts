import { describe, expect, it } from 'vitest';
import { main } from '../../src/main.ts';

const TWILIO = {
  TWILIO_ACCOUNT_SID: `AC${'0123456789abcdef'.repeat(2)}`,
  TWILIO_AUTH_TOKEN: 'token-of-a-test',
  TWILIO_FROM: '+13135550100',
};
const GATEWAY = {
  SMS_GATEWAY_URL: 'https://sms.example/?to={to}&text={text}',
  MUSTER_SECRET: 'a-secret-of-16-letters',
};
const PUBLIC = { MUSTER_PUBLIC_URL: 'https://muster.example/' };

async function media(environment: Readonly<Record<string, string>>) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line), environment };
  return { code: await main(['media'], io), out, err: err.join('\n') };
}

describe('muster media', () => {
  it('names the addresses to enter at each provider that is set up', async () => {
    const { code, out } = await media({ ...TWILIO, ...GATEWAY, ...PUBLIC });
    expect(code).toBe(0);
    expect(out).toEqual([
      'Twilio, your number, "A message comes in" (POST)',
      '  https://muster.example/twilio/sms',
      'Twilio, your number, "A call comes in" (POST)',
      '  https://muster.example/twilio/call',
      expect.stringContaining('get-url'),
      expect.stringMatching(/^ {2}https:\/\/muster\.example\/sms-gateway\/in\/[\w-]{32}\?from=%p&text=%b&id=%I$/),
    ]);
    expect(out.join()).not.toContain(GATEWAY.MUSTER_SECRET);
  });

  it('says of what is set up and needs no address that it needs none', async () => {
    const mail = { SMTP_URL: 'smtp://127.0.0.1:9', MUSTER_MAIL_FROM: 'muster@mail.example' };
    expect(await media(mail)).toEqual({ code: 0, out: ['Mail: set up, no address is needed.'], err: '' });
    const both = await media({ ...mail, ...TWILIO, ...PUBLIC });
    expect(both).toMatchObject({ code: 0, out: expect.arrayContaining(['  https://muster.example/twilio/sms']) });
  });

  it('says what is missing when nobody could reach them, or nothing is set up', async () => {
    expect(await media(TWILIO)).toMatchObject({ code: 1, out: [], err: expect.stringContaining('MUSTER_PUBLIC_URL') });
    expect(await media(PUBLIC)).toMatchObject({ code: 1, out: [], err: expect.stringContaining('docs/phone.md') });
  });
});
