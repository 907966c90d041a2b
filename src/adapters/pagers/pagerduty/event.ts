import { nameOf } from '../../../core/book.ts';
import { cutToBytes } from '../../../core/cut-bytes.ts';
import { withMark } from '../../../core/notification.ts';
import { loudnessOf } from '../../../core/loudness.ts';
import type { PageMessage } from '../../../core/message.ts';
import { readPushAddress } from '../../../core/push-address.ts';
import type { MediaHost } from '../../../ports/media.ts';

/** `payload.severity` of the Events API v2. A service may ring for `critical` and `error` and only list the other two. */
type Severity = 'critical' | 'error' | 'warning' | 'info';

/**
 * Muster's four severities in PagerDuty's four. Sev3 is not yet understood, and Muster pages for it: so it must ring too, and
 * a page that names no severity (somebody is asked for) with it. A test is `info`: listed, and by PagerDuty's usual rules it
 * wakes nobody.
 */
const SEVERITIES: Readonly<Record<string, Severity>> = {
  sev1: 'critical',
  sev2: 'error',
  sev3: 'error',
  sev4: 'warning',
};

/** `payload.summary` may have 1,024 characters (developer.pagerduty.com/docs/send-alert-event). */
const LONGEST_SUMMARY = 1_024;

/**
 * Names the alert: every page of one incident to one person is the same one, and every test is one of its own. At most 255
 * characters, as ids are short.
 */
export const dedupKey = (message: Pick<PageMessage, 'incident' | 'person' | 'key'>): string =>
  loudnessOf(message) === 'page' ? `${message.incident}/${message.person}` : message.key;

/** A `trigger` event: what is posted to `/v2/enqueue`. */
export function eventOf(
  message: PageMessage,
  routingKey: string,
  host: Pick<MediaHost, 'publicUrl' | 'answerUrl' | 'book' | 'clock'>,
): Readonly<Record<string, unknown>> {
  const { subject, text } = withMark(message);
  const address = readPushAddress(message.to);
  const group = address?.by === 'pagerduty' ? address.name : undefined;
  const isPage = loudnessOf(message) === 'page';
  const link = linkable(host.answerUrl(message));
  const client = linkable(host.publicUrl);
  return {
    routing_key: routingKey,
    event_action: 'trigger',
    dedup_key: dedupKey(message),
    payload: {
      summary: cutToBytes(subject, LONGEST_SUMMARY),
      source: client === undefined ? 'muster' : new URL(client).hostname,
      severity: isPage ? severityOf(message) : 'info',
      timestamp: host.clock.now(),
      class: message.drill ? 'exercise' : isPage ? 'incident' : 'test',
      ...(group === undefined ? {} : { group }),
      custom_details: {
        text,
        incident: message.incident,
        person: nameOf(host.book(), message.person),
        page: message.key,
        exercise: message.drill,
      },
    },
    client: 'Muster',
    ...(client === undefined ? {} : { client_url: client }),
    links: link === undefined ? [] : [{ href: link, text: 'Answer in Muster' }],
  };
}

/** The word of the page's own beginning, `INC-42 sev2 Major: …`; never one that somebody wrote into a title. */
function severityOf({ subject }: PageMessage): Severity {
  const [, word = ''] = /^(?:EXERCISE\W+)*(?:INC|EX)-\d+ (sev\d)\b/.exec(subject) ?? [];
  return SEVERITIES[word] ?? 'error';
}

/** PagerDuty refuses a whole event for one link that is not https or has no real host name. */
function linkable(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && /\.[a-z][a-z-]*[a-z]$/i.test(hostname) ? url : undefined;
}
