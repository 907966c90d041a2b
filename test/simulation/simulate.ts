import type { Incident } from '../../src/core/incident/state.ts';
import type { PageMessage } from '../../src/core/message.ts';
import { instant } from '../../src/core/time.ts';
import { act } from './acts.ts';
import { EDITED, LAKESHORE, MINIMAL } from './books.ts';
import { checkerOf } from './checker.ts';
import { pageRules } from './page-rules.ts';
import { randomOf } from './random.ts';
import { beginWorld } from './world.ts';
import type { PageSeen } from './world.ts';

/** What went wrong, with the seed that brings it back. */
export class BrokenPromise extends Error {
  override name = 'BrokenPromise';
}

export type Ride = {
  readonly steps: number;
  readonly events: number;
  readonly pages: number;
  readonly crashes: number;
  /** Every type of event that occurred. */
  readonly types: ReadonlySet<string>;
};
type Options = { readonly trace?: (line: string) => void; readonly steps?: number };

/** Hours at which a simulation may begin: an afternoon, a night, before a clock change, month's end. */
const BEGINNINGS = [
  '2026-11-20T21:40:00Z',
  '2026-11-21T07:10:00Z',
  '2026-11-01T05:20:00Z',
  '2026-12-22T02:00:00Z',
  '2026-03-08T06:30:00Z',
];

/** One life of Muster, decided by the seed alone. Throws a BrokenPromise when a promise of design 6 does not hold. */
export async function simulate(seed: number, { trace, steps }: Options = {}): Promise<Ride> {
  const random = randomOf(seed);
  const several = random.chance(0.25);
  const judge = pageRules();
  const wrong: string[] = [];
  const states = new Map<string, Incident>();

  const onPage = (message: PageMessage, { reached, now, ledger, book: inForce }: PageSeen) => {
    const known = states.get(message.incident);
    const found = judge({ message, reached, now, ledger, several, known, plan: (known?.book ?? inForce).plan });
    trace?.(`    page ${message.key} to ${message.to}${reached ? '' : ' (not accepted)'}`);
    if (found !== undefined) wrong.push(found);
  };
  const book = random.weighted([
    [6, LAKESHORE],
    [2, MINIMAL],
    [1, EDITED],
  ] as const);
  const world = await beginWorld({
    book,
    at: instant(random.pick(BEGINNINGS)),
    processes: several ? 2 : 1,
    onPage,
    passed(deadline, { at }) {
      if (at < deadline.at) wrong.push(`${deadline.key}, due ${deadline.at}, passed early at ${at}`);
    },
  });
  const { check, replay } = checkerOf(world, states);
  const life = {
    world,
    random,
    old: [] as string[],
    states,
    crashes: 0,
    pressed: new Map<string, string>(),
  };

  const most = steps ?? random.between(16, 34);
  for (let step = 1; step <= most; step += 1) {
    const did = await act(life, wrong);
    trace?.(`${step}. ${world.clock.now()} ${did}`);
    const found = [...wrong, ...(await check(trace))];
    if (found.length > 0)
      throw new BrokenPromise(`seed ${seed}, step ${step} (${did}):\n  ${found.join('\n  ')}\n  again: ${again(seed)}`);
  }
  const events = [...world.ledger.accounts.values()].flatMap((account) => account.events);
  const afresh = await replay();
  if (afresh.length > 0)
    throw new BrokenPromise(`seed ${seed}, at the end: ${afresh.join('\n')}\n  again: ${again(seed)}`);
  return {
    steps: most,
    events: events.length,
    pages: world.pager.sent.length,
    crashes: life.crashes,
    types: new Set(events.map(({ type }) => type)),
  };
}

const again = (seed: number) => `npx node bench/simulate.ts --seed ${seed} --trace`;
