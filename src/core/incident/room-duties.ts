import type { Owed } from '../aggregate.ts';
import type { PersonId } from '../ids.ts';
import { personId } from '../ids.ts';
import { latest, plusMs, plusSpan, SECOND_MS } from '../time.ts';
import type { Effect, RoomEffect } from './effects.ts';
import { isLive } from './lifecycle.ts';
import { nextActions } from './next.ts';
import type { Room } from './room.ts';
import { CONSOLE } from './room.ts';
import type { RoomDuty } from './room-events.ts';
import type { Incident } from './state.ts';

/** At most one message about what happened in so many ms: Slack takes one a second for each channel. */
const TELL_EVERY_MS = 2 * SECOND_MS;

/** What one room is owed; `what` and `n` name the occurrence. */
type Due = Pick<Owed<Effect>, 'at' | 'lane' | 'class'> & { readonly n: number; readonly effect: RoomEffect };

export const owed = ({ lifecycle }: Incident, { n, ...due }: Due): Owed<Effect> => ({
  ...due,
  key: `${lifecycle.id}/${due.effect.kind}/${due.effect.platform}/${n}`,
});

export function opening(incident: Incident, room: Room): readonly Owed<Effect>[] {
  if (!isLive(incident)) return [];
  const { id, title, kind, private: isPrivate, declaredAt } = incident.lifecycle;
  const effect = {
    kind: 'channel',
    ...asked(id, room),
    title,
    private: isPrivate,
    drill: kind === 'drill',
    declaredAt,
  } as const;
  return [owed(incident, { n: room.attempt, at: room.at, lane: 'room', class: 'find or make', effect })];
}

export const asked = (incident: RoomEffect['incident'], { platform, attempt }: Room) => ({
  incident,
  platform,
  attempt,
});

export function duties(incident: Incident, room: Room, reference: string): readonly Owed<Effect>[] {
  if (room.platform === CONSOLE || room.lost !== null) return [];
  const about = { ...asked(incident.lifecycle.id, room), room: reference };
  const all = room.archived
    ? []
    : [
        ...card(room, about),
        ...announcing(incident, room, about),
        ...invitation(incident, room, about),
        ...told(incident, room, about),
        ...stepCards(incident, room, about),
        ...sharing(incident, room, about),
        ...archiving(incident, room, about),
      ];
  return all.filter((due) => !room.refused.includes(nameOf(due))).map((due) => owed(incident, due));
}

type About = {
  readonly incident: RoomEffect['incident'];
  readonly platform: string;
  readonly attempt: number;
  readonly room: string;
};
type Duty = Due & { readonly what: RoomDuty };

const nameOf = ({ what, effect }: Duty) => (effect.kind === 'stepCard' ? `${what} ${effect.step}` : what);

function card(room: Room, about: About): readonly Duty[] {
  const effect = { kind: 'card', ...about } as const;
  return room.card !== null
    ? []
    : [{ what: 'card', n: room.attempt, at: room.at, lane: 'room', class: 'find or make', effect }];
}

/** What is private is announced to nobody. */
function announcing({ lifecycle }: Incident, room: Room, about: About): readonly Duty[] {
  if (room.announced !== null || room.card === null || lifecycle.private || lifecycle.phase !== 'open') return [];
  const effect = { kind: 'announce', ...about } as const;
  return [{ what: 'announce', n: room.attempt, at: room.at, lane: 'room', class: 'at least once', effect }];
}

/** Brought in as they are needed: who is paged, who answers, who holds a role, who asks to come. */
function invitation(incident: Incident, room: Room, about: About): readonly Duty[] {
  const people = wanted(incident).filter((person) => !room.invited.includes(person));
  if (people.length === 0 || !isLive(incident)) return [];
  const effect = { kind: 'invite', ...about, people } as const;
  return [{ what: 'invite', n: room.invited.length + 1, at: room.at, lane: 'room', class: 'at least once', effect }];
}

function wanted({ escalation, roles, rooms, book }: Incident): readonly PersonId[] {
  const asked = escalation.pages.filter(({ state }) => state !== 'held').map(({ person }) => person);
  const all = [
    ...escalation.acknowledged.map(({ person }) => person),
    ...Object.values(roles.holders),
    ...asked,
    ...(roles.starter === null ? [] : [roles.starter]),
    ...rooms.joining,
  ];
  return [...new Set(all)].filter((id) => Object.hasOwn(book.plan.people, id)).map((id) => personId(id));
}

function told({ rooms }: Incident, room: Room, about: About): readonly Duty[] {
  if (room.card === null || rooms.lastTellable <= room.toldUpTo) return [];
  const at = latest(rooms.tellSince, plusMs(room.toldAt, TELL_EVERY_MS), room.at);
  const effect = { kind: 'tell', ...about, after: room.toldUpTo } as const;
  return [{ what: 'tell', n: room.toldUpTo, at, lane: 'room', class: 'at least once', effect }];
}

/** Every step that somebody is to do now has a card of its own, with its buttons. */
function stepCards(incident: Incident, room: Room, about: About): readonly Duty[] {
  if (room.card === null || !isLive(incident)) return [];
  return nextActions(incident).flatMap(({ step, ahead }): readonly Duty[] => {
    if (step === null || ahead || room.steps[step] !== undefined) return [];
    const effect = { kind: 'stepCard', ...about, step } as const;
    return [{ what: 'step', n: step, at: room.at, lane: 'room', class: 'at least once', effect }];
  });
}

function sharing({ aftermath }: Incident, room: Room, about: About): readonly Duty[] {
  if (aftermath.file === null || aftermath.written <= room.shared) return [];
  const effect = { kind: 'share', ...about, revision: aftermath.written } as const;
  return [{ what: 'share', n: aftermath.written, at: aftermath.at, lane: 'house', class: 'at least once', effect }];
}

/** When the plan says so, a room is put away some time after the end. */
function archiving({ lifecycle, book }: Incident, room: Room, about: About): readonly Duty[] {
  const after = book.plan.incident_bot.archive_after;
  const ended = lifecycle.closedAt;
  if (after === undefined || ended === null || room.archived) return [];
  const at = plusSpan(ended, after, book.plan.plan.timezone);
  return [{ what: 'archive', n: 0, at, lane: 'house', class: 'find or make', effect: { kind: 'archive', ...about } }];
}
