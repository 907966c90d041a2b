import { createHmac } from 'node:crypto';
import { answersTo } from '../../../core/answers.ts';
import { nameOf } from '../../../core/book.ts';
import { withMark } from '../../../core/notification.ts';
import { beginningOf, objectIn, oneLine, verdictOf } from '../../../core/http-answer.ts';
import { loudnessOf } from '../../../core/loudness.ts';
import type { PageMessage } from '../../../core/message.ts';
import { isPushBy } from '../../../core/push-address.ts';
import { SECOND_MS, toMs } from '../../../core/time.ts';
import type { MediaHost, Provider } from '../../../ports/media.ts';
import type { PagerOutcome } from '../../../ports/pager.ts';

export type WebhookConfig = {
  /** https, or this machine. Its path may be a secret: never logged. */
  readonly url: string;
  /** Signs what leaves. */
  readonly secret: string;
};

type Host = Pick<MediaHost, 'publicUrl' | 'ticketFor' | 'answerUrl' | 'book' | 'clock'>;

const MOST_ANSWER_BYTES = 4_096;

/**
 * Pages to a system of the firm's own: one signed POST for each. 2xx is taken over; 408, 425, 429 and 5xx may be sent again; other
 * 4xx and redirects are no for ever. docs/push.md says how the other side makes sure that it is us.
 */
export function webhookProvider({ url, secret }: WebhookConfig, host: Host): Provider {
  async function send(message: PageMessage, signal: AbortSignal): Promise<PagerOutcome> {
    signal.throwIfAborted();
    const body = JSON.stringify(bodyOf(message, host));
    const timestamp = String(Math.floor(toMs(host.clock.now()) / SECOND_MS));
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': message.key,
        'x-muster-timestamp': timestamp,
        'x-muster-signature': signatureOf(secret, timestamp, body),
      },
      body,
      signal,
      redirect: 'manual',
    });
    const { id } = objectIn(await beginningOf(answer.body, MOST_ANSWER_BYTES));
    const verdict = verdictOf(answer.status);
    if (verdict !== 'taken')
      return {
        outcome: 'failed',
        reason: `the webhook for pages answered ${answer.status}`,
        permanent: verdict === 'never',
      };
    const given = answer.headers.get('x-reference') ?? (typeof id === 'string' || typeof id === 'number' ? id : '');
    const reference = oneLine(String(given));
    return { outcome: 'accepted', reference: reference === '' ? `answered ${answer.status}` : reference };
  }

  return {
    name: 'webhook',
    pagers: [{ name: 'webhook', media: ['push'], takes: isPushBy('webhook'), send }],
    doors: [],
    // Nothing may be asked of it but to page.
    check: async () => [],
  };
}

/** `v1=` and HMAC-SHA256, in hex, of `timestamp.body`; the timestamp is in seconds since 1970. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

function bodyOf(message: PageMessage, host: Host): Readonly<Record<string, unknown>> {
  const { key, incident, person, medium, to, drill } = message;
  const answers = answersTo(incident).map(({ label, digit }) => ({ label, digit }));
  const press = host.publicUrl === undefined ? undefined : `${host.publicUrl}/push/press`;
  return {
    key,
    kind: loudnessOf(message),
    incident,
    person,
    name: nameOf(host.book(), person),
    medium,
    to,
    ...withMark(message),
    drill,
    answers,
    // Whoever holds the ticket answers as this person: it is for the press of a button, not for a log.
    ...(answers.length === 0 ? {} : { ticket: host.ticketFor(message) }),
    ...(press === undefined || answers.length === 0 ? {} : { pressUrl: press }),
    answerUrl: host.answerUrl(message) ?? null,
    at: host.clock.now(),
  };
}
