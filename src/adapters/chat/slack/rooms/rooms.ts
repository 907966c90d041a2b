import type { Outcome, Postponed } from '../../../../core/aggregate.ts';
import type { RoomEffectOf, RoomPerformers } from '../../../../ports/chat.ts';
import { accepted, later } from '../outcomes.ts';
import { messageRef, readRoom } from '../refs.ts';
import { announce } from './announce.ts';
import { archive, share } from './end.ts';
import { outcomeIn } from './in-room.ts';
import { invite } from './invite.ts';
import { openRoom } from './open-room.ts';
import { post, postCard } from './post.ts';
import { patient } from './patience.ts';
import type { RoomParts } from './room-parts.ts';
import { tell } from './tell.ts';

/** Longest that one of them may take, its waiting for Slack's limits included. */
const TIMEOUT_MS = 20_000;

/** Everything that an incident may owe to its room in Slack. */
export function slackRooms(parts: RoomParts): RoomPerformers {
  const each = { timeoutMs: TIMEOUT_MS } as const;
  return {
    channel: { ...each, perform: patient((ask: RoomEffectOf<'channel'>, signal) => openRoom(parts, ask, signal)) },
    card: { ...each, perform: patient((ask: RoomEffectOf<'card'>) => showCard(parts, ask)) },
    announce: { ...each, perform: patient((ask: RoomEffectOf<'announce'>) => announce(parts, ask)) },
    stepCard: { ...each, perform: patient((ask: RoomEffectOf<'stepCard'>) => showStep(parts, ask)) },
    invite: { ...each, perform: (ask) => invite(parts, ask) },
    tell: { ...each, perform: patient((ask: RoomEffectOf<'tell'>) => tell(parts, ask)) },
    share: { ...each, perform: patient((ask: RoomEffectOf<'share'>) => share(parts, ask)) },
    archive: { ...each, perform: (ask) => archive(parts, ask) },
  };
}

/** In a thread the card is the root, and stands there already. */
async function showCard(parts: RoomParts, ask: RoomEffectOf<'card'>): Promise<Outcome | Postponed> {
  const room = readRoom(ask.room);
  if (room === undefined) return later('no such room');
  const { team, channel, thread } = room;
  if (thread !== undefined) {
    const heard = (await parts.host.incident(ask.incident))?.rooms.heard ?? 0;
    return accepted(`${heard} ${messageRef({ team, channel, ts: thread })}`);
  }
  const posted = await postCard(parts, ask.incident, room);
  if (!posted.ok) return outcomeIn(parts, ask, posted);
  const { ts, upTo } = posted.value;
  return accepted(`${upTo} ${messageRef({ team, channel, ts })}`);
}

async function showStep(parts: RoomParts, ask: RoomEffectOf<'stepCard'>): Promise<Outcome | Postponed> {
  const room = readRoom(ask.room);
  const incident = await parts.host.incident(ask.incident);
  if (room === undefined || incident === undefined) return later('the incident is not there');
  const drawn = parts.draw.step(incident, ask.step, await parts.host.now());
  if (drawn === undefined) return later('the step is not there');
  const posted = await post(parts, room, { drawn, priority: 'step' });
  if (!posted.ok) return outcomeIn(parts, ask, posted);
  return accepted(messageRef({ team: room.team, channel: room.channel, ts: posted.value }));
}
