import type { Outcome } from '../../../../core/aggregate.ts';
import type { RoomEffect } from '../../../../core/incident/effects.ts';
import { retryMs } from '../../../../core/incident/effects.ts';
import type { Waiting } from '../outcomes.ts';

type Perform<Ask> = (ask: Ask, signal: AbortSignal) => Promise<Outcome | Waiting>;

/** The first wait is as long as that of a page's fifth try: 8 s, 15 s, 30 s, then minutes. */
const FROM_TRY = 4;

/**
 * What may have been done although no answer came is tried again later and later: each try may be one more message that
 * everybody sees. What surely was not done is tried again as soon as it says.
 */
export function patient<Ask extends RoomEffect>(perform: Perform<Ask>): Perform<Ask> {
  const doubts = new Map<string, number>();
  return async (ask, signal) => {
    const outcome = await perform(ask, signal);
    const about = `${ask.incident} ${ask.kind} ${ask.kind === 'stepCard' ? ask.step : ''}`;
    if (outcome.outcome !== 'postponed' || outcome.inDoubt !== true) {
      doubts.delete(about);
      return outcome;
    }
    const tries = (doubts.get(about) ?? 0) + 1;
    doubts.set(about, tries);
    return { ...outcome, afterMs: retryMs(tries + FROM_TRY) };
  };
}
