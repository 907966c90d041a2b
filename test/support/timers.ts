import type { AnyAggregate } from '../../src/engine/kind.ts';
import type { Instant } from '../../src/core/time.ts';

type Timer = { readonly at: Instant | null };

/** The smallest thing with a deadline, so that the engine and the store are tried and nothing else. */
export const timers = {
  prefixes: ['TIMER-'],
  begin: { at: null },
  pins: () => undefined,
  evolve: (_state: Timer, event: { readonly due: Instant | null }) => ({ at: event.due }),
  decide: (_state: Timer, command: unknown) => ({ ok: true, events: [command] }),
  live: () => false,
  deadlines: ({ at }: Timer) => (at === null ? [] : [{ key: 'due', at, lane: 'page', facet: 'timer' }]),
  outstanding: () => [],
  pass: () => [{ type: 'rang', due: null }],
  intend: () => [],
  settle: () => [],
} as unknown as AnyAggregate;
