import { z } from 'zod';
import { deliveryId, hashOf } from './delivery-id.ts';
import type { Read } from './envelope.ts';
import { channelId, maybe, opaque, said, teamId, userId, webAddress } from './slack-words.ts';

/** platforms A.5: a form of flat fields. Slack's commands are at most 32 characters behind the stroke. */
const schema = z.object({
  team_id: teamId,
  user_id: userId,
  user_name: maybe(z.string().max(200)),
  channel_id: channelId,
  command: z.string().regex(/^\/\S{1,40}$/),
  text: maybe(said),
  trigger_id: maybe(opaque),
  response_url: maybe(webAddress),
});

export function readCommand(body: object): Read {
  const read = schema.safeParse(body);
  if (!read.success) return 'malformed';
  const { team_id: team, trigger_id: triggerId, response_url: responseUrl, ...command } = read.data;
  // Each command has its own of both; without either, a second saying could not be told from a second delivery.
  const own = triggerId ?? responseUrl;
  if (own === undefined) return 'malformed';
  return {
    id: deliveryId(team, 'command', [hashOf(own)]),
    body: {
      kind: 'command',
      team,
      user: command.user_id,
      userName: command.user_name ?? '',
      channel: command.channel_id,
      command: command.command,
      text: command.text ?? '',
    },
    now: { ...(responseUrl ? { responseUrl } : {}), ...(triggerId ? { triggerId } : {}) },
  };
}
