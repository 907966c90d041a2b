import { z } from 'zod';
import { domainOf, isPlainAddress } from './adapters/pagers/email/addresses.ts';
import type { MailAddress, MailConfig, MailServer } from './adapters/pagers/email/settings.ts';
import { optional } from './setting.ts';

/** The settings of mail. What they have to look like, and whether they go together, says `mailOf`. */
export const mailSettings = {
  SMTP_URL: optional('The server that takes our mail, smtp://USER:PASSWORD@HOST:587 or smtps://…:465'),
  MUSTER_MAIL_FROM: optional('From whom pages by e-mail come: an address, with a name if you like'),
  MUSTER_MAIL_ANSWERS: optional('The address at which answers to pages by e-mail arrive; without it they cannot'),
  MUSTER_MAIL_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe('Port at which Muster itself takes mail for MUSTER_MAIL_ANSWERS, by SMTP; 0 takes a free one'),
} as const;

export type { MailConfig } from './adapters/pagers/email/settings.ts';

const shape = z.object(mailSettings);
export type MailData = z.output<typeof shape> & { readonly MUSTER_HOST: string };
type Refused = { readonly ok: false; readonly say: string };
type Read = { readonly ok: true; readonly mail: MailConfig | undefined } | Refused;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;
const AN_ADDRESS = 'such as Muster <muster@example.com>';

/** The settings of mail as one: without SMTP_URL there is none, and every wrong set of them is one plain sentence. */
export function mailOf(data: MailData): Read {
  const { SMTP_URL: url, MUSTER_MAIL_FROM: from, MUSTER_MAIL_ANSWERS: answers, MUSTER_MAIL_PORT: port } = data;
  if (url === undefined) return withoutServer(data);
  const server = serverOf(url);
  if (typeof server === 'string') return no(server);
  if (from === undefined)
    return no(`SMTP_URL is set, but MUSTER_MAIL_FROM is not: say from whom pages come, ${AN_ADDRESS}.`);
  const sender = addressOf(from);
  if (sender === undefined) return no(`MUSTER_MAIL_FROM is not an address, ${AN_ADDRESS}.`);
  if (answers !== undefined && (!isPlainAddress(answers) || answers.includes('+')))
    return no('MUSTER_MAIL_ANSWERS is one address without a name and without a +, such as muster@example.com.');
  if (port !== undefined && answers === undefined)
    return no('MUSTER_MAIL_PORT is set, but MUSTER_MAIL_ANSWERS is not: Muster takes mail for that address only.');
  return {
    ok: true,
    mail: {
      server,
      from: sender,
      answers: answers?.toLowerCase(),
      listen: port === undefined ? undefined : { host: data.MUSTER_HOST, port },
    },
  };
}

const OTHERS = ['MUSTER_MAIL_FROM', 'MUSTER_MAIL_ANSWERS', 'MUSTER_MAIL_PORT'] as const;

function withoutServer(data: MailData): Read {
  const alone = OTHERS.find((key) => data[key] !== undefined);
  if (alone === undefined) return { ok: true, mail: undefined };
  return no(`${alone} is set, but SMTP_URL is not: name the server, such as smtp://USER:PASSWORD@HOST:587.`);
}

const no = (say: string): Refused => ({ ok: false, say });

/** `Muster <muster@example.com>`, `"Muster, IT" <…>`, or the address alone. */
function addressOf(text: string): MailAddress | undefined {
  const [, quoted, plain, bracketed] = /^(?:"([^"\p{Cc}]*)"|([^"<>\p{Cc}]*))\s*<([^<>]+)>$/u.exec(text) ?? [];
  const address = bracketed ?? text;
  if (!isPlainAddress(address) || domainOf(address) === '') return undefined;
  return { name: (quoted ?? plain ?? '').trim(), address };
}

/** The server, or why that is none. The address itself is never said back: a password stands in it. */
function serverOf(text: string): MailServer | string {
  if (!URL.canParse(text)) return `SMTP_URL is not an address such as smtp://USER:PASSWORD@HOST:587; ${WRITTEN}.`;
  const url = new URL(text);
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')
    return 'SMTP_URL has to begin with smtp:// (port 587, STARTTLS) or smtps:// (port 465).';
  if (url.hostname === '') return 'SMTP_URL names no host: write smtp://USER:PASSWORD@HOST:587.';
  if (url.search !== '' || url.hash !== '' || !['', '/'].includes(url.pathname))
    return `SMTP_URL has something behind the port, and takes nothing there: ${WRITTEN}. For a certificate of your own set NODE_EXTRA_CA_CERTS.`;
  if ((url.username === '') !== (url.password === ''))
    return 'SMTP_URL has a user or a password, but not both: write smtp://USER:PASSWORD@HOST:587.';
  const credentials =
    url.username === '' ? undefined : { user: decoded(url.username), password: decoded(url.password) };
  const isTls = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    host,
    port: url.port === '' ? (isTls ? 465 : 587) : Number(url.port),
    tls: isTls ? 'from the start' : startTls(host, credentials !== undefined),
    credentials,
  };
}

const WRITTEN = 'a special character in the user or the password is written as %XX, @ as %40';

/** A password never travels in the clear; what stays on this machine needs no cover. */
function startTls(host: string, hasPassword: boolean) {
  if (LOOPBACK.test(host)) return 'never';
  return hasPassword ? 'required' : 'if offered';
}

/** A lone % is itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
