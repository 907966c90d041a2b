import { BULLMQ } from './bullmq.ts';
import type { Entrant } from './contender.ts';
import { GRAPHILE_WORKER } from './graphile-worker.ts';
import { MUSTER_ITSELF } from './muster.ts';
import { PG_BOSS } from './pg-boss.ts';

const ALL: Readonly<Record<string, Entrant>> = { ...MUSTER_ITSELF, ...BULLMQ, ...PG_BOSS, ...GRAPHILE_WORKER };

export function entrantOf(id: string): Entrant {
  const found = ALL[id];
  if (found === undefined) throw new Error(`there is no entrant ${id}`);
  return found;
}
