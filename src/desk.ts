import type { CommandSpec, Desk } from './command.ts';
import { proposalOf, proposalsFor } from './proposals.ts';
import type { Speaker } from './ports/door.ts';
import type { Book } from './core/book.ts';
import type { IncidentId } from './core/ids.ts';
import { incidentId } from './core/ids.ts';
import type { IncidentEvent } from './core/incident/events.ts';
import { isLive } from './core/incident/lifecycle.ts';
import { isMember, placeOf } from './core/incident/members.ts';
import type { Incident } from './core/incident/state.ts';
import { readable } from './core/incident/unread.ts';
import { mayDo } from './core/permissions.ts';
import { REACH } from './core/reach/reach.ts';
import type { Reach } from './core/reach/state.ts';
import type { Preflighted } from './core/plan/preflight.ts';
import type { Upkeep } from './core/upkeep/upkeep.ts';
import { UPKEEP } from './core/upkeep/upkeep.ts';
import type { Engine } from './engine/engine.ts';
import type { Store } from './ports/store.ts';

type Parts = {
  readonly engine: Engine;
  readonly store: Store;
  readonly words: Readonly<Record<string, CommandSpec>>;
  readonly book: () => Book;
  readonly missing: () => readonly string[];
  /** Whether anything carries messages to this address; everything where nobody says. */
  readonly carries?: Desk['carries'];
  /** What would not work now; nothing where nobody looks. */
  readonly preflight?: () => Promise<readonly Preflighted[]>;
  /** The chat platforms that mirror a new incident. */
  readonly rooms: readonly string[];
};

/** Streams of incidents, real ones and drills. */
const SERIES = ['INC-', 'EX-'] as const;
const numberOf = (stream: string) => Number(stream.slice(stream.indexOf('-') + 1));

/** What one speaker may look at, at one moment. Private incidents of others are not there. */
export function deskOf({
  engine,
  store,
  words,
  book,
  missing,
  rooms,
  carries = () => true,
  preflight = async () => [],
}: Parts) {
  const read = async (stream: string) => (await engine.read(stream)).state as Incident;

  return async function desk(speaker: Speaker, incident: Incident | undefined): Promise<Desk> {
    const upkeep = (await engine.read(UPKEEP)).state as Upkeep;
    const reach = (await engine.read(REACH)).state as Reach;
    const place = placeOf(incident, book(), speaker.id);
    const live = { overrides: upkeep.overrides, reach };
    return {
      book: book(),
      live,
      upkeep,
      reach,
      words: Object.entries(words).map(([verb, spec]) => ({ verb, spec, may: mayDo(verb, place).ok })),
      carries,
      missing: missing(),
      preflight,
      rooms,
      async open() {
        const streams = (await store.openStreams())
          .map(({ stream }) => stream)
          .filter((stream) => SERIES.some((prefix) => stream.startsWith(prefix)));
        const all = await Promise.all(streams.map(read));
        return all
          .filter((one) => isLive(one) && isMember(one, speaker.id))
          .toSorted((a, b) => numberOf(b.lifecycle.id) - numberOf(a.lifecycle.id));
      },
      async recent(most) {
        const streams = (await Promise.all(SERIES.map((prefix) => store.streams(prefix, most)))).flat();
        const all = await Promise.all(streams.map(read));
        return all
          .filter((one) => isMember(one, speaker.id))
          .toSorted((a, b) => (a.lifecycle.declaredAt < b.lifecycle.declaredAt ? 1 : -1))
          .slice(0, most);
      },
      async events(id: IncidentId) {
        const events = (await store.read(id)).map(({ body }) => body as IncidentEvent);
        return readable(await read(id), events);
      },
      proposals: async () => proposalsFor(speaker.id, { engine, store }, { book: book(), at: await store.now(), live }),
      proposal: (id) => proposalOf(id, { engine, store }),
      async nextId(kind) {
        return incidentId(kind, await store.nextNumber(kind === 'drill' ? 'EX' : 'INC'));
      },
    };
  };
}
