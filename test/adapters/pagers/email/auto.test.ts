import { expect, it } from 'vitest';
import { autoReason } from '../../../../src/adapters/pagers/email/in/auto.ts';
import { configFor, readMail } from './mail-world.ts';

async function reasonOf(
  headers: Readonly<Record<string, string>>,
  envelopeFrom: string | undefined = 'ann@example.com',
) {
  const all = { From: 'Ann <ann@example.com>', Subject: 'Re: INC-42', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const mail = await readMail(Buffer.from([...lines, '', 'ACK'].join('\r\n')));
  if (mail === undefined) throw new Error('is no mail');
  return autoReason(mail, envelopeFrom, configFor(25));
}

it.each([
  { 'Auto-Submitted': 'auto-replied' },
  { 'auto-submitted': 'AUTO-GENERATED (vacation)' },
  { 'X-Autoreply': 'yes' },
  { 'X-Autorespond': 'x' },
  { 'X-Auto-Reply': 'x' },
  { Precedence: 'bulk' },
  { Precedence: 'auto_reply' },
  { Precedence: 'junk' },
  { Precedence: 'list' },
  { 'Return-Path': '<>' },
  { From: 'MAILER-DAEMON@example.com' },
  { From: 'Mail Delivery System <postmaster@example.com>' },
  { From: 'no-reply@example.com' },
  { From: 'answers+inc-42.x@firm.example' },
  { From: 'Muster <MUSTER@firm.example>' },
  { Subject: 'Automatic reply: INC-42 sev2' },
  { Subject: 'Out of Office: INC-42 sev2' },
  { Subject: 'Automatische Antwort: INC-42' },
  { Subject: 'Abwesenheitsnotiz: INC-42' },
  { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=x' },
])('a program wrote what says %j', async (headers) => {
  expect(await reasonOf(headers)).toMatch(/./);
});

it('nobody wants an answer to what comes without a sender', async () => {
  expect(await reasonOf({}, '')).toMatch(/./);
});

it.each([
  {},
  { 'Auto-Submitted': 'no' },
  { Precedence: 'first-class' },
  { 'Return-Path': '<ann@example.com>' },
  { From: 'answersome@firm.example' },
  { Subject: 'Re: our out of office plan' },
])('somebody may have written what says %j', async (headers) => {
  expect(await reasonOf(headers)).toBeUndefined();
});
