import { readIncidentId } from '../../../core/ids.ts';
import type { PageMessage } from '../../../core/message.ts';
import { MINUTE_MS, msBetween, type Instant } from '../../../core/time.ts';
import type { Pager, PagerOutcome } from '../../../ports/pager.ts';
import { NO_ANSWER } from './api/classify.ts';
import { sayOf } from './api/refusals.ts';
import { pageMessage } from './page-message.ts';
import { messageRef } from './refs.ts';
import type { RoomsIndex } from './words/rooms-index.ts';
import { QUIET } from './rooms/post.ts';
import type { RoomParts } from './rooms/room-parts.ts';

const METADATA = 'muster_page';
/** A page whose answer was lost is looked for among so many of the newest messages. */
const LOOKED_AT = 30;
const MOST_DOUBTS = 1_000;
/** Older doubts are of another page. */
const DOUBT_MS = 10 * MINUTE_MS;

/**
 * A page as a direct message. Nothing stands before it: the message is posted to the account itself. That Slack took it is a
 * fact about reaching somebody, never a proof that they have read it. When an answer is lost, the message is read back before it is
 * sent again, where the app may read its own direct messages.
 */
export function slackPager(parts: RoomParts, index: Pick<RoomsIndex, 'roomOf'>): Pager {
  const doubts = new Map<string, Instant>();

  async function send(message: PageMessage, signal: AbortSignal): Promise<PagerOutcome> {
    // No turn of the event loop more than needed: nothing stands before a page.
    const account = parts.directory.accountOf(message.person) ?? (await parts.directory.find(message.person));
    if (account === 'unsure') return no('Slack does not say who is who just now', false);
    if (account === undefined) return no(`${message.person} was not found in Slack`, true);
    const { team, user } = account;
    const page = pageOf(message.key);
    if (isDoubtful(page)) {
      const found = await readBack(team, user, page);
      if (found !== undefined) return settled(page, found);
    }
    const sent = await parts.api.call(
      'chat.postMessage',
      {
        channel: user,
        ...pageMessage(message, { room: roomOf(message), consoleUrl: parts.host.consoleUrl(), draw: parts.draw }),
        ...QUIET,
        metadata: { event_type: METADATA, event_payload: { key: message.key } },
      },
      { priority: 'page', team, signal },
    );
    if (sent.ok && sent.value.ts !== undefined && sent.value.channel !== undefined)
      return settled(page, messageRef({ team, channel: sent.value.channel, ts: sent.value.ts }));
    if (sent.ok) throw new Error('Slack did not say which message it is');
    switch (sent.kind) {
      case 'refused':
        return no(`${sent.code}: ${sayOf(sent.code, sent.needed)}`, true);
      case 'limited':
        return no(`Slack takes no more messages for ${Math.ceil(sent.retryAfterMs / 1000)} s`, false);
      case 'superseded':
        return no('it was not sent', false);
      case 'broken': {
        if (sent.sent === 'no') return no(sent.reason, false);
        doubt(page);
        // A Slack that says nothing would say nothing again, and the other media wait for this one's answer.
        const found = signal.aborted || sent.reason === NO_ANSWER ? undefined : await readBack(team, user, page);
        if (found !== undefined) return settled(page, found);
        throw new Error(sent.reason);
      }
      default:
        return sent satisfies never;
    }
  }

  function roomOf({ incident }: PageMessage) {
    const id = readIncidentId(incident);
    return id === undefined ? undefined : index.roomOf(id);
  }

  function settled(page: string, reference: string): PagerOutcome {
    doubts.delete(page);
    return { outcome: 'accepted', reference };
  }

  function doubt(page: string) {
    if (doubts.size >= MOST_DOUBTS) doubts.clear();
    doubts.set(page, parts.host.clock.now());
  }

  function isDoubtful(page: string) {
    const since = doubts.get(page);
    return since !== undefined && msBetween(since, parts.host.clock.now()) < DOUBT_MS;
  }

  /** The message of an earlier attempt at this page, if it can be seen. */
  async function readBack(team: string, user: string, page: string): Promise<string | undefined> {
    const options = { priority: 'page', team } as const;
    const opened = await parts.api.call('conversations.open', { users: user }, options);
    const channel = opened.ok ? opened.value.channel?.id : undefined;
    if (channel === undefined) return undefined;
    const asked = { channel, limit: LOOKED_AT, include_all_metadata: true };
    const read = await parts.api.call('conversations.history', asked, options);
    if (!read.ok) return undefined;
    const found = read.value.messages?.find(({ metadata }) => {
      const payload = metadata?.event_type === METADATA ? metadata.event_payload : undefined;
      const key: unknown = payload === undefined ? undefined : Reflect.get(payload, 'key');
      return typeof key === 'string' && pageOf(key) === page;
    });
    return found?.ts === undefined ? undefined : messageRef({ team, channel, ts: found.ts });
  }

  return { name: 'slack', media: ['chat'], send };
}

/** `INC-42/page/1.0/ann/chat/2` without its attempt: what an earlier try and this one have in common. */
const pageOf = (key: string) => key.slice(0, key.lastIndexOf('/'));

const no = (reason: string, permanent: boolean): PagerOutcome => ({ outcome: 'failed', reason, permanent });
