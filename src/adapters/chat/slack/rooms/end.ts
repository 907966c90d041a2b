import type { Outcome, Postponed } from '../../../../core/aggregate.ts';
import { card } from '../../../../core/card.ts';
import type { RoomEffectOf } from '../../../../ports/chat.ts';
import { accepted, later, owedOutcome } from '../outcomes.ts';
import { readMessage, readRoom } from '../refs.ts';
import { outcomeIn } from './in-room.ts';
import type { RoomParts } from './room-parts.ts';

/** Refusals that say: it is so already, or cannot be. */
const IS_SO = new Set(['already_archived', 'cant_archive_general', 'cant_archive_required', 'channel_not_found']);

/**
 * Puts the postmortem into the room as a file, which every plan of Slack allows; where the firm wants it, and the workspace has
 * them, as the channel's canvas too. A canvas that is refused is done without.
 */
export async function share(parts: RoomParts, ask: RoomEffectOf<'share'>): Promise<Outcome | Postponed> {
  const room = readRoom(ask.room);
  const text = await parts.host.postmortem(ask.incident);
  if (room === undefined || text === undefined) return later('the postmortem is not there');
  const name = `${ask.incident}-postmortem.md`;
  const { team, channel, thread } = room;
  const uploaded = await parts.api.uploadText(
    team,
    { channel, ...(thread === undefined ? {} : { thread }), name, title: `Postmortem of ${ask.incident}`, text },
    { priority: 'timer' },
  );
  if (!uploaded.ok) return outcomeIn(parts, ask, uploaded);
  if (parts.config.canvas && thread === undefined)
    await parts.api.call(
      'conversations.canvases.create',
      {
        channel_id: channel,
        title: `Postmortem of ${ask.incident}`,
        document_content: { type: 'markdown', markdown: text },
      },
      { priority: 'nicety', team },
    );
  return accepted('file');
}

/** Archives the channel; a thread simply ends. What is private now is announced no longer. */
export async function archive(parts: RoomParts, ask: RoomEffectOf<'archive'>): Promise<Outcome | Postponed> {
  const announced = readMessage(ask.announced ?? '');
  if (announced !== undefined) {
    const { team, channel, ts } = announced;
    const gone = await parts.api.call('chat.delete', { channel, ts }, { priority: 'timer', team });
    if (!gone.ok && gone.kind !== 'refused') return owedOutcome(gone);
  }
  const room = readRoom(ask.room);
  if (room === undefined) return accepted('');
  if (room.thread !== undefined) return hide(parts, ask, { ...room, thread: room.thread });
  const { team, channel } = room;
  const done = await parts.api.call('conversations.archive', { channel }, { priority: 'timer', team });
  return done.ok || (done.kind === 'refused' && IS_SO.has(done.code)) ? accepted('') : owedOutcome(done);
}

/** A thread cannot be archived. One that the incident has left, because it is private now, no longer tells what it was about. */
async function hide(
  { api, host, draw }: RoomParts,
  ask: RoomEffectOf<'archive'>,
  { team, channel, thread }: { readonly team: string; readonly channel: string; readonly thread: string },
): Promise<Outcome | Postponed> {
  const incident = await host.incident(ask.incident);
  if (incident === undefined || incident.rooms.open['slack']?.reference === ask.room) return accepted('');
  const drawn = draw.card(card(`${ask.incident} is private now. It goes on in a room of its own.`));
  const args = { channel, ts: thread, ...drawn, parse: 'none', link_names: false } as const;
  const edited = await api.call('chat.update', args, { priority: 'answer', team, maxWaitMs: 15_000 });
  return edited.ok || edited.kind === 'refused' ? accepted('') : owedOutcome(edited);
}
