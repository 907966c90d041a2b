import type { Live } from './core/oncall.ts';
import type { Reach } from './core/reach/state.ts';
import { REACH } from './core/reach/reach.ts';
import type { Upkeep } from './core/upkeep/upkeep.ts';
import { UPKEEP } from './core/upkeep/upkeep.ts';
import type { Engine } from './engine/engine.ts';

/** What is known beside the plan whenever somebody is to be paged: swaps made by word, and which ways reach whom. */
export async function liveOf(engine: Pick<Engine, 'read'>): Promise<Live> {
  const { overrides } = (await engine.read(UPKEEP)).state as Upkeep;
  // What is known of the media only orders them: without it people are paged in the plan's order.
  const reach = await engine.read(REACH).catch(() => undefined);
  return reach === undefined ? { overrides } : { overrides, reach: reach.state as Reach };
}
