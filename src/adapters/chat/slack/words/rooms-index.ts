import type { IncidentId } from '../../../../core/ids.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import type { RoomRef } from '../refs.ts';
import { readRoom } from '../refs.ts';

/** Which incident a channel or a thread is the room of. */
export interface RoomsIndex {
  learn(incident: Incident): void;
  /** `thread` is the ts of a thread's root, or of the message itself. */
  incidentAt(at: {
    readonly team: string;
    readonly channel: string;
    readonly thread?: string | null;
  }): IncidentId | undefined;
  /** The room of an incident, as far as it was seen. */
  roomOf(id: IncidentId): RoomRef | undefined;
  /** The incident whose room is this whole channel. */
  ofChannel(team: string, channel: string): IncidentId | undefined;
}

export function roomsIndex(): RoomsIndex {
  const rooms = new Map<string, IncidentId>();
  const byIncident = new Map<IncidentId, RoomRef>();
  const index: RoomsIndex = {
    learn({ lifecycle, rooms: { open } }) {
      const reference = open['slack']?.reference ?? null;
      const room = reference === null ? undefined : readRoom(reference);
      if (reference === null || room === undefined) return;
      rooms.set(reference, lifecycle.id);
      byIncident.set(lifecycle.id, room);
    },
    incidentAt({ team, channel, thread }) {
      const inThread = thread === undefined || thread === null ? undefined : rooms.get(`${team}/${channel}/${thread}`);
      return inThread ?? index.ofChannel(team, channel);
    },
    roomOf: (id) => byIncident.get(id),
    ofChannel: (team, channel) => rooms.get(`${team}/${channel}`),
  };
  return index;
}
