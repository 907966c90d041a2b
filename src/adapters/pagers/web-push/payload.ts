import { createHash } from 'node:crypto';
import { answersTo } from '../../../core/answers.ts';
import { bytesOf, cutToBytes } from '../../../core/cut-bytes.ts';
import { titled } from '../../../core/notification.ts';
import { readIncidentId } from '../../../core/ids.ts';
import { loudnessOf } from '../../../core/loudness.ts';
import type { PageMessage } from '../../../core/message.ts';
import type { MediaHost } from '../../../ports/media.ts';

/** What the service worker of the console is given, as JSON: `src/adapters/web/assets/service-worker.js` reads it. */
export type Payload = {
  readonly title: string;
  readonly text: string;
  /** Notifications with the same one take each other's place. */
  readonly tag: string;
  /** The page that a tap opens: one press answers there, also where notifications have no buttons (Safari). */
  readonly open: string;
  /** A note: it neither vibrates for long nor stays until somebody looks. */
  readonly quiet?: true;
  /** What a press is sent with; without it there are no buttons. */
  readonly ticket?: string;
  readonly answers: readonly { readonly digit: string; readonly label: string }[];
};

/** A push service takes 4,096 bytes (RFC 8030 7.2), of which encryption uses 103 (RFC 8188 2, RFC 8291 4). */
const MOST_BYTES = 3_900;
const MOST_TEXT_BYTES = 3_000;
const MOST_TITLE_BYTES = 200;
/** Browsers show two buttons; the page behind a tap has every answer. */
const MOST_PRESSES = 2;

/** Bytes of a text inside of JSON, where marks and line ends take more. */
const inJson = (text: string) => bytesOf(JSON.stringify(text)) - 2;

/** No more than the page itself says: of a private incident that is its number. */
export function payloadOf(message: PageMessage, host: Pick<MediaHost, 'ticketFor' | 'answerUrl'>): string {
  const { title, body } = titled(message, MOST_TITLE_BYTES);
  const answers = answersTo(message.incident).slice(0, MOST_PRESSES);
  const id = readIncidentId(message.incident);
  const payload: Payload = {
    title,
    text: '',
    tag: message.incident,
    open: host.answerUrl(message) ?? (id === undefined ? '/' : `/incidents/${id}`),
    ...(loudnessOf(message) === 'note' ? { quiet: true } : {}),
    ...(answers.length === 0 ? {} : { ticket: host.ticketFor(message) }),
    answers: answers.map(({ digit, label }) => ({ digit, label })),
  };
  const left = MOST_BYTES - bytesOf(JSON.stringify(payload));
  return JSON.stringify({ ...payload, text: cutToBytes(body, Math.min(MOST_TEXT_BYTES, left), inJson) });
}

/** A message that waits for a phone is replaced by the same one, sent again: at most 32 characters of base64url (RFC 8030 5.4). */
export const topicOf = ({ key }: Pick<PageMessage, 'key'>): string =>
  createHash('sha256').update(key).digest('base64url').slice(0, 32);
