import { join } from 'node:path';
import { keptClock } from './adapters/clock/adjustable/kept-clock.ts';
import type { KeptClock } from './adapters/clock/adjustable/kept-clock.ts';
import { systemClock } from './adapters/clock/system-clock.ts';
import type { Config } from './config.ts';
import type { Clock } from './ports/clock.ts';

/**
 * `clock` is the time of the incidents, by which things are due. `wall` is the machine's: the sweep, and how long work may
 * take, go by it, so that Muster does its work and answers while the other stands still.
 */
export type Clocks = { readonly clock: Clock; readonly wall: Clock; readonly adjustable?: KeptClock };

export function clocksOf({ timeScale, data, reachesReal }: Config): Clocks {
  const wall = systemClock();
  if (reachesReal) return { clock: wall, wall };
  const adjustable = keptClock({ base: wall, file: join(data, 'clock.json'), setting: timeScale });
  return { clock: adjustable, wall, adjustable };
}
