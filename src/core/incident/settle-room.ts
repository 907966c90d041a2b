import type { Outcome } from '../aggregate.ts';
import type { RoomEffect } from './effects.ts';
import type { IncidentChange } from './events.ts';
import type { RoomDuty } from './room-events.ts';
import type { Incident } from './state.ts';

const DUTIES = {
  card: 'card',
  announce: 'announce',
  stepCard: 'step',
  invite: 'invite',
  tell: 'tell',
  share: 'share',
  archive: 'archive',
} as const satisfies Readonly<Record<Exclude<RoomEffect['kind'], 'channel'>, RoomDuty>>;

/**
 * What became of something owed to a room. A channel that cannot be opened is tried again for ever, and so is what may have
 * been done or not. Anything else that fails was refused for good: what may pass by itself is put off by the platform.
 */
export function settleRoom(effect: RoomEffect, outcome: Outcome): readonly IncidentChange[] {
  const { platform } = effect;
  if (outcome.outcome === 'accepted') return done(effect, outcome.reference);
  if (effect.kind === 'channel')
    return [{ type: 'channelFailed', platform, attempt: effect.attempt, reason: outcome.reason }];
  const what = DUTIES[effect.kind];
  const { reason } = outcome;
  if (outcome.outcome === 'unknown' || !outcome.permanent) return [{ type: 'roomDelayed', platform, what, reason }];
  const step = effect.kind === 'stepCard' ? { step: effect.step } : {};
  return [{ type: 'roomRefused', platform, what, ...step, reason }];
}

function done(effect: RoomEffect, reference: string): readonly IncidentChange[] {
  const { platform } = effect;
  const [first = '', second = ''] = reference.split(' ');
  switch (effect.kind) {
    case 'channel':
      return [{ type: 'channelOpened', platform, reference }];
    case 'card':
      return [{ type: 'cardPosted', platform, upTo: Number(first), reference: second }];
    case 'announce':
      return [{ type: 'announced', platform, reference }];
    case 'stepCard':
      return [{ type: 'stepCardPosted', platform, step: effect.step, reference }];
    case 'invite':
      return [{ type: 'invited', platform, people: effect.people, missed: reference }];
    case 'tell':
      return [{ type: 'roomTold', platform, upTo: Number(first), lateMs: Number(second) }];
    case 'share':
      return [{ type: 'postmortemShared', platform, revision: effect.revision }];
    case 'archive':
      return [{ type: 'channelArchived', platform, reference: effect.room }];
    default:
      return effect satisfies never;
  }
}

/**
 * Whether something that was done in a room, and is no longer owed, is unknown to the record so far: what can be seen there must
 * be known, so that it can be changed and put away.
 */
export function isNews({ rooms, lifecycle }: Incident, effect: RoomEffect, reference: string): boolean {
  const room = rooms.open[effect.platform];
  if (room === undefined) return false;
  // Of an incident that became private meanwhile nothing is said in what everybody can read.
  if (effect.kind === 'channel') return room.reference === null && effect.private === lifecycle.private;
  if (effect.kind === 'archive' && rooms.leaving.some((left) => left.reference === effect.room)) return true;
  if (room.reference !== effect.room) return false;
  switch (effect.kind) {
    case 'card':
      return room.card === null;
    case 'announce':
      return room.announced === null;
    case 'stepCard':
      return room.steps[effect.step] === undefined;
    case 'invite':
      return effect.people.some((person) => !room.invited.includes(person));
    case 'tell':
      return Number(reference.split(' ')[0]) > room.toldUpTo;
    case 'share':
      return room.shared < effect.revision;
    case 'archive':
      return !room.archived;
    default:
      return effect satisfies never;
  }
}
