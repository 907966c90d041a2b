import type { RoomEffect } from './core/incident/effects.ts';
import type { InboxEffect } from './core/inbox/inbox.ts';
import type { Chat, RoomEffectOf, RoomPerformers } from './ports/chat.ts';
import type { Performer } from './ports/performer.ts';

/** Longest that anything may take in a room: Slack's own limits put off what takes longer. */
const ROOM_TIMEOUT_MS = 20_000;
/** Words are dispatched, and answered by the platform's own outgoing lane. */
const DELIVER_TIMEOUT_MS = 20_000;

/** What is owed to rooms goes to the platform that it is owed on; the console needs no opening. */
export function roomPerformers(chats: readonly Chat[]): RoomPerformers {
  const on = <Kind extends RoomEffect['kind']>(kind: Kind): Performer<RoomEffectOf<Kind>> => ({
    timeoutMs: ROOM_TIMEOUT_MS,
    async perform(effect, signal) {
      const chat = chats.find(({ platform }) => platform === effect.platform);
      if (chat !== undefined) return (chat.rooms[kind] as Performer<RoomEffectOf<Kind>>).perform(effect, signal);
      if (effect.platform === 'console') return { outcome: 'accepted', reference: `/incidents/${effect.incident}` };
      return { outcome: 'postponed', afterMs: ROOM_TIMEOUT_MS, reason: `${effect.platform} is not set up any more` };
    },
  });
  return {
    channel: on('channel'),
    card: on('card'),
    announce: on('announce'),
    stepCard: on('stepCard'),
    invite: on('invite'),
    tell: on('tell'),
    share: on('share'),
    archive: on('archive'),
  };
}

/** What a platform delivered is worked by that platform. */
export const deliverer = (chats: readonly Chat[]): Performer<InboxEffect> => ({
  timeoutMs: DELIVER_TIMEOUT_MS,
  async perform({ id, source, body }) {
    const chat = chats.find(({ platform }) => platform === source);
    return (
      chat?.deliver(body, id) ?? { outcome: 'failed', reason: `${source} is not set up any more`, permanent: true }
    );
  },
});
