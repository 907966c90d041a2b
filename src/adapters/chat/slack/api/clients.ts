import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { SECOND_MS } from '../../../../core/time.ts';
import type { Log } from '../../../../ports/log.ts';

/** A page must not share a client with anything: its short patience, its own place in line. */
export type Purpose = 'page' | 'room';
/** How long an answer may take; the client itself would wait for ever (platforms A.9). */
export const TIMEOUTS_MS: Readonly<Record<Purpose, number>> = { page: 3 * SECOND_MS, room: 8 * SECOND_MS };

export type ClientOptions = {
  /** `https://slack.com/api/`, or where a test or a proxy stands in for it. */
  readonly url: string;
  readonly log: Log;
  readonly timeoutsMs?: Readonly<Record<Purpose, number>>;
};

export interface Clients {
  of(token: string, purpose: Purpose): WebClient;
}

/** Tokens change when an app is installed again; clients of old ones are let go. */
const MOST_CLIENTS = 400;

/** Slack's client for each token and purpose: one try, no waiting, a bounded answer. Pacing and trying again are not its work. */
export function slackClients({ url, log, timeoutsMs = TIMEOUTS_MS }: ClientOptions): Clients {
  const made = new Map<string, WebClient>();
  return {
    of: (token, purpose) => {
      const name = `${purpose} ${token}`;
      const client = made.get(name) ?? newClient(token, { url, log, timeoutMs: timeoutsMs[purpose] });
      made.delete(name);
      made.set(name, client);
      for (const oldest of made.keys()) {
        if (made.size <= MOST_CLIENTS) break;
        made.delete(oldest);
      }
      return client;
    },
  };
}

/** Each client has objects of its own: Bolt and the socket client write into what they are given (platforms A.9). */
function newClient(token: string, { url, log, timeoutMs }: { url: string; log: Log; timeoutMs: number }): WebClient {
  return new WebClient(token, {
    slackApiUrl: url,
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    // Its own line would let hundred calls that hang hold up the next.
    maxRequestConcurrency: Number.POSITIVE_INFINITY,
    allowAbsoluteUrls: false,
    logger: faultsOnly(log),
  });
}

const MOST_SAID = 300;

/**
 * Of what the client would print, only Slack's word on what is wrong with our blocks and arguments: that is a bug of ours. Its
 * other lines say again what the call answers, and could hold a token.
 */
function faultsOnly(log: Log): Logger {
  const nothing = () => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: (...said: readonly unknown[]) =>
      log.error({ slack: said.map(String).join(' ').slice(0, MOST_SAID) }, 'Slack did not understand a call'),
    setLevel: nothing,
    getLevel: () => LogLevel.ERROR,
    setName: nothing,
  };
}
