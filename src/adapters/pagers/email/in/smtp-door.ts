import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Log } from '../../../../ports/log.ts';
import { domainOf, tagIn } from '../addresses.ts';
import { type Desk, alertsToken } from './desk.ts';
import type { MailConfig } from '../settings.ts';

/** One mail, in bytes: an answer is a line, an alert a page. Pictures in signatures are what makes mails big. */
export const LARGEST_MAIL = 1024 * 1024;
const MOST_CONNECTIONS = 20;
const MOST_RECIPIENTS = 5;
/** In milliseconds: without a word from the other side, and in all. */
const SILENT_FOR_MS = 30_000;
const AT_MOST_MS = 120_000;
const CLOSE_WITHIN_MS = 1_000;

type Parts = {
  readonly config: MailConfig;
  readonly desk: Desk;
  readonly log: Log;
  /** Whether mail to `alerts+TOKEN@…` is somebody's. */
  readonly knowsOther: (token: string) => boolean;
};

export interface SmtpDoor {
  /** Resolves when it listens. Rejects when it cannot. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Where it listens; undefined while it does not. */
  port(): number | undefined;
}

/**
 * A mail server that takes mail for one address and nothing else: it relays nothing, asks for no password, keeps nothing, and
 * hands every mail to the desk before it says that it took it. To be put behind the firm's own mail server, not in its place.
 */
export function smtpDoor(listen: { readonly host: string; readonly port: number }, parts: Parts): SmtpDoor {
  const { log } = parts;
  const server = new SMTPServer({
    banner: 'Muster',
    size: LARGEST_MAIL,
    // No certificate comes with Muster, and the library's own is known to everybody.
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    maxClients: MOST_CONNECTIONS,
    socketTimeout: SILENT_FOR_MS,
    closeTimeout: CLOSE_WITHIN_MS,
    logger: false,
    onConnect(session, callback) {
      endInTime(server, session);
      callback();
    },
    onRcptTo(address, session, callback) {
      if (session.envelope.rcptTo.length >= MOST_RECIPIENTS) return callback(refusal(452, 'too many recipients'));
      callback(isOurs(address.address, parts) ? null : refusal(550, 'no such mailbox here, and nothing is relayed'));
    },
    onData: (stream, session, callback) => void answered(stream, session, callback),
  });

  async function answered(stream: SMTPServerDataStream, session: SMTPServerSession, say: (no: Error | null) => void) {
    say(await receive(stream, session, parts));
  }

  // One connection that breaks is its own affair.
  server.on('error', (error) => log.info({ provider: 'smtp', reason: error.message }, 'a connection for mail broke'));
  return {
    async start() {
      const listening = server.listen(listen.port, listen.host);
      await once(listening, 'listening');
      log.info({ provider: 'smtp', port: portOf(server) }, 'takes mail');
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
    port: () => portOf(server),
  };
}

const portOf = (server: SMTPServer) => (server.server.address() as AddressInfo | null)?.port;

function isOurs(address: string, { config, knowsOther }: Parts): boolean {
  if (config.answers === undefined) return false;
  if (tagIn(address, config.answers) !== undefined) return true;
  const token = alertsToken([address], config);
  return token !== undefined && domainOf(address) !== '' && knowsOther(token);
}

/** What to refuse with, or null when it is taken. Never rejects. */
async function receive(stream: SMTPServerDataStream, session: SMTPServerSession, parts: Parts): Promise<Error | null> {
  try {
    return await handedOn(stream, session, parts);
  } catch (fault) {
    parts.log.warn({ provider: 'smtp', reason: String(fault) }, 'a mail could not be kept: it will come again');
    return refusal(451, 'not now, try again');
  }
}

async function handedOn(stream: SMTPServerDataStream, session: SMTPServerSession, { desk }: Parts) {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // The rest is read, for the protocol wants it, and dropped.
    if (bytes <= LARGEST_MAIL) chunks.push(chunk);
  }
  if (stream.sizeExceeded || bytes > LARGEST_MAIL) return refusal(552, 'too large');
  const { mailFrom, rcptTo } = session.envelope;
  const from = mailFrom === false ? '' : mailFrom.address;
  const taken = await desk.take(Buffer.concat(chunks), { from, to: rcptTo.map(({ address }) => address) });
  if (taken === 'done') return null;
  return taken === 'unreadable' ? refusal(554, 'this cannot be read') : refusal(550, 'nobody here knows this address');
}

/** However slowly somebody speaks: nobody holds a place for ever. */
function endInTime(server: SMTPServer, session: SMTPServerSession) {
  setTimeout(() => {
    for (const connection of server.connections) if (connection.id === session.id) connection.close();
  }, AT_MOST_MS).unref();
}

const refusal = (responseCode: number, say: string) => Object.assign(new Error(say), { responseCode });
