import type { Outcome, Postponed } from '../../../../core/aggregate.ts';
import { button, card, facts } from '../../../../core/card.ts';
import { hitText, titleOf, toneOf, whoHasIt } from '../../../../core/incident/cards.ts';
import { isLive } from '../../../../core/incident/lifecycle.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import { readersZone } from '../../../../core/marked-time.ts';
import type { Instant } from '../../../../core/time.ts';
import { shortTime } from '../../../../core/time.ts';
import type { RoomEffectOf } from '../../../../ports/chat.ts';
import type { DrawFor } from '../draw-for.ts';
import type { CardMessage } from '../draw/card-blocks.ts';
import { accepted, later, owedOutcome } from '../outcomes.ts';
import { messageRef, readRoom } from '../refs.ts';
import { post } from './post.ts';
import type { RoomParts } from './room-parts.ts';

/** Tells of the incident in the channel where all of them are announced, with *Join*. In a thread it stands there already. */
export async function announce(parts: RoomParts, ask: RoomEffectOf<'announce'>): Promise<Outcome | Postponed> {
  const room = readRoom(ask.room);
  const incident = await parts.host.incident(ask.incident);
  if (room === undefined || incident === undefined) return later('the incident is not there');
  if (room.thread !== undefined || !parts.workspaces.announces()) return accepted('');
  const channel = await parts.workspaces.incidentsChannel(room.team);
  if (channel === undefined) return later('SLACK_INCIDENTS_CHANNEL was not found, or Muster is not in it');
  const { team } = room;
  const drawn = announcement(parts.draw, incident, await parts.host.now());
  const posted = await post(parts, { team, channel }, { drawn, priority: 'timer' });
  return posted.ok ? accepted(messageRef({ team, channel, ts: posted.value })) : owedOutcome(posted);
}

/** The incident in a few lines; once it is over, how it ended. */
export function announcement(draw: DrawFor, incident: Incident, at: Instant): CardMessage {
  const { lifecycle, rooms } = incident;
  const zone = readersZone(incident.book.plan.plan.timezone);
  const isOver = !isLive(incident);
  const ended = lifecycle.closedAt === null ? '' : `, ${shortTime(lifecycle.closedAt, zone, at)}`;
  const shown = card(titleOf(incident), {
    tone: toneOf(incident),
    blocks: [
      facts(
        ['State', `${lifecycle.phase}${isOver ? ended : ''}`],
        ['What is down', hitText(incident)],
        ...(isOver ? [] : [['Who has it', whoHasIt(incident, { at, zone })] as const]),
      ),
    ],
    buttons: isOver ? [] : [button('Join', `join ${lifecycle.id}`), button('Status', `status ${lifecycle.id}`)],
  });
  const message = draw.card(shown, incident);
  const channel = readRoom(rooms.open['slack']?.reference ?? '')?.channel;
  if (channel === undefined) return message;
  const link = { type: 'mrkdwn', text: `Channel: <#${channel}>` } as const;
  return { ...message, blocks: [...message.blocks, { type: 'context', elements: [link] }] };
}
