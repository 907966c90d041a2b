import type { Outcome, Postponed } from '../../../../core/aggregate.ts';
import { SECOND_MS, toMs } from '../../../../core/time.ts';
import type { RoomEffectOf } from '../../../../ports/chat.ts';
import { accepted, later, outcomeOf } from '../outcomes.ts';
import { roomRef } from '../refs.ts';
import type { Workspace } from '../workspaces.ts';
import type { RoomParts } from './room-parts.ts';
import { roomName } from './room-name.ts';
import { postCard } from './post.ts';

/** So many names are tried before something else must be wrong. */
const MOST_NAMES = 9;
/** A workspace that forbids apps to make channels: the incident lives in a thread then, if there is a place for it. */
const FORBIDDEN = new Set(['restricted_action', 'cannot_create_channel', 'missing_scope', 'user_is_restricted']);
const MOST_PAGES = 20;

type Ask = RoomEffectOf<'channel'>;
type Opened = Promise<Outcome | Postponed>;

/** Opens the incident's channel, or adopts the one that a run before this one made; or its thread, where the firm wants that. */
export async function openRoom(parts: RoomParts, ask: Ask, signal: AbortSignal): Opened {
  const workspace = parts.workspaces.home();
  if (workspace === undefined) return later('Slack has not said yet which workspace this is');
  const isThread = parts.config.rooms === 'thread' && !ask.private;
  return isThread ? openThread(parts, ask, workspace) : openChannel(parts, ask, { workspace, signal });
}

type Where = { readonly workspace: Workspace; readonly signal: AbortSignal };

async function openChannel(parts: RoomParts, ask: Ask, { workspace, signal }: Where): Opened {
  const { team } = workspace;
  for (let again = 1; again <= MOST_NAMES; again += 1) {
    const name = roomName(ask, parts.config.channelPrefix, again);
    const made = await parts.api.call(
      'conversations.create',
      { name, is_private: ask.private },
      { priority: 'answer', team, signal, maxWaitMs: 15_000 },
    );
    if (made.ok && made.value.channel?.id !== undefined)
      return accepted(roomRef({ team, channel: made.value.channel.id }));
    if (made.ok) return later('Slack made a channel and did not say which');
    if (made.kind === 'refused' && made.code === 'name_taken') {
      const own = await ownChannel(parts, { name, workspace, ask });
      if (own === 'unknown') return later('Slack did not say whose channel has the name already');
      if (own !== 'none') return accepted(roomRef({ team, ...own }));
      continue;
    }
    if (made.kind === 'refused' && FORBIDDEN.has(made.code) && !ask.private && parts.config.incidents !== undefined) {
      parts.host.log.warn({ code: made.code }, 'Slack does not let Muster make channels: incidents live in threads');
      return openThread(parts, ask, workspace);
    }
    return outcomeOf(made);
  }
  return later(`${MOST_NAMES} names are taken already`);
}

/** `unknown`: Slack did not say. */
type Own = { readonly channel: string } | 'none' | 'unknown';

/** A channel of that name which Muster itself made, and which is still in use. */
async function ownChannel(
  { api }: RoomParts,
  { name, workspace, ask }: { readonly name: string; readonly workspace: Workspace; readonly ask: Ask },
): Promise<Own> {
  // Another Muster of this firm, or this one before a restore, may have had the same number on the same day.
  const isSince = (created = 0) => (created + 1) * SECOND_MS >= toMs(ask.declaredAt);
  let cursor = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const more = cursor === '' ? {} : { cursor };
    const got = await api.call(
      'users.conversations',
      { types: 'public_channel,private_channel', exclude_archived: true, limit: 200, ...more },
      { priority: 'answer', team: workspace.team },
    );
    if (!got.ok) return got.kind === 'refused' ? 'none' : 'unknown';
    const own = got.value.channels?.find(
      (one) => one.name === name && one.creator === workspace.botUser && isSince(one.created),
    );
    if (own?.id !== undefined) return { channel: own.id };
    cursor = got.value.response_metadata?.next_cursor ?? '';
    if (cursor === '') return 'none';
  }
  return 'none';
}

/** The card is the root of the thread. */
async function openThread(parts: RoomParts, ask: Ask, { team }: Workspace): Opened {
  const channel = await parts.workspaces.incidentsChannel(team);
  if (channel === undefined) return later('SLACK_INCIDENTS_CHANNEL was not found, or Muster is not in it');
  const posted = await postCard(parts, ask.incident, { team, channel });
  if (!posted.ok) return outcomeOf(posted);
  return accepted(roomRef({ team, channel, thread: posted.value.ts }));
}
