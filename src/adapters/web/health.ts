import type { Instant } from '../../core/time.ts';
import { SECOND_MS, msBetween, plusMs } from '../../core/time.ts';
import type { WebNotice, WebParts } from './parts.ts';

/** Muster sweeps every second; without one for so long it no longer meets its deadlines. */
const SWEEP_MISSING_AFTER_MS = 5 * SECOND_MS;
const STORE_ANSWERS_WITHIN_MS = 2 * SECOND_MS;

export type Readiness = { readonly ready: boolean; readonly store: string; readonly sweep: string };

export interface Health {
  hear(notice: WebNotice): void;
  readiness(): Promise<Readiness>;
  sweptAt(): Instant | undefined;
}

/** Whether Muster does its work: the store answers, and the sweep runs. */
export function healthOf({ wall, now }: Pick<WebParts, 'wall' | 'now'>): Health {
  let swept: Instant | undefined;

  async function storeState(): Promise<string> {
    const { promise: late, resolve } = Promise.withResolvers<string>();
    const cancel = wall.ring(plusMs(wall.now(), STORE_ANSWERS_WITHIN_MS), () =>
      resolve(`does not answer within ${STORE_ANSWERS_WITHIN_MS / SECOND_MS} s`),
    );
    const asked = now().then(
      () => 'ok',
      () => 'answers with a fault',
    );
    return Promise.race([asked, late]).finally(cancel);
  }

  function sweepState(): string {
    if (swept === undefined) return 'has not run yet';
    const ago = msBetween(swept, wall.now());
    return ago <= SWEEP_MISSING_AFTER_MS ? 'ok' : `has not run for ${Math.round(ago / SECOND_MS)} s`;
  }

  return {
    hear(notice) {
      if (notice.kind === 'swept') swept = wall.now();
    },
    async readiness() {
      const store = await storeState();
      const sweep = sweepState();
      return { ready: store === 'ok' && sweep === 'ok', store, sweep };
    },
    sweptAt: () => swept,
  };
}
