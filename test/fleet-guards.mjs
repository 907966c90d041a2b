/** What keeps several processes that share a store out of each other's way; see `guards.mjs`. */
export const FLEET_GUARDS = [
  {
    guard: 'what another process has settled is not settled again',
    file: 'src/engine/work.ts',
    find: '(aggregate.late?.(snapshot.state, owed, settled) ?? [])',
    replace: 'aggregate.settle(snapshot.state, owed, settled)',
    tests: 'test/engine/stood-still.test.ts',
    name: 'is not called failed afterwards by the one that never heard the answer',
  },
  {
    guard: 'whoever stood still looks again',
    file: 'src/engine/work.ts',
    find: 'if (msBetween(began, clock.now()) <= STALE_MS[owed.class]) return owed;',
    replace: 'if (looks > 0) return owed;',
    tests: 'test/engine/stood-still.test.ts',
    name: 'nobody is paged after an answer',
  },
  {
    guard: 'an old process gives way to a newer one',
    file: 'src/engine/giving-way.ts',
    find: 'if (msBetween(from, now) < PATIENCE_MS) {',
    replace: 'if (msBetween(from, now) < 0) {',
    tests: 'test/engine/giving-way.test.ts',
    name: 'leaves the next level to the newer one, which is back three seconds later',
  },
];
