import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../src/core/time.ts';
import { OF_REPLICAS, OF_SERVERS } from './faults.ts';
import { report } from './report.ts';
import { rig } from './rig.ts';
import { run } from './run.ts';

/** How long things break; five minutes at least where it counts, longer for a long night. */
const MINUTES = Number(process.env['MUSTER_CHAOS_MINUTES'] ?? 5);
/** The same seed breaks the same things in the same order; what comes of it is up to the machine. */
const SEED = Number(process.env['MUSTER_CHAOS_SEED'] ?? randomInt(1_000_000));
/** So many in five minutes; a longer run has more. */
const INCIDENTS = Math.max(1, Math.round((200 * MINUTES) / 5));
/** One second of the wall is so many of the incidents: a level's five minutes are twelve seconds. */
const SPEED = 25;
const REPLICAS = 3;

describe('three replicas on one Postgres and one Redis, with everything breaking at random', () => {
  it(
    `lose no word and no page, decide nothing twice, nothing early and nothing late (MUSTER_CHAOS_SEED=${SEED}, ${MINUTES} min, ${INCIDENTS} incidents)`,
    { timeout: (MINUTES + 5) * MINUTE_MS },
    async () => {
      await using world = await rig({ replicas: REPLICAS, speed: SPEED });
      const ran = await run(world, {
        seed: SEED,
        incidents: INCIDENTS,
        ms: MINUTES * MINUTE_MS,
        speed: SPEED,
        faults: [OF_REPLICAS, OF_SERVERS],
      }).catch((cause: unknown) => {
        throw new Error(`The run broke off. ${world.places.map(({ replica }) => replica.lastWords()).join('\n--\n')}`, {
          cause,
        });
      });
      process.stderr.write(`chaos with the seed ${SEED}:\n${report(ran)}\n`);
      expect(ran.history.said.length).toBeGreaterThan(INCIDENTS);
      expect(ran.findings.map(({ rule, say }) => `${rule}: ${say}`)).toEqual([]);
    },
  );
});
