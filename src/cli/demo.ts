import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceleratedClock } from '../adapters/clock/accelerated-clock.ts';
import { systemClock } from '../adapters/clock/system-clock.ts';
import { pinoLog } from '../adapters/log/pino-log.ts';
import { readConfig } from '../config.ts';
import { companyZone } from '../core/book.ts';
import { SECOND_MS, instant } from '../core/time.ts';
import { openMuster } from '../muster.ts';
import type { Clock } from '../ports/clock.ts';
import { showOn } from './demo/show.ts';
import { stageOf } from './demo/stage.ts';
import { playIncident } from './demo/story.ts';
import { tellIncident } from './demo/telling.ts';
import type { Given, Word } from './word.ts';
import { FINDINGS, FINE } from './word.ts';

/** Friday 20 November 2026, 16:40 in the zone of the sample plan. */
const BEGINS = instant('2026-11-20T21:40:00Z');
/** So many times as fast as life: an hour in half a minute. */
const SCALE = 120;

export const demo: Word = {
  summary: 'Watch one whole incident in the terminal, in less than a minute',
  usage: 'demo',
  takes: [0, 0],
  run: play,
};

/** The whole of Muster on the sample plan, with its own folder and a fast clock; nothing of it stays. */
async function play({ io }: Given): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-demo-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(FINDINGS));
  process.once('SIGTERM', () => process.exit(FINDINGS));
  const read = readConfig({ MUSTER_DATA: folder, MUSTER_TIME_SCALE: String(SCALE) });
  if (!read.ok) throw new Error(read.say);
  const log = pinoLog('error');
  const muster = await openMuster(read.config, log, storyClock());
  // The clock rings without keeping a process alive.
  const alive = setInterval(() => undefined, SECOND_MS);
  try {
    const show = showOn(io, companyZone(muster.plans.book()));
    show.plain(`One whole incident of a made-up firm, ${SCALE} times as fast as life. Nobody real is paged.`);
    await muster.start();
    const stage = stageOf(muster, show);
    await playIncident(stage, show);
    await tellIncident(stage, show, join(folder, 'postmortems'));
    return FINE;
  } finally {
    clearInterval(alive);
    await muster.stop();
  }
}

/** Stands at the beginning until somebody waits by it, so that a slow start takes no time of the story. */
function storyClock(): Clock {
  let clock: Clock | undefined;
  return {
    now: () => clock?.now() ?? BEGINS,
    ring(at, call) {
      clock ??= acceleratedClock(systemClock(), SCALE, BEGINS);
      return clock.ring(at, call);
    },
  };
}
