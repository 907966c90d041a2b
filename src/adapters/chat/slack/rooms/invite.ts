import { nameOf } from '../../../../core/book.ts';
import type { Outcome, Postponed } from '../../../../core/aggregate.ts';
import type { PersonId } from '../../../../core/ids.ts';
import type { RoomEffectOf } from '../../../../ports/chat.ts';
import { isOfTheWorkspace, isTokenFault, sayOf } from '../api/refusals.ts';
import { accepted, later } from '../outcomes.ts';
import { readRoom } from '../refs.ts';
import { isGone, outcomeIn } from './in-room.ts';
import type { RoomParts } from './room-parts.ts';

/** Slack takes so many at once. */
const MOST_AT_ONCE = 100;
/** Said of somebody who is there already, or is Muster. */
const HARMLESS = new Set(['already_in_channel', 'cant_invite_self']);

type Wanted = { readonly person: PersonId; readonly user: string };
type Missed = { readonly person: PersonId; readonly why: string };

/**
 * Brings people in. Slack passes over those who cannot be brought in (`force`) and names them; that is no reason to leave the
 * others out, now or later. Who is missed is named in the answer, and pages go their own way.
 */
export async function invite(parts: RoomParts, ask: RoomEffectOf<'invite'>): Promise<Outcome | Postponed> {
  const room = readRoom(ask.room);
  if (room === undefined) return accepted('');
  const wanted: Wanted[] = [];
  const missed: Missed[] = [];
  for (const person of ask.people) {
    const account = await parts.directory.find(person, room.team);
    if (account === 'unsure') return later('Slack does not say who is who just now');
    if (account === undefined) missed.push({ person, why: 'Not found in Slack' });
    else wanted.push({ person, user: account.user });
  }
  if (room.thread === undefined)
    for (let from = 0; from < wanted.length; from += MOST_AT_ONCE) {
      const some = wanted.slice(from, from + MOST_AT_ONCE);
      const invited = await parts.api.call(
        'conversations.invite',
        { channel: room.channel, users: some.map(({ user }) => user).join(','), force: true },
        { priority: 'answer', team: room.team, maxWaitMs: 15_000 },
      );
      if (invited.ok) missed.push(...passedOver(some, invited.value.errors ?? []));
      else if (invited.kind === 'refused' && isOfPeople(invited.code))
        missed.push(
          ...passedOver(
            some,
            some.map(({ user }) => ({ user, error: invited.code })),
          ),
        );
      else return outcomeIn(parts, ask, invited);
    }
  const incident = await parts.host.incident(ask.incident);
  if (incident === undefined) return later('the incident is not there');
  const reasons = [...new Set(missed.map(({ why }) => why))];
  const said = reasons.map((reason) => {
    const people = missed.filter(({ why }) => why === reason).map(({ person }) => nameOf(incident.book, person));
    return `${reason}: ${people.join(', ')}`;
  });
  return accepted(said.join('. '));
}

type PassedOver = { readonly user?: string; readonly error?: string };

const passedOver = (some: readonly Wanted[], errors: readonly PassedOver[]): readonly Missed[] =>
  errors.flatMap(({ user, error = '' }) => {
    const one = some.find((each) => each.user === user);
    return one === undefined || HARMLESS.has(error)
      ? []
      : [{ person: one.person, why: `Not brought in: ${sayOf(error)}` }];
  });

/** Neither about the app nor about the room: then it is about everybody who was named. */
const isOfPeople = (code: string) => !isTokenFault(code) && !isOfTheWorkspace(code) && !isGone(code);
