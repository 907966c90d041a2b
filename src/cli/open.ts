import type { Config } from '../config.ts';
import type { Muster } from '../muster.ts';
import { openMuster } from '../muster.ts';
import { PlanFault } from '../plans.ts';
import type { Log } from '../ports/log.ts';

/** Opens Muster; when it cannot be opened, the sentences for the person instead. */
export async function opened(
  config: Config,
  log: Log,
): Promise<{ readonly ok: true; readonly muster: Muster } | { readonly ok: false; readonly say: readonly string[] }> {
  try {
    return { ok: true, muster: await openMuster(config, log) };
  } catch (fault) {
    if (fault instanceof PlanFault)
      return { ok: false, say: ['The plan cannot be used. "muster plan check" says more:', ...fault.problems] };
    return { ok: false, say: [fault instanceof Error ? fault.message : String(fault)] };
  }
}
