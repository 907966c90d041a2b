import type { Book } from '../../src/core/book.ts';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import type { Instant } from '../../src/core/time.ts';
import { MINUTE_MS, SECOND_MS } from '../../src/core/time.ts';
import type { Reply } from '../../src/ports/door.ts';
import type { ScriptedPager } from '../support/scripted-pager.ts';
import type { Process } from './process.ts';
import { beginWorld } from './world.ts';
import type { World, WorldParts } from './world.ts';

/** What a story about crashes may do. Whoever dies on the way is replaced within a minute, and people press again. */
export type Teller = {
  readonly world: World;
  /** Everything that happened to the incident so far. */
  events(): readonly IncidentEvent[];
  readonly pager: ScriptedPager;
  say(words: string, as: string): Promise<Reply>;
  pass(ms: number): Promise<void>;
};
export type Tale = {
  readonly parts?: Partial<WorldParts>;
  readonly tell: (teller: Teller) => Promise<void>;
};
export type Lived = {
  readonly world: World;
  /** The incident's number: a number may be skipped when a process dies just after taking it. */
  readonly id: string;
  readonly events: readonly IncidentEvent[];
  /** Answers that people got, by delivery. */
  readonly answered: ReadonlyMap<string, Reply>;
  /** The points that the first process passed. */
  readonly points: readonly string[];
  readonly deaths: number;
};

type Deaths = {
  readonly book: Omit<Book, 'hash'>;
  readonly at?: Instant;
  /** The point at which each process dies, in turn. */ readonly dieAt: readonly number[];
};

/** Tells the tale with processes that die at the given points, the last one not at all. */
export async function live(tale: Tale, { book, at, dieAt }: Deaths): Promise<Lived> {
  const world = await beginWorld({ book, ...(at === undefined ? {} : { at }), ...tale.parts });
  const answered = new Map<string, Reply>();
  const [first] = world.processes;
  if (first === undefined) throw new Error('nobody lives');
  const already = first.life.points.length;
  let deaths = 0;
  doom(first);

  function doom(process: Process) {
    const point = dieAt[deaths];
    if (point !== undefined) process.life.dieAt(point);
  }
  async function living(): Promise<Process> {
    const [process] = world.processes;
    if (process?.life.alive === true) return process;
    deaths += 1;
    const next = await world.begin(0);
    doom(next);
    await world.settle();
    return living();
  }
  async function pass(ms: number) {
    for (let left = ms; left > 0; left -= MINUTE_MS) {
      await living();
      await world.pass(Math.min(left, MINUTE_MS));
    }
    await living();
  }

  let said = 0;
  let id = 'INC-1';
  const events = () => world.ledger.accounts.get(id)?.events ?? [];
  await tale.tell({
    world,
    events,
    pager: world.pager,
    pass,
    async say(words, as) {
      const delivery = `click-${(said += 1)}`;
      for (;;) {
        const reply = await world.say(await living(), { words: words.replace('INC-1', id), as, delivery });
        await world.settle();
        if (reply === undefined) {
          await pass(5 * SECOND_MS);
          continue;
        }
        answered.set(delivery, reply);
        id = reply.incident ?? id;
        return reply;
      }
    },
  });
  await pass(2 * MINUTE_MS);
  return { world, id, events: events(), answered, deaths, points: first.life.points.slice(already) };
}
