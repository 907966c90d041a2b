import { within } from '../../src/adapters/jobs/bullmq/within.ts';
import { setTimeout as after } from 'node:timers/promises';
import { randomOf } from '../simulation/random.ts';
import { watchBox } from './box.ts';
import { check } from './check/check.ts';
import type { Fault, Happened } from './faults.ts';
import { keepBreaking } from './faults.ts';
import type { Finding, History } from './history.ts';
import { scripts } from './people.ts';
import { watchPhones } from './phones.ts';
import { readLog } from './record.ts';
import type { Rig } from './rig.ts';
import { heal } from './rig.ts';
import { talkers } from './talk.ts';
import { stoppedOf } from './uptime.ts';

export type RunParts = {
  readonly seed: number;
  readonly incidents: number;
  /** How long faults go on, in real ms. */
  readonly ms: number;
  readonly speed: number;
  /** What breaks, each list beside the others, one fault after the other; without it nothing does. */
  readonly faults?: readonly (readonly Fault[])[];
};
export type Ran = {
  readonly history: History;
  readonly findings: readonly Finding[];
  readonly happened: readonly Happened[];
  readonly tries: number;
  /** The longest that this process had to wait for the processor, in ms. */
  readonly worstGapMs: number;
  /** In what part of the time something on this machine had to wait for it, 0 to 1; undefined where nobody tells. */
  readonly crowded: number | undefined;
};

/** The last scripts begin so long before the end, so that most of each is played under faults: this part of the whole. */
const STARTED_BY = 0.8;
/** When everything is whole again, people have so long to be answered, in ms. */
const LAST_WORDS_MS = 120_000;
/** Then nobody says anything for so long, in ms, and everything that is due must have been done. */
const QUIET_MS = 7_000;
/** What hangs shall say so. In ms. */
const HEALED_WITHIN_MS = 60_000;
const AGAIN_WITHIN_MS = 120_000;
const READ_WITHIN_MS = 60_000;

/** Lets people speak and things break, heals everything, waits until it is quiet, and checks what is on record. */
export async function run(rig: Rig, { seed, incidents, ms, speed, faults = [] }: RunParts): Promise<Ran> {
  const random = randomOf(seed);
  const replicas = rig.places.map(({ replica }) => replica);
  using phones = watchPhones(replicas);
  const people = talkers({ replicas, random: randomOf(seed + 1), speed });
  const begun = performance.now();
  const crowded = watchBox();
  const isOver = () => performance.now() - begun > ms;

  const breaking = faults.map((kind, n) => keepBreaking({ ...rig, random: randomOf(seed + 2 + n) }, kind, isOver));
  const gapMs = (ms * STARTED_BY) / incidents;
  const playing = scripts(random, incidents).map(async (script, n) => {
    await after(n * gapMs);
    await people.play(script);
  });
  const happened = (await Promise.all(breaking)).flat().toSorted((a, b) => a.at - b.at);
  if (faults.length > 0) await within(HEALED_WITHIN_MS, heal(rig), 'making everything whole again');
  await Promise.race([Promise.all(playing), after(Math.max(ms, 0) + LAST_WORDS_MS, undefined, { ref: false })]);
  people.giveUp();
  await within(AGAIN_WITHIN_MS, people.sayAllAgain(), 'asking for every answer again');
  await after(QUIET_MS);

  const log = await within(READ_WITHIN_MS, readLog(rig.url), 'reading the record');
  const now = Date.now();
  const history: History = {
    ...log,
    handed: phones.handed(),
    said: people.said,
    outages: [
      ...rig.uptime.outages(
        replicas.map(({ n }) => n),
        now,
      ),
      ...phones.starved(),
    ],
    still: new Map(replicas.map(({ n }) => [n, rig.uptime.stretches(stoppedOf(n), now)])),
  };
  return {
    history,
    findings: check(history),
    happened,
    tries: people.tries(),
    worstGapMs: phones.worstGapMs(),
    crowded: crowded(),
  };
}
