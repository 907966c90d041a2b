import { answersTo } from '../../../core/answers.ts';
import { cutToBytes } from '../../../core/cut-bytes.ts';
import { titled } from '../../../core/notification.ts';
import { beginningOf, objectIn, oneLine, verdictOf } from '../../../core/http-answer.ts';
import { loudnessOf } from '../../../core/loudness.ts';
import type { PageMessage } from '../../../core/message.ts';
import { isPushBy, readPushAddress } from '../../../core/push-address.ts';
import type { MediaHost, Provider } from '../../../ports/media.ts';
import type { PagerOutcome } from '../../../ports/pager.ts';

/** ntfy.sh, or one of your own. */
export type NtfyConfig = {
  /** Without a slash at its end: `https://ntfy.sh`. */
  readonly url: string;
  /** An access token, where the topics are protected. */
  readonly token: string | undefined;
};

type Host = Pick<MediaHost, 'publicUrl' | 'ticketFor' | 'answerUrl'>;

/** Longer messages become an attachment, which nobody opens at night (docs.ntfy.sh/publish, limitations: 4,096 bytes). */
const MOST_BYTES = 4_000;
/** A notification shows about two lines of it. */
const MOST_TITLE_BYTES = 250;
const MOST_ANSWER_BYTES = 4_096;
/** docs.ntfy.sh/publish, message priority: 5 rings until it is seen, 4 vibrates and sounds, 3 is as any other message. */
const [URGENT, HIGH, USUAL] = [5, 4, 3];
/** docs.ntfy.sh/publish, action buttons: at most three, of which one opens the page with all answers. */
const MOST_PRESSES = 2;

/**
 * Notifications of ntfy (docs.ntfy.sh/publish, "publish as JSON"). A topic is as good as a password: it stands in the body of
 * the request only, never in an address, a reason or the log. The buttons post their answer to Muster's own door.
 */
export function ntfyProvider({ url, token }: NtfyConfig, host: Host): Provider {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };

  async function send(message: PageMessage, signal: AbortSignal): Promise<PagerOutcome> {
    signal.throwIfAborted();
    const address = readPushAddress(message.to);
    if (address?.by !== 'ntfy') return { outcome: 'failed', reason: 'this is no topic of ntfy', permanent: true };
    const body = JSON.stringify({ topic: address.topic, ...noteOf(message, host) });
    const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    const { id, error } = objectIn(await beginningOf(answer.body, MOST_ANSWER_BYTES));
    const verdict = verdictOf(answer.status);
    if (verdict === 'taken')
      return { outcome: 'accepted', reference: typeof id === 'string' && id !== '' ? oneLine(id) : 'ntfy took it' };
    const words = typeof error === 'string' ? `: ${oneLine(error).replaceAll(address.topic, '(topic)')}` : '';
    return { outcome: 'failed', reason: `ntfy answered ${answer.status}${words}`, permanent: verdict === 'never' };
  }

  return {
    name: 'ntfy',
    pagers: [{ name: 'ntfy', media: ['push'], takes: isPushBy('ntfy'), send }],
    doors: [],
    async check(signal) {
      const noLinks =
        host.publicUrl === undefined
          ? ['Notifications of ntfy have no buttons: set MUSTER_PUBLIC_URL, so that an answer finds its way back.']
          : [];
      return [...(await health(url, headers, signal)), ...noLinks];
    },
  };
}

/** `GET /v1/health` (docs.ntfy.sh/config, health checks). */
async function health(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  try {
    const answer = await fetch(`${url}/v1/health`, { headers, signal, redirect: 'manual' });
    const { healthy } = objectIn(await beginningOf(answer.body, MOST_ANSWER_BYTES));
    if (answer.ok && healthy === true) return [];
    return [`ntfy does not say that it is well (it answered ${answer.status}): look at NTFY_URL, and at ntfy itself.`];
  } catch {
    return ['ntfy does not answer: look at NTFY_URL, and whether this machine reaches it.'];
  }
}

/** What the phone shows, without the topic. */
export function noteOf(message: PageMessage, host: Host): Readonly<Record<string, unknown>> {
  const { title, body } = titled(message, MOST_TITLE_BYTES);
  const page = host.answerUrl(message);
  const press = host.publicUrl === undefined ? undefined : `${host.publicUrl}/push/press`;
  const presses =
    press === undefined
      ? []
      : answersTo(message.incident)
          .slice(0, MOST_PRESSES)
          .map(({ label, digit }) => ({
            action: 'http',
            label,
            url: press,
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ ticket: host.ticketFor(message), digit }),
            clear: true,
          }));
  const view = page === undefined ? [] : [{ action: 'view', label: 'Open Muster', url: page }];
  return {
    title,
    message: cutToBytes(body, MOST_BYTES),
    ...loudIn(message),
    actions: [...presses, ...view],
    ...(page === undefined ? {} : { click: page }),
  };
}

/** A note and a test ring as any other message: whoever set this topic to ring at night did so for pages. */
function loudIn(message: PageMessage): { readonly priority: number; readonly tags: readonly string[] } {
  if (message.drill) return { priority: HIGH, tags: ['mortar_board'] };
  return loudnessOf(message) === 'page'
    ? { priority: URGENT, tags: ['rotating_light'] }
    : { priority: USUAL, tags: ['speech_balloon'] };
}
