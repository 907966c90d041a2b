import type { NodemailerError } from 'nodemailer';
import type { PagerOutcome } from '../../../ports/pager.ts';
import { withoutAddresses } from './addresses.ts';
import type { MailServer } from './settings.ts';

/** What a server said no to; `moment`: to us or to this mail as it is, just now. */
export type Refusal = {
  readonly of: 'login' | 'sender' | 'recipient' | 'moment';
  /** It will say the same again: 5xx. */
  readonly isFinal: boolean;
  /** One line without addresses. */
  readonly said: string;
};

/** Anything that nodemailer may throw, as what it knows of it. */
export const faultOf = (thrown: unknown): NodemailerError =>
  thrown instanceof Error ? thrown : new Error('sending failed', { cause: thrown });

/** Undefined when the server said nothing, or the connection broke. */
export function refusalOf(fault: NodemailerError): Refusal | undefined {
  const { code, command, responseCode, response } = fault;
  const said = withoutAddresses(response ?? '');
  const isFinal = responseCode === undefined || responseCode >= 500;
  // nodemailer itself cannot make an address of it.
  if (code === 'EENVELOPE' && command === 'API') return { of: 'recipient', isFinal, said: 'no address' };
  // Too many connections are refused while signing in, too: that is no fault of the password.
  const isLogin = code === 'EAUTH' || code === 'ENOAUTH' || responseCode === 530 || responseCode === 535;
  if (isLogin) return { of: isFinal ? 'login' : 'moment', isFinal, said };
  if (responseCode === undefined || code === 'ETLS') return undefined;
  if (command === 'MAIL FROM') return { of: 'sender', isFinal, said };
  return { of: command === 'RCPT TO' ? 'recipient' : 'moment', isFinal, said };
}

/**
 * Enhanced codes that speak of the mailbox itself: RFC 3463 3.2 (5.1.1 no such mailbox … 5.1.6 moved, 5.1.10 takes no mail) and
 * 5.2.1 (disabled). A no to the sender (5.1.7, 5.1.8), a full mailbox (5.2.2) or a policy (5.7.x) is not the address's fault.
 */
const GONE = /\b5\.(?:1\.(?:[0-6]|10)|2\.1)\b/;
const NOT_ITS_FAULT = /\b5\.(?:1\.[78]|2\.[02-4]|3\.\d+|4\.\d+|7\.\d+)\b|\brelay/i;

/** Whether an address will never work, by an enhanced code or, without one, by the server's no to RCPT. */
export const isGone = ({ of, isFinal, said }: Refusal) =>
  isFinal && ((of === 'recipient' && !NOT_ITS_FAULT.test(said)) || GONE.test(said));

/** What became of a page that a server refused. */
export function outcomeOf(refusal: Refusal): PagerOutcome {
  const { of, said, isFinal } = refusal;
  const words = said === '' ? '' : ` (${said})`;
  const permanent = isGone(refusal);
  switch (of) {
    case 'login':
      return no(`the mail server refused Muster's user or password${words}: SMTP_URL`, false);
    case 'sender':
      return no(
        isFinal
          ? `the mail server refused the sender${words}: MUSTER_MAIL_FROM`
          : `the mail server said "not now"${words}`,
        false,
      );
    case 'recipient':
    case 'moment':
      return no(
        permanent ? `no such mailbox${words}` : `the mail server ${isFinal ? 'refused it' : 'said "not now"'}${words}`,
        permanent,
      );
    default:
      return of satisfies never;
  }
}

const no = (reason: string, permanent: boolean): PagerOutcome => ({ outcome: 'failed', reason, permanent });

const CERTIFICATE = /CERT|certificate|SELF_SIGNED|UNABLE_TO_|ALTNAME|HOSTNAME_MISMATCH/;

/** What is wrong with the connection, in one sentence with the next thing to do; for the set-up and for the cause of a throw. */
export function connectionTrouble(fault: NodemailerError, { host, port, tls }: MailServer): string {
  const code = `${fault.code ?? ''} ${fault.originalCode ?? ''}`;
  const at = `${host}:${port}`;
  if (CERTIFICATE.test(`${code} ${fault.message}`))
    return `The certificate of the mail server ${at} cannot be trusted: write SMTP_URL with the name in its certificate, or set NODE_EXTRA_CA_CERTS to the file of your own CA.`;
  if (tls === 'required' && (code.includes('ETLS') || fault.command === 'STARTTLS'))
    return `The mail server ${at} offers no STARTTLS, and a password shall not travel without: write smtps:// with port 465, or ask who runs it.`;
  if (code.includes('ETLS') || /wrong version number|SSL|TLS/i.test(fault.message))
    return `No safe connection to the mail server ${at}: smtps:// is for port 465, smtp:// for 587 and 25.`;
  if (/EDNS|ENOTFOUND/.test(code)) return `The mail server ${host} was not found: is the name in SMTP_URL right?`;
  if (code.includes('ETIMEDOUT'))
    return `The mail server ${at} does not answer: is the port in SMTP_URL right, and open in the firewall?`;
  if (code.startsWith('ECONNECTION')) return `The mail server ${at} hung up in the middle.`;
  return `The mail server ${at} cannot be reached (${withoutAddresses(fault.originalCode ?? fault.code ?? fault.message)}).`;
}
