import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  type WebAPICallResult,
} from '@slack/web-api';
import { SECOND_MS, HOUR_MS } from '../../../../core/time.ts';
import { broken, limited, refused, type Failure } from './called.ts';

/** Slack's own illness, though it comes as an ordinary answer; it may have done what was asked (platforms A.9). */
const ILL = new Set(['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org']);
const TOO_MANY = new Set(['ratelimited', 'rate_limited']);

/** The reason of a call that was given up. */
export const NO_ANSWER = 'no answer in time';

/** When Slack says that it is too much, but not for how long. */
const UNTOLD_WAIT_MS = 30 * SECOND_MS;
const LONGEST_WAIT_MS = HOUR_MS;

/** Faults of the connection before a request could have left, beside those that a system call names. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_INVALID_URL',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/**
 * What a call of Slack's client threw, as a value. Only codes and numbers get into it: the words of an error may hold the
 * token, and the answer of a captive portal may hold anything.
 */
export function classify(thrown: unknown): Failure {
  if (thrown instanceof WebAPIRateLimitedError) return waitAtLeast(thrown.retryAfter);
  if (thrown instanceof WebAPIPlatformError) return ofAnswer(thrown.data);
  if (thrown instanceof WebAPIHTTPError) return ofStatus(thrown.statusCode);
  if (thrown instanceof WebAPIRequestError) return ofTransport(thrown.original);
  // The client's sentence for a 429 without a number in Retry-After; it has no class of its own.
  if (thrown instanceof Error && thrown.message.startsWith('Retry header did not contain'))
    return limited(UNTOLD_WAIT_MS);
  return ofTransport(thrown);
}

/** A status other than 200, from Slack or from something on the way to it. */
export function ofStatus(status: number): Failure {
  if (status === 429) return limited(UNTOLD_WAIT_MS);
  const isNo = status >= 400 && status < 500 && status !== 408;
  return isNo ? refused(`http_${status}`) : broken(`Slack answered ${status}`, 'maybe');
}

type Answer = WebAPICallResult & { readonly error?: unknown; readonly needed?: unknown };

function ofAnswer(answer: Answer): Failure {
  const { error, needed } = answer;
  // Slack's codes look like this. A page of a proxy that answers 200 is handed over by the client as a "code" too.
  if (typeof error !== 'string' || !/^[a-z][a-z0-9_]{1,99}$/.test(error))
    return broken('the answer was not from Slack', 'maybe');
  if (ILL.has(error)) return broken(error, 'maybe');
  if (TOO_MANY.has(error)) return waitAtLeast(answer.response_metadata?.retryAfter);
  return refused(error, typeof needed === 'string' && needed !== '' ? needed : undefined);
}

const waitAtLeast = (seconds: number | undefined) =>
  limited(seconds === undefined ? UNTOLD_WAIT_MS : Math.min(Math.max(seconds * SECOND_MS, SECOND_MS), LONGEST_WAIT_MS));

function ofTransport(thrown: unknown): Failure {
  for (let fault = thrown, depth = 0; fault instanceof Error && depth < 6; depth += 1) {
    if (fault.name === 'TimeoutError') return broken(NO_ANSWER, 'maybe');
    const { code, syscall } = fault as NodeJS.ErrnoException;
    if (typeof code === 'string' && /^[A-Z_]+$/.test(code)) {
      const isEarly = NEVER_LEFT.has(code) || syscall === 'connect' || syscall === 'getaddrinfo';
      return broken(code, isEarly || fault instanceof AggregateError ? 'no' : 'maybe');
    }
    fault = fault.cause;
  }
  return broken('the connection broke', 'maybe');
}
