import type { CardMessage } from '../draw/card-blocks.ts';
import type { SlackApi } from '../api/api.ts';
import type { Log } from '../../../../ports/log.ts';
import { QUIET } from '../rooms/post.ts';
import type { Moments } from './moments.ts';
import { ANSWER_TIMEOUT_MS } from './moments.ts';

export type AnswerTo = {
  readonly delivery: string;
  readonly team: string;
  readonly user: string;
  /** Where it was said; null on the App Home and in a modal. */
  readonly channel: string | null;
  readonly thread: string | null;
  /** Seen by everybody there, as an answer in the thread of what was said. */
  readonly aloud?: boolean;
  /** In a direct message there is nobody else. */
  readonly direct?: boolean;
};

/** Answers one person, by the first way that works: the delivery's own, unseen by others in the channel, a direct message. */
export interface Answers {
  send(to: AnswerTo, message: CardMessage): Promise<void>;
}

type Parts = { readonly api: SlackApi; readonly moments: Moments; readonly log: Log };

export function answersOf({ api, moments, log }: Parts): Answers {
  async function byResponseUrl({ delivery }: AnswerTo, message: CardMessage): Promise<boolean> {
    const url = moments.responseUrl(delivery);
    if (url === undefined) return false;
    try {
      const answered = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message, ...QUIET }),
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      await answered.body?.cancel();
      return answered.ok;
    } catch {
      return false;
    }
  }

  async function inChannel({ team, user, channel, thread }: AnswerTo, message: CardMessage): Promise<boolean> {
    if (channel === null) return false;
    const at = thread === null ? {} : { thread_ts: thread };
    const args = { channel, user, ...at, ...message, parse: 'none', link_names: false } as const;
    return (await api.call('chat.postEphemeral', args, { priority: 'answer', team })).ok;
  }

  async function said({ team, user, channel, thread }: AnswerTo, message: CardMessage): Promise<boolean> {
    const at = thread === null ? {} : { thread_ts: thread };
    const args = { channel: channel ?? user, ...at, ...message, ...QUIET };
    return (await api.call('chat.postMessage', args, { priority: 'answer', team })).ok;
  }

  return {
    async send(to, message) {
      if ((to.aloud === true || to.direct === true) && (await said(to, message))) return;
      if (await byResponseUrl(to, message)) return;
      if (to.direct !== true && (await inChannel(to, message))) return;
      if (await said({ ...to, channel: null, thread: null }, message)) return;
      log.warn({ delivery: to.delivery }, 'an answer did not reach Slack; what was said is done all the same');
    },
  };
}
