import type { Book } from '../../src/core/book.ts';
import { hash } from '../../src/core/ids.ts';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { incident as aggregate } from '../../src/core/incident/incident.ts';
import type { Incident } from '../../src/core/incident/state.ts';
import { brokenChains, decidedTwice, twiceIn } from './fleet-rules.ts';
import { AGENDA, INVARIANTS } from './invariants.ts';
import { MADE } from './turmoil.ts';
import { unlessMade } from './world.ts';
import type { World } from './world.ts';

/** Whether the process at this place is of an older version, which does not understand everything. */
type Old = (place: number) => boolean;
type Trace = ((line: string) => void) | undefined;

export interface Checker {
  /** Everything that is wrong now, one sentence each. */
  check(trace: Trace): Promise<readonly string[]>;
  /**
   * I7: every log, folded once more from its first event, gives the same state, and whatever process lives has it; and no event
   * was altered. Answers what does not hold.
   */
  replay(): Promise<readonly string[]>;
}

/**
 * Holds every incident against every promise, after every step. It folds the log itself, into `states`, and trusts
 * nobody's memory.
 */
export function checkerOf(world: World, states: Map<string, Incident>, old: Old = () => false): Checker {
  const books = new Map<string, Book>();
  const isMixed = world.processes.some((_, place) => old(place));
  let heard = 0;

  async function bookOf(wanted: string): Promise<Book> {
    const known = books.get(wanted);
    if (known !== undefined) return known;
    const text = await world.store.document(wanted);
    if (text === undefined) throw new Error(`the store lost the book ${wanted}`);
    const book = { ...(JSON.parse(text) as Book), hash: hash(wanted) };
    books.set(wanted, book);
    return book;
  }

  async function fold(from: Incident, events: readonly IncidentEvent[]): Promise<Incident> {
    let incident = from;
    for (const event of events) {
      const pinned = aggregate.pins(event);
      incident = aggregate.evolve(incident, event, pinned === undefined ? undefined : await bookOf(pinned));
    }
    return incident;
  }

  async function replay(): Promise<readonly string[]> {
    const wrong: string[] = [];
    for (const [stream, { events }] of world.ledger.accounts) {
      const live = states.get(stream);
      const afresh = await fold(aggregate.begin, events);
      if (live === undefined || textOf(live) !== textOf(afresh))
        wrong.push(`${stream}: its log gives another state the second time`);
      wrong.push(...(await liveDiffers(stream, afresh)));
    }
    return [...wrong, ...(await brokenChains(world.store))];
  }

  async function check(trace: Trace): Promise<readonly string[]> {
    const wrong: string[] = [];
    const fresh = world.ledger.takeFresh();
    for (const [stream, events] of fresh) for (const event of events) trace?.(`    ${stream} ${brief(event)}`);
    const worked = world.processes.some(({ awake }) => awake);
    for (const stream of world.ledger.accounts.keys()) {
      const before = states.get(stream);
      const events = fresh.get(stream) ?? [];
      const incident = await fold(before ?? aggregate.begin, events);
      states.set(stream, incident);
      const view = {
        stream,
        incident,
        before,
        worked,
        fresh: events,
        now: world.clock.now(),
        agenda: await world.store.agenda(stream),
      };
      for (const [name, holds] of Object.entries(INVARIANTS)) {
        if (isMixed && name === AGENDA) continue;
        const found = holds(view);
        if (found !== undefined) wrong.push(`${name}: ${stream} ${found}`);
      }
      if (events.length === 0) continue;
      wrong.push(
        ...(await liveDiffers(stream, incident)),
        ...twiceIn(stream, world.ledger.accounts.get(stream)?.events ?? []),
      );
    }
    return [...wrong, ...twice(), ...decidedTwice(world.ledger), ...complaints()];
  }

  /** I7: what a process remembers is what the log says. */
  async function liveDiffers(stream: string, incident: Incident): Promise<readonly string[]> {
    const wrong: string[] = [];
    const told = textOf(incident);
    for (const [place, { awake, engine, unlessGone }] of world.processes.entries()) {
      if (!awake || old(place)) continue;
      const read = await unlessGone(engine.read(stream)).catch(unlessMade);
      if (read !== undefined && textOf(read.state as Incident) !== told)
        wrong.push(`replay gives the same state: ${stream} is remembered otherwise than its log says`);
    }
    return wrong;
  }

  const twice = () =>
    [...world.ledger.deliveries]
      .filter(([, times]) => times > 1)
      .map(([id]) => `a delivery is one event: ${id} was appended twice`);

  /** A healthy world gives the engine nothing to complain about, and the auditor nothing to mend. */
  function complaints(): readonly string[] {
    const news = world.notices.slice(heard);
    heard = world.notices.length;
    return news.flatMap((notice) =>
      (notice.kind === 'fault' && !notice.reason.includes(MADE)) ||
      ((notice.kind === 'ill' || notice.kind === 'repaired') && !isMixed)
        ? [`nothing is ill or mended without cause: ${JSON.stringify(notice)}`]
        : [],
    );
  }

  return { check, replay };
}

/** An event in one line, without its pages. */
function brief({ type, by, at: _, v: __, ...rest }: IncidentEvent): string {
  const { pages, ...few } = { pages: undefined, ...rest };
  const asked = pages === undefined ? '' : ` ${pages.map(({ person, medium }) => `${person}/${medium}`).join(' ')}`;
  return `${type} by ${by} ${JSON.stringify(few).slice(0, 200)}${asked}`;
}

const textOf = ({ book: _, ...slices }: Incident) => JSON.stringify(slices);
