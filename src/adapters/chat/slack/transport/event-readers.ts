import { z } from 'zod';
import type { Envelope } from './envelope.ts';
import { channelId, maybe, said, ts, userId } from './slack-words.ts';

/** What is known of an event before its own fields are read. */
export type Around = {
  readonly team: string;
  readonly stranger: { readonly stranger?: true };
  /** The user id of our own bot, where it is known. */
  readonly own: string | undefined;
};
export type EventReader = (event: unknown, around: Around) => Envelope | 'ignored' | 'malformed';

/** Reads the fields of an event, or calls it malformed. */
const reading =
  <S extends z.ZodType>(
    schema: S,
    envelope: (event: z.infer<S>, around: Around) => ReturnType<EventReader>,
  ): EventReader =>
  (event, around) => {
    const read = schema.safeParse(event);
    return read.success ? envelope(read.data, around) : 'malformed';
  };

const message = z.object({
  user: maybe(userId),
  channel: channelId,
  channel_type: maybe(z.string()),
  text: maybe(said),
  ts,
  thread_ts: maybe(ts),
  subtype: maybe(z.string()),
  bot_id: maybe(z.string()),
  bot_profile: z.unknown().optional(),
  edited: z.unknown().optional(),
});
/** A person said these too; every other subtype is an edit, a join, a bot or a notice. */
const SPOKEN = ['file_share', 'thread_broadcast'];

/** What a person said to us. What any bot says is nobody's word, and answering it could go on for ever. */
const speech = (kind: 'mention' | 'direct'): EventReader =>
  reading(message, (event, { team, own, stranger }) => {
    const { user, text, subtype } = event;
    const isBot = event.bot_id || event.bot_profile || user === own;
    if (isBot || event.edited || (subtype && !SPOKEN.includes(subtype))) return 'ignored';
    // In a direct message, the same words come as a message too.
    if ((kind === 'direct') !== (event.channel_type === 'im' || event.channel.startsWith('D'))) return 'ignored';
    if (!text) return 'ignored';
    if (!user) return 'malformed';
    const thread = event.thread_ts ?? null;
    return { kind, team, user, channel: event.channel, text, ts: event.ts, thread, ...stranger };
  });

const reactionFields = z.object({
  user: userId,
  reaction: z.string().min(1).max(200),
  item: z.object({ type: z.string(), channel: maybe(channelId), ts: maybe(ts) }),
  item_user: maybe(userId),
});
const reaction = (added: boolean): EventReader =>
  reading(reactionFields, ({ user, reaction: name, item, item_user: itemUser }, { team, own, stranger }) => {
    const { channel, ts: at } = item;
    if (item.type !== 'message' || !channel || !at || user === own) return 'ignored';
    const of = { channel, ts: at, reaction: name, added, itemUser: itemUser ?? null };
    return { kind: 'reaction', team, user, ...of, ...stranger };
  });

const member = (kind: 'joined' | 'left'): EventReader =>
  reading(z.object({ user: userId, channel: channelId }), ({ user, channel }, { team, own, stranger }) => {
    if (kind === 'left' && user === own) return { kind: 'channel', team, channel, what: 'removed' };
    return { kind, team, user, channel, ...stranger };
  });

const home: EventReader = reading(z.object({ user: userId, tab: maybe(z.string()) }), ({ user, tab }, { team }) =>
  tab === 'messages' ? 'ignored' : { kind: 'home', team, user },
);

type What = Extract<Envelope, { kind: 'channel' }>['what'];
const channel = (what: What): EventReader =>
  reading(
    z.object({ channel: z.union([channelId, z.object({ id: channelId })]), user: maybe(userId) }),
    ({ channel: named, user }, { team, own }) =>
      // What Muster itself has done to a channel is no news.
      user !== undefined && user !== null && user === own
        ? 'ignored'
        : { kind: 'channel', team, channel: typeof named === 'string' ? named : named.id, what },
  );

const uninstalled: EventReader = (_event, { team }) => ({ kind: 'team', team, what: 'uninstalled' });

/** Tokens of people are revoked too; we have the bot's only. */
const revoked: EventReader = reading(
  z.object({ tokens: maybe(z.object({ bot: maybe(z.array(z.unknown())) })) }),
  ({ tokens }, { team }) =>
    tokens?.bot && tokens.bot.length === 0 ? 'ignored' : { kind: 'team', team, what: 'tokens revoked' },
);

const user: EventReader = reading(
  z.object({ user: z.object({ id: userId, deleted: maybe(z.boolean()), is_bot: maybe(z.boolean()) }) }),
  ({ user: { id, deleted, is_bot: isBot } }, { team }) =>
    isBot ? 'ignored' : { kind: 'user', team, user: id, deleted: deleted ?? false },
);

/** By Slack's name of the event; `group_…` are those of private channels. A map: an object knows `constructor` as well. */
export const EVENT_READERS: ReadonlyMap<string, EventReader> = new Map([
  ['app_mention', speech('mention')],
  ['message', speech('direct')],
  ['reaction_added', reaction(true)],
  ['reaction_removed', reaction(false)],
  ['member_joined_channel', member('joined')],
  ['member_left_channel', member('left')],
  ['app_home_opened', home],
  ['channel_archive', channel('archived')],
  ['group_archive', channel('archived')],
  ['channel_unarchive', channel('unarchived')],
  ['group_unarchive', channel('unarchived')],
  ['channel_rename', channel('renamed')],
  ['group_rename', channel('renamed')],
  ['channel_deleted', channel('deleted')],
  ['group_deleted', channel('deleted')],
  ['channel_left', channel('removed')],
  ['group_left', channel('removed')],
  ['app_uninstalled', uninstalled],
  ['tokens_revoked', revoked],
  ['user_change', user],
  ['team_join', user],
]);
