import { z } from 'zod';
import { deliveryId, hashOf } from './delivery-id.ts';
import type { PressedView, Read } from './envelope.ts';
import { interaction, nowOf, strangerIn, teamOf } from './interaction.ts';
import { readForm } from './read-form.ts';
import { channelId, maybe, opaque, ts } from './slack-words.ts';

/** A line of words in a button is at most 2,000 characters (Block Kit); a little more is let through, a novel is not. */
const words = z.string().min(1).max(3_000);

const schema = z.object({
  ...interaction,
  channel: maybe(z.object({ id: channelId })),
  container: maybe(
    z.object({
      message_ts: maybe(ts),
      channel_id: maybe(channelId),
      thread_ts: maybe(ts),
      is_ephemeral: maybe(z.boolean()),
    }),
  ),
  message: maybe(z.object({ ts: maybe(ts), thread_ts: maybe(ts) })),
  view: maybe(z.object({ id: maybe(opaque), type: z.string() })),
  actions: z.array(z.unknown()).min(1),
});

const action = z.object({
  action_id: z.string().max(255),
  action_ts: maybe(ts),
  value: maybe(words),
  selected_option: maybe(z.object({ value: words })),
});

/**
 * A press without words (a link) is none of ours. In a modal it has none, whatever was typed, but carries what is filled in.
 * Slack sends one action at a time.
 */
export function readPress(body: object): Read {
  const read = schema.safeParse(body);
  const first = action.safeParse(read.data?.actions[0]);
  if (!read.success || !first.success) return 'malformed';
  const { user, trigger_id: trigger } = read.data;
  const { action_id: actionId, action_ts: at } = first.data;
  const team = teamOf(read.data);
  const own = trigger ?? at;
  if (team === undefined || own === undefined) return 'malformed';
  const { view } = read.data;
  const said = view?.type === 'modal' ? inModal(body, view.id) : wordsOf(first.data);
  if (said === undefined) return 'ignored';
  return {
    id: deliveryId(team, 'press', [hashOf(own), at ?? '0', user.id, actionId]),
    body: {
      kind: 'press',
      team,
      user: user.id,
      ...said,
      actionId,
      ...placeOf(read.data),
      ...strangerIn(read.data),
    },
    now: nowOf(read.data),
  };
}

type Said = { readonly words: string; readonly view?: PressedView };

function wordsOf({ value, selected_option: chosen }: z.infer<typeof action>): Said | undefined {
  const words = value ?? chosen?.value;
  return words === undefined ? undefined : { words };
}

/** The state of the modal, read as when it is sent. */
function inModal(body: object, id: string | undefined): Said | undefined {
  const form = readForm(body);
  if (id === undefined || typeof form === 'string' || form.body.kind !== 'form') return undefined;
  const { metadata, values } = form.body;
  return { words: '', view: { id, metadata, values } };
}

/** Where the button stands; a view (the App Home, a modal) is nowhere. */
const placeOf = ({ channel, container, message }: z.infer<typeof schema>) => ({
  channel: channel?.id ?? container?.channel_id ?? null,
  message: container?.message_ts ?? message?.ts ?? null,
  ephemeral: container?.is_ephemeral ?? false,
  thread: container?.thread_ts ?? message?.thread_ts ?? null,
});
