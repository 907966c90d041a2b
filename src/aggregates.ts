import { duty } from './core/duty/duty.ts';
import { heartbeats } from './core/alerts/heartbeats.ts';
import { alertSources } from './core/alerts/source.ts';
import { inbox } from './core/inbox/inbox.ts';
import { shelf } from './core/inbox/shelf.ts';
import { incident } from './core/incident/incident.ts';
import { nearMisses } from './core/nearmiss/near-misses.ts';
import { reach } from './core/reach/reach.ts';
import { notices } from './core/notices/notices.ts';
import { upkeep } from './core/upkeep/upkeep.ts';
import type { AnyAggregate } from './engine/kind.ts';

/**
 * Everything that lives as a stream of events. The engine asks each only about its own streams, so it need not know
 * their types.
 */
export const AGGREGATES: readonly AnyAggregate[] = [
  incident,
  upkeep,
  inbox,
  shelf,
  nearMisses,
  reach,
  notices,
  duty,
  alertSources,
  heartbeats,
].map((one) => one as unknown as AnyAggregate);
