import { isIncidentStream } from './chat-host.ts';
import type { IncidentId } from './core/ids.ts';
import type { Notify } from './engine/notice.ts';
import type { WebDoor } from './ports/web-door.ts';
import type { Config } from './config.ts';
import type { Chat, ChatHost } from './ports/chat.ts';

export type Chats = { readonly chats: readonly Chat[]; readonly doors: readonly WebDoor[] };

/** The chat platforms that are set up. Each is loaded only then: a Muster without Slack does not carry Slack's library. */
export async function chatsOf(config: Config, host: (platform: string) => ChatHost): Promise<Chats> {
  if (config.slack === undefined) return { chats: [], doors: [] };
  const { slackChat } = await import('./adapters/chat/slack/slack.ts');
  const slack = slackChat(config.slack, host('slack'));
  return { chats: [slack], doors: slack.doors };
}

/** Tells every platform when something has happened to an incident, here or at another process. */
export const followedBy =
  (chats: readonly Chat[]): Notify =>
  (notice) => {
    if (notice.kind !== 'appended' && notice.kind !== 'heard') return;
    if (!isIncidentStream(notice.stream)) return;
    for (const chat of chats) chat.follow(notice.stream as IncidentId);
  };
