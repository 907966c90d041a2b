import { z } from 'zod';
import { deliveryId } from './delivery-id.ts';
import type { FormValue, Read } from './envelope.ts';
import { interaction, nowOf, strangerIn, teamOf } from './interaction.ts';
import { maybe, opaque, said, teamId } from './slack-words.ts';

/** A modal has at most 100 blocks (Block Kit). */
const MOST_BLOCKS = 100;
const MOST_CHOSEN = 200;
/** Names that mean something to JavaScript itself. */
const NEVER_NAMES = ['__proto__', 'constructor', 'prototype'];

const schema = z.object({
  ...interaction,
  view: z.object({
    id: opaque,
    hash: maybe(opaque),
    callback_id: z.string().max(255),
    private_metadata: maybe(z.string().max(3_000)),
    state: maybe(z.object({ values: maybe(z.record(z.string(), z.unknown())) })),
    app_installed_team_id: maybe(teamId),
  }),
});

/**
 * A form is named by the view as it was shown and by what was answered, not by the trigger: whoever presses Submit again after
 * an answer that came too late says the same thing, and whoever changes an answer first says another.
 */
export function readForm(body: object): Read {
  const read = schema.safeParse(body);
  if (!read.success) return 'malformed';
  const { view, user, trigger_id: trigger } = read.data;
  const team = view.app_installed_team_id ?? teamOf(read.data);
  const shown = view.hash ?? trigger;
  if (team === undefined || shown === undefined) return 'malformed';
  const values = valuesOf(view.state?.values ?? {});
  return {
    id: deliveryId(team, 'form', [view.id, shown, user.id, JSON.stringify(values)]),
    body: {
      kind: 'form',
      team,
      user: user.id,
      callbackId: view.callback_id,
      metadata: view.private_metadata ?? '',
      values,
      ...strangerIn(read.data),
    },
    now: nowOf(read.data),
  };
}

const option = z.object({ value: said });
const few = <S extends z.ZodType>(schema: S) => maybe(z.array(schema).max(MOST_CHOSEN));

/** What an input element may carry, by the name of its kind's own field. */
const element = z.object({
  value: maybe(said),
  selected_option: maybe(option),
  selected_options: few(option),
  selected_user: maybe(said),
  selected_users: few(said),
  selected_channel: maybe(said),
  selected_channels: few(said),
  selected_conversation: maybe(said),
  selected_conversations: few(said),
  selected_date: maybe(said),
  selected_time: maybe(said),
  selected_date_time: maybe(z.number().int()),
});

/** By block id; a block holds one input, whatever its action id. */
function valuesOf(values: Readonly<Record<string, unknown>>): Readonly<Record<string, FormValue>> {
  const blocks = Object.entries(values).filter(([id]) => id.length <= 255 && !NEVER_NAMES.includes(id));
  return Object.fromEntries(blocks.slice(0, MOST_BLOCKS).map(([id, block]) => [id, valueOf(block)]));
}

function valueOf(block: unknown): FormValue {
  if (typeof block !== 'object' || block === null) return null;
  const read = element.safeParse(Object.values(block)[0]);
  if (!read.success) return null;
  const {
    value,
    selected_option: chosen,
    selected_options: several,
    selected_date_time: seconds,
    ...others
  } = read.data;
  const other = Object.values(others).find((each) => each !== undefined);
  return value ?? chosen?.value ?? several?.map((each) => each.value) ?? other ?? seconds?.toString() ?? null;
}
