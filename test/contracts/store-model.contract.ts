import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memoryStore } from '../../src/adapters/stores/memory/memory-store.ts';
import { MINUTE_MS, msBetween, plusMs, type Instant } from '../../src/core/time.ts';
import { LANES, type AgendaEntry, type Claim, type Lane, type Store } from '../../src/ports/store.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import type { MakeStore } from './store-harness.ts';

/** Minutes are from the beginning; rows stand at half minutes and time passes in whole ones, so that no clock has to be exact. */
type Row = { readonly key: string; readonly minute: number; readonly lane: Lane };
type Held = { readonly which: number };
type Write =
  | {
      readonly do: 'append';
      readonly stream: string;
      readonly stale: number;
      readonly events: number;
      readonly agenda: readonly Row[];
      readonly open: boolean;
      readonly delivery: string | null;
      readonly claim: number | null;
    }
  | {
      readonly do: 'rearm';
      readonly stream: string;
      readonly stale: number;
      readonly agenda: readonly Row[];
      readonly open: boolean;
    }
  | { readonly do: 'claim'; readonly lane: Lane; readonly most: number; readonly leaseMinutes: number }
  | ({ readonly do: 'release'; readonly minute: number } & Held)
  | ({ readonly do: 'drop' } & Held)
  | { readonly do: 'number' }
  | { readonly do: 'keep'; readonly text: string };

/** Thousands of commits: a slow disk takes its time. */
const MODEL_TIMEOUT_MS = 120_000;

const STREAMS = ['INC-1', 'INC-2', 'EX-1', 'ünïcode 🔥'];
const lane = fc.constantFrom(...LANES);
const stream = fc.constantFrom(...STREAMS);
const stale = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.constantFrom(-1, 1));
const minute = fc.integer({ min: -3, max: 6 });
const rows = fc.uniqueArray(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'ö', "d'"), minute, lane }), {
  selector: ({ key }) => key,
  maxLength: 4,
});
/** How many claims ago; mostly the newest ones, whose leases still hold. */
const which = fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 2 }) }, fc.nat({ max: 20 }));
const append = fc.record({
  do: fc.constant('append' as const),
  stream,
  stale,
  events: fc.integer({ min: 1, max: 3 }),
  agenda: rows,
  open: fc.boolean(),
  delivery: fc.option(fc.constantFrom('d1', 'd2', 'd3', 'd4'), { freq: 2 }),
  claim: fc.option(which, { freq: 2 }),
});
const claim = fc.record({
  do: fc.constant('claim' as const),
  lane,
  most: fc.nat({ max: 4 }),
  leaseMinutes: fc.integer({ min: 1, max: 6 }),
});
const write: fc.Arbitrary<Write> = fc.oneof(
  { weight: 4, arbitrary: append },
  { weight: 4, arbitrary: claim },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('release' as const), which, minute }) },
  fc.record({ do: fc.constant('rearm' as const), stream, stale, agenda: rows, open: fc.boolean() }),
  fc.record({ do: fc.constant('drop' as const), which }),
  fc.record({ do: fc.constant('number' as const) }),
  fc.record({ do: fc.constant('keep' as const), text: fc.string() }),
);
const rounds = fc.array(
  fc.record({ together: fc.array(write, { minLength: 1, maxLength: 5 }), thenMinutes: fc.integer({ min: 0, max: 4 }) }),
  { maxLength: 25 },
);

/** Holds any store against the one in memory, over random rounds of concurrent writes. */
export function modelPromises(make: MakeStore, numRuns: number): void {
  it(
    'does what the store in memory does, whatever is asked for, and in whichever order',
    async () => {
      await fc.assert(
        fc.asyncProperty(rounds, async (all) => {
          await using bench = await make();
          const begin = await bench.store.now();
          const clock = virtualClock(begin);
          const real = player(bench.store, begin);
          const model = player(memoryStore(clock), begin);
          for (const round of all) {
            const versions = await model.versions();
            expect(await real.play(round.together, versions)).toEqual(await model.play(round.together, versions));
            expect(await real.look()).toEqual(await model.look());
            await bench.pass(round.thenMinutes * MINUTE_MS);
            clock.jump(round.thenMinutes * MINUTE_MS);
          }
        }),
        { numRuns },
      );
    },
    MODEL_TIMEOUT_MS,
  );
}

/** A claim may see what is written at the same time, or not: in the model they follow each other. */
function apartFromClaims(together: readonly Write[]): readonly (readonly Write[])[] {
  const runs: Write[][] = [];
  for (const each of together) {
    const last = runs.at(-1);
    if (last?.[0] !== undefined && (last[0].do === 'claim') === (each.do === 'claim')) last.push(each);
    else runs.push([each]);
  }
  return runs;
}

/** Plays writes on one store and tells what came back, with tokens left out and instants as minutes. */
function player(store: Store, begin: Instant) {
  const claims: Claim[] = [];
  const at = (minutes: number) => plusMs(begin, (minutes + 0.5) * MINUTE_MS);
  const agendaOf = (all: readonly Row[]): AgendaEntry[] =>
    all.map(({ key, lane, minute: m }) => ({ key, lane, at: at(m) }));
  const inMinutes = (hour: Instant | null | undefined) =>
    hour && Math.round(msBetween(begin, hour) / (MINUTE_MS / 2)) / 2;
  const held = (n: number): Claim =>
    claims.at(-1 - n) ?? { stream: 'INC-1', key: 'a', at: begin, lane: 'page', token: 'none' };

  const doOne = async (asked: Write, versions: ReadonlyMap<string, number>): Promise<unknown> => {
    switch (asked.do) {
      case 'append': {
        const { agenda, delivery, claim, open } = asked;
        const target = claim === null ? asked.stream : held(claim).stream;
        return store.append({
          stream: target,
          expected: (versions.get(target) ?? 0) + asked.stale,
          events: Array.from({ length: asked.events }, (_, n) => ({ n, delivery })),
          agenda: agendaOf(agenda),
          open,
          ...(delivery === null ? {} : { delivery: { id: delivery, reply: `to ${target} ${asked.events}` } }),
          ...(claim === null ? {} : { claim: held(claim) }),
        });
      }
      case 'rearm': {
        const version = (versions.get(asked.stream) ?? 0) + asked.stale;
        return store.rearm(asked.stream, version, agendaOf(asked.agenda), asked.open);
      }
      case 'claim': {
        const { lane: of, most, leaseMinutes } = asked;
        const got = await store.claim({ lane: of, most, leaseMs: (leaseMinutes + 0.5) * MINUTE_MS });
        claims.push(...got);
        return got.map(({ token: _, ...rest }) => ({ ...rest, at: inMinutes(rest.at) }));
      }
      case 'release':
        return store.release(held(asked.which), at(asked.minute));
      case 'drop':
        return store.drop(held(asked.which));
      case 'number':
        return store.nextNumber('INC');
      case 'keep':
        return store.keep(asked.text);
      default:
        return asked satisfies never;
    }
  };

  return {
    versions: async () =>
      new Map(await Promise.all(STREAMS.map(async (each) => [each, (await store.read(each)).length] as const))),
    async play(together: readonly Write[], versions: ReadonlyMap<string, number>) {
      const answers: unknown[] = [];
      for (const run of apartFromClaims(together))
        answers.push(...(await Promise.all(run.map((each) => doOne(each, versions)))));
      return answers;
    },
    look: async () => ({
      events: await Promise.all(STREAMS.map((each) => store.read(each))),
      agenda: await Promise.all(
        STREAMS.map(async (each) =>
          (await store.agenda(each)).map((row) => ({
            ...row,
            at: inMinutes(row.at),
            leasedUntil: inMinutes(row.leasedUntil),
          })),
        ),
      ),
      open: await store.openStreams(),
      all: await store.streams('', 100),
      next: inMinutes(await store.nextDue()),
      deliveries: await Promise.all(['d1', 'd2', 'd3', 'd4'].map((id) => store.delivered(id))),
    }),
  };
}
