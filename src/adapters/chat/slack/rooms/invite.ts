import { nameOf } from '../../../../core/book.ts';
import type { Outcome, Postponed } from '../../../../core/aggregate.ts';
import type { PersonId } from '../../../../core/ids.ts';
import type { RoomEffectOf } from '../../../../ports/chat.ts';
import { accepted, later, outcomeOf } from '../outcomes.ts';
import { readRoom } from '../refs.ts';
import type { RoomParts } from './room-parts.ts';

/** Slack takes so many at once. */
const MOST_AT_ONCE = 100;
/** Said of one of them, and no reason to leave the others out: they are there, or cannot be. */
const HARMLESS = new Set(['already_in_channel', 'cant_invite_self', 'cant_invite']);

/** Brings people in. Who has no account is named in the answer, and pages go their own way. */
export async function invite(parts: RoomParts, ask: RoomEffectOf<'invite'>): Promise<Outcome | Postponed> {
  const room = readRoom(ask.room);
  if (room === undefined) return accepted('');
  const users: string[] = [];
  const unknown: PersonId[] = [];
  for (const person of ask.people) {
    const account = await parts.directory.find(person, room.team);
    if (account === undefined) unknown.push(person);
    else users.push(account.user);
  }
  if (room.thread === undefined)
    for (let from = 0; from < users.length; from += MOST_AT_ONCE) {
      const some = users.slice(from, from + MOST_AT_ONCE);
      const invited = await parts.api.call(
        'conversations.invite',
        { channel: room.channel, users: some.join(','), force: true },
        { priority: 'answer', team: room.team, maxWaitMs: 15_000 },
      );
      if (!invited.ok && !(invited.kind === 'refused' && HARMLESS.has(invited.code))) return outcomeOf(invited);
    }
  const incident = await parts.host.incident(ask.incident);
  if (incident === undefined) return later('the incident is not there');
  const names = unknown.map((person) => nameOf(incident.book, person)).join(', ');
  return accepted(names === '' ? '' : `Not found in Slack: ${names}`);
}
