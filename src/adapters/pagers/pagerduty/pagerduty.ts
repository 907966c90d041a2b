import { beginningOf, objectIn, oneLine, verdictOf } from '../../../core/http-answer.ts';
import { loudnessOf } from '../../../core/loudness.ts';
import type { PageMessage } from '../../../core/message.ts';
import { isPushBy } from '../../../core/push-address.ts';
import type { MediaHost, Provider } from '../../../ports/media.ts';
import type { PagerOutcome } from '../../../ports/pager.ts';
import { dedupKey, eventOf } from './event.ts';

export type PagerDutyConfig = {
  /** The integration key of a service or of an orchestration; never logged. */
  readonly routingKey: string;
  /** Without a slash at its end: `https://events.pagerduty.com`, or that of the EU: `https://events.eu.pagerduty.com`. */
  readonly url: string;
};

const MOST_ANSWER_BYTES = 8_192;

/**
 * Alerts in PagerDuty by its Events API v2 (developer.pagerduty.com/docs/events-api-v2). 202 is taken over; 400 will be no for
 * ever and says why; 429 and 5xx may be sent again. All pages of one incident to one person are one alert there. What people do
 * in PagerDuty stays in PagerDuty: they answer Muster by the link in the alert. Notes are not taken: there is nothing there that
 * does not ring.
 */
export function pagerDutyProvider(
  config: PagerDutyConfig,
  host: Pick<MediaHost, 'publicUrl' | 'answerUrl' | 'book' | 'clock'>,
): Provider {
  async function send(message: PageMessage, signal: AbortSignal): Promise<PagerOutcome> {
    signal.throwIfAborted();
    // It goes by the next way that the person has.
    if (loudnessOf(message) === 'note')
      return { outcome: 'failed', reason: 'PagerDuty rings; a note does not', permanent: true };
    const answer = await fetch(`${config.url}/v2/enqueue`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(eventOf(message, config.routingKey, host)),
      signal,
      redirect: 'manual',
    });
    const said = objectIn(await beginningOf(answer.body, MOST_ANSWER_BYTES));
    const verdict = verdictOf(answer.status);
    if (verdict === 'taken')
      return { outcome: 'accepted', reference: oneLine(textOr(said['dedup_key'], dedupKey(message))) };
    const words = reasonIn(said).replaceAll(config.routingKey, '(routing key)');
    return {
      outcome: 'failed',
      reason: `PagerDuty answered ${answer.status}${words === '' ? '' : `: ${words}`}`,
      permanent: verdict === 'never',
    };
  }

  return {
    name: 'pagerduty',
    pagers: [{ name: 'pagerduty', media: ['push'], takes: isPushBy('pagerduty'), send }],
    doors: [],
    // The API has no question that would not raise an alert.
    check: async () => [],
  };
}

/** `message` and `errors` of an answer, in one line. */
function reasonIn(said: Readonly<Record<string, unknown>>): string {
  const { message, errors } = said;
  const all: readonly unknown[] = [message, ...(Array.isArray(errors) ? (errors as readonly unknown[]) : [])];
  return oneLine(all.filter((one) => typeof one === 'string').join('; '));
}

const textOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;
