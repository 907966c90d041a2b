import type { Owed, Settled } from '../aggregate.ts';
import type { PersonId } from '../ids.ts';
import type { Instant } from '../time.ts';
import { fromMs, plusMs } from '../time.ts';
import type { Effect, RoomEffect } from './effects.ts';
import { retryMs } from './effects.ts';
import type { IncidentChange, IncidentEvent } from './events.ts';
import type { Leaving, Room, Rooms } from './room.ts';
import { closed, CONSOLE } from './room.ts';
import { asked, duties, opening, owed } from './room-duties.ts';
import { isNews, settleRoom } from './settle-room.ts';
import type { Facet, Incident } from './state.ts';
import { isTellable } from './tellable.ts';

/** The first wait of something in doubt is that of a page's fourth try: 4 s, 8 s, 15 s, then longer. */
const FROM_TRY = 3;

const begin: Rooms = { open: {}, heard: 0, lastTellable: 0, tellSince: fromMs(0), joining: [], leaving: [] };

function evolve(before: Rooms, event: IncidentEvent): Rooms {
  const slice = heard(before, event);
  switch (event.type) {
    case 'declared': {
      const platforms = event.rooms ?? [CONSOLE];
      return {
        ...slice,
        open: Object.fromEntries(platforms.map((platform) => [platform, closed(platform, event.at)])),
      };
    }
    case 'channelOpened':
      return changed(slice, event.platform, { reference: event.reference });
    case 'channelFailed':
      return changed(slice, event.platform ?? CONSOLE, {
        attempt: event.attempt + 1,
        at: plusMs(event.at, retryMs(event.attempt)),
      });
    case 'cardPosted':
      return changed(slice, event.platform, {
        card: event.reference,
        toldUpTo: event.upTo,
        doubts: 0,
        toldAt: event.at,
      });
    case 'announced':
      return changed(slice, event.platform, { announced: event.reference });
    case 'stepCardPosted': {
      const steps = slice.open[event.platform]?.steps ?? {};
      return changed(slice, event.platform, { steps: { ...steps, [event.step]: event.reference } });
    }
    case 'invited': {
      const invited = slice.open[event.platform]?.invited ?? [];
      return changed(slice, event.platform, { invited: [...new Set([...invited, ...event.people])] });
    }
    case 'roomTold':
      return changed(slice, event.platform, { toldUpTo: event.upTo, toldAt: event.at, doubts: 0 });
    case 'postmortemShared':
      return changed(slice, event.platform, { shared: event.revision });
    case 'channelArchived': {
      if (slice.open[event.platform]?.reference === event.reference)
        return changed(slice, event.platform, { archived: true });
      return { ...slice, leaving: slice.leaving.filter(({ reference }) => reference !== event.reference) };
    }
    case 'madePrivate':
      return hidden(slice, event.at);
    case 'roomRefused': {
      const refused = slice.open[event.platform]?.refused ?? [];
      // A room that cannot be put away is left as it is, the one before the last as well.
      const isLeft = (room: Leaving) => event.what !== 'archive' || room.platform !== event.platform;
      const leaving = slice.leaving.filter(isLeft);
      const what = event.step === undefined ? event.what : `${event.what} ${event.step}`;
      return changed({ ...slice, leaving }, event.platform, { refused: [...refused, what] });
    }
    case 'roomDelayed': {
      const doubts = (slice.open[event.platform]?.doubts ?? 0) + 1;
      return changed(slice, event.platform, { doubts, at: plusMs(event.at, retryMs(doubts + FROM_TRY)) });
    }
    case 'channelLost':
      return changed(slice, event.platform, { lost: event.why });
    case 'channelFound':
      return changed(slice, event.platform, { lost: null, archived: false, refused: [] });
    case 'joinAsked':
      return { ...slice, joining: [...new Set([...slice.joining, event.person])] };
    case 'roomLeft':
      return left(slice, event.platform, event.person);
    case 'reopened':
      return { ...slice, open: mapped(slice.open, (room) => ({ ...room, archived: false, refused: [] })) };
    default:
      return slice;
  }
}

function heard(slice: Rooms, event: IncidentEvent): Rooms {
  const now = slice.heard + 1;
  if (!isTellable(event)) return { ...slice, heard: now };
  const isBehind = Object.values(slice.open).some(({ toldUpTo }) => toldUpTo < slice.lastTellable);
  return { ...slice, heard: now, lastTellable: now, tellSince: isBehind ? slice.tellSince : event.at };
}

/** What everybody may read cannot be made private: the talk moves to another room, and the one before is put away. */
function hidden(slice: Rooms, at: Instant): Rooms {
  const rooms = Object.values(slice.open).filter(({ platform }) => platform !== CONSOLE);
  const left = rooms.flatMap(({ platform, reference, announced }) =>
    reference === null ? [] : [{ platform, reference, announced: announced ?? '' }],
  );
  const moved = mapped(slice.open, (room) =>
    room.platform === CONSOLE ? room : { ...closed(room.platform, at), attempt: room.attempt + 1 },
  );
  return { ...slice, open: moved, leaving: [...slice.leaving, ...left] };
}

/** Who left by hand is not brought in again, but may ask to be. */
function left(slice: Rooms, platform: string, person: PersonId | null): Rooms {
  const joining = slice.joining.filter((other) => other !== person);
  const invited = slice.open[platform]?.invited ?? [];
  const known = person === null ? invited : [...new Set([...invited, person])];
  return changed({ ...slice, joining }, platform, { invited: known });
}

const mapped = (open: Rooms['open'], change: (room: Room) => Room) =>
  Object.fromEntries(Object.entries(open).map(([platform, room]) => [platform, change(room)]));

function changed(slice: Rooms, platform: string, change: Partial<Room>): Rooms {
  const room = slice.open[platform];
  return room === undefined ? slice : { ...slice, open: { ...slice.open, [platform]: { ...room, ...change } } };
}

function outstanding(incident: Incident): readonly Owed<Effect>[] {
  const { open, leaving } = incident.rooms;
  const all = Object.values(open).flatMap((room) =>
    room.reference === null ? opening(incident, room) : duties(incident, room, room.reference),
  );
  return [...all, ...leaving.flatMap((room, n) => leavingOf(incident, { ...room, n: n + 1 }))];
}

function leavingOf(
  incident: Incident,
  { platform, reference, announced, n }: Leaving & { readonly n: number },
): readonly Owed<Effect>[] {
  const room = incident.rooms.open[platform];
  if (room === undefined || room.reference === null) return [];
  const effect = { kind: 'archive', ...asked(incident.lifecycle.id, room), room: reference, announced } as const;
  return [owed(incident, { n, at: room.at, lane: 'house', class: 'find or make', effect })];
}

const KINDS = new Set<Effect['kind']>([
  'channel',
  'card',
  'announce',
  'stepCard',
  'invite',
  'tell',
  'share',
  'archive',
]);
const isOfRoom = (effect: Effect): effect is RoomEffect => KINDS.has(effect.kind);

function settle(_incident: Incident, { effect }: Owed<Effect>, { outcome }: Settled): readonly IncidentChange[] {
  return isOfRoom(effect) ? settleRoom(effect, outcome) : [];
}

const late: Facet<Rooms>['late'] = (incident, { effect }, { outcome }) =>
  isOfRoom(effect) && outcome.outcome === 'accepted' && isNews(incident, effect, outcome.reference)
    ? settleRoom(effect, outcome)
    : [];

export const rooms: Facet<Rooms> = { begin, evolve, outstanding, settle, late };
