import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createTransport } from 'nodemailer';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { TakeOtherMail } from '../../../../src/adapters/pagers/email/in/desk.ts';
import type { MailReader } from '../../../../src/adapters/pagers/email/in/mail-reader.ts';
import { asMail, readData, type ReadMail } from '../../../../src/adapters/pagers/email/in/read-mail.ts';
import { emailProvider } from '../../../../src/adapters/pagers/email/provider.ts';
import type { MailConfig } from '../../../../src/adapters/pagers/email/settings.ts';
import { hash } from '../../../../src/core/ids.ts';
import { instant } from '../../../../src/core/time.ts';
import type { DeliveryReport, Heard, HeardReply, MediaHost } from '../../../../src/ports/media.ts';
import { page } from '../../../contracts/pager.contract.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';
import { FUNCTIONS, HEAD, planOf } from '../../../core/plan/plan-of.ts';

export const START = instant('2026-11-20T14:05:00.000Z');
export const SECRET = 'a secret of sixteen and more';
export const live = () => new AbortController().signal;

export const mailPage = (over: Parameters<typeof page>[0] = {}) =>
  page({ medium: 'email', to: 'ann@example.com', key: 'INC-42/page/1.0/ann/email/1', ...over });

const PLAN = planOf(`${HEAD}
people:
  ann: { name: Ann, reach: [ { email: ann@example.com } ] }
  ben: { name: Ben, reach: [ { email: ben@example.com } ] }
${FUNCTIONS}
escalation: { default: [ann, ben] }
`);

export type Arrived = {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly mail: Email;
  /** Which reports of delivery were asked for (RFC 3461). */
  readonly notify: readonly string[];
};

/** npm's smtp-server as the firm's mail server. Options of its own come on top. */
export async function mailServer(options: SMTPServerOptions = {}) {
  const arrived: Arrived[] = [];
  const hearers = new Set<() => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH'],
    disableReverseLookup: true,
    hideDSN: false,
    closeTimeout: 100,
    logger: false,
    async onData(stream, session, callback) {
      const raw = await buffer(stream).catch(() => undefined);
      if (raw === undefined) return;
      const { mailFrom, rcptTo } = session.envelope;
      arrived.push({
        from: mailFrom === false ? '' : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
        raw: raw.toString('utf8'),
        mail: await PostalMime.parse(raw),
        notify: rcptTo.flatMap(({ dsn }) => dsn?.notify ?? []),
      });
      callback();
      for (const hear of hearers) hear();
    },
    ...options,
  });
  server.on('error', () => undefined);
  const sockets = new Set<{ destroy(): void }>();
  const listening = server.listen(0, '127.0.0.1');
  listening.on('connection', (socket) => void sockets.add(socket));
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    arrived: arrived as readonly Arrived[],
    /** Ends every connection without a word. */
    cut: () => sockets.forEach((socket) => socket.destroy()),
    /** Resolves when so many have arrived in all. */
    async until(count: number): Promise<void> {
      while (arrived.length < count) await new Promise<void>((resolve) => void hearers.add(resolve));
    },
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

export const configFor = (port: number, over: Partial<MailConfig> = {}): MailConfig => ({
  server: { host: '127.0.0.1', port, tls: 'never', credentials: undefined },
  from: { name: 'Muster', address: 'muster@firm.example' },
  answers: 'answers@firm.example',
  listen: undefined,
  ...over,
});

/** A host that writes down what it is asked, and answers as told. */
export function mediaHost(over: Partial<MediaHost> = {}) {
  const clock = virtualClock(START);
  const heard: Heard[] = [];
  const reports: DeliveryReport[] = [];
  const host: MediaHost = {
    clock,
    log: quietLog(),
    secret: SECRET,
    publicUrl: 'https://muster.firm.example',
    book: () => ({ hash: hash('0'), plan: PLAN, playbooks: {} }),
    now: async () => clock.now(),
    async hear(one): Promise<HeardReply> {
      heard.push(one);
      return { ok: true, say: `You have ${one.about ?? ''}.` };
    },
    press: () => Promise.reject(new Error('a mail presses nothing')),
    report: async (report) => void reports.push(report),
    ticketFor: () => 'ticket',
    readTicket: () => undefined,
    answerUrl: ({ incident }) => (/^(?:INC|EX|TEST)-/.test(incident) ? 'https://muster.firm.example/a/x' : undefined),
    again: async () => undefined,
    shelf: {
      put: () => Promise.reject(new Error('mail keeps nothing')),
      get: async () => undefined,
      remove: async () => undefined,
      list: async () => [],
    },
    ...over,
  };
  return { host, clock, heard, reports };
}

/** Reads a mail in this very thread. */
export async function readMail(raw: Uint8Array): Promise<ReadMail | undefined> {
  const data = await readData(raw);
  return data === undefined ? undefined : asMail(data);
}

type WorldOptions = {
  readonly host?: Partial<MediaHost>;
  readonly config?: Partial<MailConfig>;
  readonly otherMail?: TakeOtherMail;
  /** Left out: in this very thread. */
  readonly read?: MailReader;
};

/** Muster's mail with a server that takes all, listening for answers at a free port. */
export async function mailWorld({ host: hostOver, config: over, otherMail, read = readMail }: WorldOptions = {}) {
  const server = await mailServer();
  const { host, clock, heard, reports } = mediaHost(hostOver);
  const config = configFor(server.port, { listen: { host: '127.0.0.1', port: 0 }, ...over });
  const provider = emailProvider(config, host, { otherMail, read });
  await provider.start();
  const [pager] = provider.pagers;
  if (pager === undefined) throw new Error('no pager');
  return {
    server,
    host,
    clock,
    heard: heard as readonly Heard[],
    reports: reports as readonly DeliveryReport[],
    config,
    provider,
    pager,
    /** The page as it arrived. */
    async paged(over: Parameters<typeof page>[0] = {}): Promise<Email> {
      await pager.send(mailPage(over), live());
      const last = server.arrived.at(-1);
      if (last === undefined) throw new Error('nothing arrived');
      return last.mail;
    },
    /** Brings a mail to Muster's own mail server, and what that said. */
    bring: (raw: string, to: string, from = 'ann@example.com') => bring(provider.port() ?? 0, { raw, to, from }),
    async [Symbol.asyncDispose]() {
      await provider.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}

export async function bring(
  port: number,
  { raw, to, from }: { readonly raw: string | Buffer; readonly to: string; readonly from: string },
): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, socketCloseTimeout: 100 });
  try {
    const { response } = await transport.sendMail({ envelope: { from, to }, raw });
    return response;
  } catch (fault) {
    return String(Reflect.get(fault as object, 'response') ?? fault);
  }
}

let replies = 0;
/** A reply to a mail of ours as a mail program writes it: top-posted, the mail quoted below, its ids handed on. */
export function replyTo(
  mail: Email,
  text: string,
  over: { readonly [header: string]: string | undefined } = {},
): string {
  const headers = {
    From: 'Ann <ann@example.com>',
    To: mail.replyTo?.[0]?.address ?? 'answers@firm.example',
    Subject: `Re: ${mail.subject ?? ''}`,
    Date: 'Fri, 20 Nov 2026 14:06:00 +0000',
    'Message-ID': `<reply-${(replies += 1)}@example.com>`,
    'In-Reply-To': mail.messageId,
    References: `${mail.references ?? ''} ${mail.messageId ?? ''}`,
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    ...over,
  };
  const quoted = (mail.text ?? '').split('\n').map((line) => `> ${line}`);
  return [
    ...Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`])),
    '',
    text,
    '',
    'On Fri, 20 Nov 2026 at 14:05, Muster <muster@firm.example> wrote:',
    ...quoted,
  ].join('\r\n');
}
