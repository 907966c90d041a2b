import type { Incident } from '../../src/core/incident/state.ts';
import type { PageMessage } from '../../src/core/message.ts';
import { instant, MINUTE_MS } from '../../src/core/time.ts';
import { act } from './acts.ts';
import type { UnderWay } from './acts.ts';
import { EDITED, LAKESHORE, MINIMAL } from './books.ts';
import { checkerOf } from './checker.ts';
import { NEWER, newerVersion, OLDER_VERSION } from './old-version.ts';
import { pageRules } from './page-rules.ts';
import { randomOf } from './random.ts';
import { turmoilOf } from './turmoil.ts';
import { beginWorld } from './world.ts';
import type { Ground, PageSeen } from './world.ts';

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
/** `alone`: one process, now and then two. `fleet`: two or three, with whatever befalls one among others; now and then mixed. */
export type Kind = 'alone' | 'fleet';
type Options = { readonly trace?: (line: string) => void; readonly kind?: Kind; readonly ground?: Ground };

/** Hours at which a simulation may begin: an afternoon, a night, before a clock change, month's end. */
const BEGINNINGS = [
  '2026-11-20T21:40:00Z',
  '2026-11-21T07:10:00Z',
  '2026-11-01T05:20:00Z',
  '2026-12-22T02:00:00Z',
  '2026-03-08T06:30:00Z',
];

/** One life of Muster, decided by the seed alone. Throws a BrokenPromise when a promise of design 6 does not hold. */
export async function simulate(seed: number, { trace, kind = 'alone', ground }: Options = {}): Promise<Ride> {
  const random = randomOf(seed);
  const isFleet = kind === 'fleet';
  const processes = isFleet ? random.between(2, 3) : random.chance(0.25) ? 2 : 1;
  const fleet = isFleet ? fleetOf(seed) : undefined;
  const judge = pageRules();
  const wrong: string[] = [];
  const states = new Map<string, Incident>();

  const onPage = (message: PageMessage, { reached, now, ledger, book: inForce }: PageSeen) => {
    const known = states.get(message.incident);
    const plan = (known?.book ?? inForce).plan;
    const found = judge({ message, reached, now, ledger, several: processes > 1, known, plan });
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
    processes,
    onPage,
    passed(deadline, { at }) {
      if (at < deadline.at) wrong.push(`${deadline.key}, due ${deadline.at}, passed early at ${at}`);
    },
    ...fleet,
    ...(ground === undefined ? {} : { ground }),
  });
  const { check, replay } = checkerOf(world, states, (place) => fleet?.isOld(place) === true);
  const life = { world, random, old: [] as string[], states, crashes: 0, pressed: new Map<string, string>(), isFleet };

  const most = isFleet ? random.between(5, 12) : random.between(16, 34);
  const broken = (where: string, found: readonly string[]) =>
    new BrokenPromise(`seed ${seed}, ${where}:\n  ${found.join('\n  ')}\n  again: ${again(seed, kind)}`);
  for (let step = 1; step <= most; step += 1) {
    const did = await act(life, wrong);
    trace?.(`${step}. ${world.clock.now()} ${did}`);
    const found = [...wrong, ...(await check(trace))];
    if (found.length > 0) throw broken(`step ${step} (${did})`, found);
  }
  // Whoever stands still goes on once more, and says what it has left to say.
  if (isFleet) await world.pass(11 * MINUTE_MS);
  const found = [...wrong, ...(await check(trace)), ...(await replay()), ...(await lost(life))];
  if (found.length > 0) throw broken('at the end', found);
  const events = [...world.ledger.accounts.values()].flatMap((account) => account.events);
  return {
    steps: most,
    events: events.length,
    pages: world.pager.sent.length,
    crashes: life.crashes,
    types: new Set(events.map(({ type }) => type)),
  };
}

/** Every order that was answered is on record. */
async function lost({ world, pressed }: UnderWay): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const [id, answer] of pressed)
    if (answer !== '' && (await world.store.delivered(id)) === undefined) wrong.push(`${id} was answered and is lost`);
  return wrong;
}

/** What the processes of one store do to each other, and whether some of them are of an older version. */
function fleetOf(seed: number) {
  const random = randomOf(seed ^ 0x5bd1e995);
  const takeOver = random.chance(0.6);
  const old = random.chance(0.2) ? { places: random.pick([[0], [1], [0, 1]]), newer: random.pick(NEWER) } : undefined;
  const newer = old === undefined ? undefined : newerVersion(old.newer);
  const isOld = (place: number) => old?.places.includes(place) === true;
  return {
    takeOver,
    turmoil: () => turmoilOf(random),
    isOld,
    aggregatesAt: (place: number) => (isOld(place) ? OLDER_VERSION : newer),
  };
}

const again = (seed: number, kind: Kind) =>
  `npx node bench/simulate.ts --seed ${seed}${kind === 'fleet' ? ' --fleet' : ''} --trace`;
