import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 5;

/** Looks until it holds; what never comes is ended by the test's own limit. Resolves with how long it took, in ms. */
export async function waitUntil(holds: () => boolean | Promise<boolean>): Promise<number> {
  const begun = performance.now();
  while (!(await holds())) await pause(LOOK_MS);
  return performance.now() - begun;
}
