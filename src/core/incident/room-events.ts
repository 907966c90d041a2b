import type { PersonId } from '../ids.ts';

/** What can happen to an incident's places to talk: one room for each chat platform (`slack`, `teams`), or the console alone. */
export type RoomEvent =
  | { readonly type: 'channelOpened'; readonly platform: string; readonly reference: string }
  | {
      readonly type: 'channelFailed';
      /** Missing in old events: the console. */
      readonly platform?: string;
      readonly attempt: number;
      readonly reason: string;
    }
  /** The situation card stands in the room; what happened up to event number `upTo` is on it. */
  | { readonly type: 'cardPosted'; readonly platform: string; readonly reference: string; readonly upTo: number }
  /** Told in the channel where all incidents are announced; an empty reference where the firm has none. */
  | { readonly type: 'announced'; readonly platform: string; readonly reference: string }
  | { readonly type: 'stepCardPosted'; readonly platform: string; readonly reference: string; readonly step: number }
  /** `missed`: one sentence about those who could not be brought in; empty when all are there. */
  | {
      readonly type: 'invited';
      readonly platform: string;
      readonly people: readonly PersonId[];
      readonly missed: string;
    }
  /** The room knows what happened up to event number `upTo`; `lateMs` is how old the oldest of it was. */
  | { readonly type: 'roomTold'; readonly platform: string; readonly upTo: number; readonly lateMs: number }
  | { readonly type: 'postmortemShared'; readonly platform: string; readonly revision: number }
  | { readonly type: 'channelArchived'; readonly platform: string; readonly reference: string }
  /** Something that is owed to a room was refused for good: it is not tried again, and the incident goes on. */
  | {
      readonly type: 'roomRefused';
      readonly platform: string;
      readonly what: RoomDuty;
      /** The step, where it is about one. */
      readonly step?: number;
      readonly reason: string;
    }
  /** It may have been done or not: tried again, later each time. */
  | { readonly type: 'roomDelayed'; readonly platform: string; readonly what: RoomDuty; readonly reason: string }
  /** The room is gone: archived or deleted by hand, or Muster was removed from it. */
  | { readonly type: 'channelLost'; readonly platform: string; readonly why: string }
  | { readonly type: 'channelFound'; readonly platform: string }
  /** Somebody asked to be brought into the room. */
  | { readonly type: 'joinAsked'; readonly person: PersonId }
  | ({ readonly type: 'roomEntered' } & Coming)
  | ({ readonly type: 'roomLeft' } & Coming);

/** `person` is null for somebody whom the plan does not know. */
type Coming = { readonly platform: string; readonly person: PersonId | null; readonly name: string };

/** What Muster does for a room once it is open. */
export type RoomDuty = 'card' | 'announce' | 'step' | 'invite' | 'tell' | 'share' | 'archive';

export type RoomType = RoomEvent['type'];
export const ROOM_EVENTS: Readonly<Record<RoomType, true>> = {
  channelOpened: true,
  channelFailed: true,
  cardPosted: true,
  announced: true,
  stepCardPosted: true,
  invited: true,
  roomTold: true,
  postmortemShared: true,
  channelArchived: true,
  roomRefused: true,
  roomDelayed: true,
  channelLost: true,
  channelFound: true,
  joinAsked: true,
  roomEntered: true,
  roomLeft: true,
};
