import { createTransport } from 'nodemailer';
import PostalMime, { type Email } from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/adapters/clock/system-clock.ts';
import { type EmailProvider, emailProvider } from '../../../../src/adapters/pagers/email/provider.ts';
import type { MailConfig } from '../../../../src/adapters/pagers/email/settings.ts';
import { exim } from '../../../support/exim.ts';
import { freePort } from '../../../support/server-process.ts';
import { configFor, live, mailPage, mediaHost, replyTo } from './mail-world.ts';

const { host, heard, reports } = mediaHost({ clock: systemClock() });
let mta: Awaited<ReturnType<typeof exim>>;
let provider: EmailProvider;

beforeEach(async () => {
  heard.length = 0;
  reports.length = 0;
  const answersPort = await freePort();
  mta = await exim(answersPort);
  provider = await opened(answersPort);
});
afterEach(async () => {
  await provider.stop();
  await mta[Symbol.asyncDispose]();
});

/** One mailbox for both, so that reports about delivery come to Muster. */
async function opened(answersPort: number): Promise<EmailProvider> {
  const over: Partial<MailConfig> = {
    from: { name: 'Müster', address: 'answers@firm.example' },
    listen: { host: '127.0.0.1', port: answersPort },
  };
  const made = emailProvider(configFor(mta.port, over), host);
  await made.start();
  return made;
}

const send = (to: string, subject = 'INC-42 sev2: phones') => {
  const [pager] = provider.pagers;
  if (pager === undefined) throw new Error('no pager');
  return pager.send(mailPage({ to, subject }), live());
};

/** Waits for what the mail server does by itself, in pieces of a moment. */
async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => void setTimeout(resolve, 20));
  }
}

const delivered = async (nth: number): Promise<Email> => PostalMime.parse(await until(() => mta.delivered()[nth]));

/** Somebody at home sends a mail by the same mail server. */
async function write(raw: string, to: string): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: mta.port, ignoreTLS: true });
  await transport.sendMail({ raw, envelope: { from: 'ann@example.com', to } });
}

const now = () => ({ Date: new Date(Date.parse(host.clock.now())).toUTCString() });

describe('a page by a real mail server', () => {
  it('is in the mailbox with its headers whole', async () => {
    const subject = 'INC-42 sev2: Größe der Störung, Telefone 📞';
    expect(await send('ann@example.com', subject)).toMatchObject({ outcome: 'accepted' });
    const mail = await delivered(0);
    expect(mail.subject).toBe(subject);
    expect(mail.from).toEqual({ name: 'Müster', address: 'answers@firm.example' });
    expect(mail.to).toEqual([{ name: '', address: 'ann@example.com' }]);
    expect(mail.returnPath).toBe('answers@firm.example');
    expect(mail.headers).toContainEqual(expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }));
    expect(mail.text).toContain(mailPage().text);
    expect(mail.html).toContain('I have it');
  });

  it('is refused for ever to nobody, and for now to somebody whose mailbox is busy', async () => {
    expect(await send('nobody@example.com')).toEqual({
      outcome: 'failed',
      reason: expect.stringContaining('550 5.1.1 no such user here'),
      permanent: true,
    });
    expect(await send('later@example.com')).toEqual({
      outcome: 'failed',
      reason: expect.stringContaining('451 4.2.1 the mailbox is busy'),
      permanent: false,
    });
    expect(mta.delivered()).toEqual([]);
  });

  it('that is taken and then sent back is told as undelivered', async () => {
    expect(await send('gone@example.com')).toMatchObject({ outcome: 'accepted' });
    const report = await until(() => reports[0]);
    expect(report).toMatchObject({ key: mailPage().key, result: 'undelivered' });
    expect(report.reason).toBe('sent back: 5.0.0');
    expect(heard).toEqual([]);
  });

  it('that reached its mailbox is told as delivered', async () => {
    await send('ann@example.com');
    expect(await until(() => reports[0])).toMatchObject({ key: mailPage().key, result: 'delivered' });
  });

  it('finds nothing wrong with the set-up', async () => {
    expect(await provider.check(live())).toEqual([]);
  });
});

describe('an answer by a real mail server', () => {
  it('acknowledges, and is answered in the same thread', async () => {
    await send('ann@example.com');
    const mail = await delivered(0);
    const to = mail.replyTo?.[0]?.address ?? '';
    await write(replyTo(mail, 'ACK', now()), to);
    await until(() => heard[0]);
    expect(heard).toMatchObject([{ person: 'ann', about: 'INC-42', text: 'ACK', from: 'ann@example.com' }]);
    const back = await delivered(1);
    expect(back.text).toContain('You have INC-42.');
    expect(back.references?.split(/\s+/)).toContain(back.inReplyTo);
  });

  it('does nothing when it is forged, or an absence notice; a good one after it counts', async () => {
    await send('ann@example.com');
    const mail = await delivered(0);
    const to = mail.replyTo?.[0]?.address ?? '';
    const none = { 'In-Reply-To': undefined, References: undefined };
    const forged = replyTo({ ...mail, text: '' }, 'ACK', { ...now(), ...none, To: 'answers@firm.example' });
    await write(forged, 'answers+inc-42.ann.2bz.0123456789abcdef@firm.example');
    await write(replyTo(mail, 'ACK', { ...now(), 'Auto-Submitted': 'auto-replied' }), to);
    await until(() => mta.log().match(/ <answers\+\S+> R=answers/g)?.length === 2);
    await write(replyTo(mail, 'CANT', now()), to);
    await until(() => heard[0]);
    expect(heard.map(({ text }) => text)).toEqual(['CANT']);
  });
});
