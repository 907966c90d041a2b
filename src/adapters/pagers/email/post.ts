import { createTransport } from 'nodemailer';
import type { SendMailOptions, SMTPTransportOptions } from 'nodemailer';
import { type FewAtOnce, fewAtOnce } from './few-at-once.ts';
import type { MailServer } from './settings.ts';

/** Our way to the mail server. Every mail has a connection of its own: none can hang on another one's. */
export interface Post {
  /** Resolves with what the server said when it took the mail. Rejects with nodemailer's error, or the signal's reason. */
  send(letter: SendMailOptions, signal: AbortSignal): Promise<string>;
  /** Connects and signs in, and sends nothing. */
  verify(signal: AbortSignal): Promise<void>;
}

/** In milliseconds. After ten seconds the engine tries another way beside this one; nothing here waits much longer. */
const CONNECT_WITHIN_MS = 6_000;
const SILENT_FOR_MS = 9_000;
const CLOSE_WITHIN_MS = 500;

/**
 * Microsoft 365 takes three connections of one mailbox at a time and refuses the fourth
 * (learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements).
 */
const AT_ONCE = 3;

export function postOf(server: MailServer, atOnce: FewAtOnce = fewAtOnce(AT_ONCE)): Post {
  const transport = createTransport(optionsFor(server));
  return {
    send: (letter, signal) =>
      atOnce(async () => {
        signal.throwIfAborted();
        try {
          const sent = await transport.sendMail({ ...letter, signal });
          return sent.response;
        } catch (fault) {
          // The caller's own reason says more than "aborted".
          signal.throwIfAborted();
          throw fault;
        }
      }, signal),
    async verify(signal) {
      signal.throwIfAborted();
      const givenUp = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('it was given up', { cause: signal.reason })), {
          once: true,
        });
      });
      await Promise.race([transport.verify(), givenUp]);
    },
  };
}

const optionsFor = ({ host, port, tls, credentials }: MailServer): SMTPTransportOptions => ({
  host,
  port,
  secure: tls === 'from the start',
  requireTLS: tls === 'required',
  ignoreTLS: tls === 'never',
  ...(credentials === undefined ? {} : { auth: { user: credentials.user, pass: credentials.password } }),
  connectionTimeout: CONNECT_WITHIN_MS,
  greetingTimeout: CONNECT_WITHIN_MS,
  dnsTimeout: CONNECT_WITHIN_MS,
  socketTimeout: SILENT_FOR_MS,
  socketCloseTimeout: CLOSE_WITHIN_MS,
  // A mail is made of what it is given, never of a file or an address that stands in a text.
  disableFileAccess: true,
  disableUrlAccess: true,
  logger: false,
});
