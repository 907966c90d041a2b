import { plusMs, SECOND_MS } from '../../../../core/time.ts';
import type { Clock } from '../../../../ports/clock.ts';
import type { HealthWatch } from './health.ts';

const EVERY_MS = 30 * SECOND_MS;
/** While something is wrong: an outage should be noticed, and its end too, without waiting for somebody to press a button. */
const WHILE_ILL_MS = 5 * SECOND_MS;

/**
 * A cheap call now and then, to the workspace that was silent the longest, so that trouble is known before it matters.
 * `probe` makes it and tells `health`; it never rejects. Answers how to stop.
 */
export function startCanary(clock: Clock, health: HealthWatch, probe: (team: string) => Promise<void>): () => void {
  let disarm: () => void = () => undefined;
  let isOut = false;
  let stopped = false;

  const isIll = () => ['down', 'degraded'].includes(health.health().state);
  const arm = () => {
    disarm();
    if (!stopped && !isOut)
      disarm = clock.ring(plusMs(clock.now(), isIll() ? WHILE_ILL_MS : EVERY_MS), () => void sing());
  };
  const sing = async () => {
    const [team] = health.teams();
    isOut = true;
    if (team !== undefined) await probe(team);
    isOut = false;
    arm();
  };

  const ignore = health.onChange(arm);
  arm();
  return () => {
    stopped = true;
    disarm();
    ignore();
  };
}
