import type { Outcome } from '../core/aggregate.ts';
import type { Effect } from '../core/incident/effects.ts';
import type { Pager, PagerOutcome } from '../ports/pager.ts';
import type { Performer } from '../ports/performer.ts';
import { reasonOf } from './notice.ts';

type PageEffect = Extract<Effect, { readonly kind: 'page' }>;
/** How long one page may take before it counts as unknown and is tried again. */
const TIMEOUT_MS = 10_000;

/** Hands a page to the first pager that carries its medium; when that one fails, to the next. */
export function pagePerformer(pagers: readonly Pager[]): Performer<PageEffect> {
  return {
    timeoutMs: TIMEOUT_MS,
    async perform({ message }, signal): Promise<Outcome> {
      const able = pagers.filter(({ media }) => media.includes(message.medium));
      let last: Outcome = { outcome: 'failed', reason: `nothing is set up for ${message.medium}`, permanent: true };
      for (const pager of able) {
        last = await attempt(() => pager.send(message, signal), pager.name);
        if (last.outcome === 'accepted' || signal.aborted) return last;
      }
      return last;
    },
  };
}

async function attempt(send: () => Promise<PagerOutcome>, name: string): Promise<Outcome> {
  try {
    const sent = await send();
    return sent.outcome === 'accepted' ? sent : { ...sent, reason: `${name}: ${sent.reason}` };
  } catch (error) {
    return { outcome: 'unknown', reason: `${name}: ${reasonOf(error)}` };
  }
}
