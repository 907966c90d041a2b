import { z } from 'zod';
import { deliveryId, hashOf } from './delivery-id.ts';
import type { Read } from './envelope.ts';
import { interaction, nowOf, strangerIn, teamOf } from './interaction.ts';
import { channelId, maybe, opaque, said, ts, userId } from './slack-words.ts';

const schema = z.object({
  ...interaction,
  callback_id: z.string().min(1).max(255),
  trigger_id: opaque,
  channel: z.object({ id: channelId }),
  message_ts: maybe(ts),
  message: z.object({ ts: maybe(ts), user: maybe(userId), text: maybe(said), thread_ts: maybe(ts) }),
});

/** A message shortcut carries the whole message, so that no right to read the channel is needed (platforms A.5). */
export function readShortcut(body: object): Read {
  const read = schema.safeParse(body);
  if (!read.success) return 'malformed';
  const { message, channel, user, trigger_id: trigger } = read.data;
  const team = teamOf(read.data);
  const at = message.ts ?? read.data.message_ts;
  if (team === undefined || at === undefined) return 'malformed';
  return {
    id: deliveryId(team, 'shortcut', [hashOf(trigger)]),
    body: {
      kind: 'shortcut',
      team,
      user: user.id,
      callbackId: read.data.callback_id,
      channel: channel.id,
      message: { ts: at, user: message.user ?? null, text: message.text ?? '' },
      thread: message.thread_ts ?? null,
      ...strangerIn(read.data),
    },
    now: nowOf(read.data),
  };
}
