import { join } from 'node:path';
import { postmortemFiles } from '../adapters/postmortems/files.ts';
import { systemClock } from '../adapters/clock/system-clock.ts';
import type { WebParts } from '../adapters/web/parts.ts';
import type { IncidentEvent } from '../core/incident/events.ts';
import type { Incident } from '../core/incident/state.ts';
import { toMs } from '../core/time.ts';
import type { Upkeep } from '../core/upkeep/upkeep.ts';
import { UPKEEP } from '../core/upkeep/upkeep.ts';
import type { Muster } from '../muster.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { ownVersion } from './version.ts';

const SERIES = ['INC-', 'EX-'];
/** Of incidents that are over, so many of each series are listed; each can still be asked for by its number. */
const MOST_LISTED = 500;

type With = { readonly log: Log; readonly wall?: Clock };

/** What the web server asks of a Muster. */
export function webPartsOf(muster: Muster, { log, wall = systemClock() }: With): WebParts {
  const { engine, store, config, plans, phones } = muster;
  const files = postmortemFiles(join(config.data, 'postmortems'));
  const read = async (stream: string) => (await engine.read(stream)).state as Incident;

  return {
    wall,
    log,
    version: ownVersion(),
    secret: muster.secret,
    publicUrl: config.publicUrl,
    isSample: plans.isSample,
    isSimulated: true,
    clockSpeed: () => config.timeScale,
    say: muster.say,
    listen: muster.listen,
    missing: muster.missing,
    now: () => store.now(),
    book: plans.book,
    phones: () => phones.list(),
    refusedPlan: async () => ((await engine.read(UPKEEP)).state as Upkeep).refused,
    async incident(id) {
      const { state, version } = await engine.read(id);
      return version === 0 ? undefined : (state as Incident);
    },
    versionOf: async (id) => (await engine.read(id)).version,
    async incidents() {
      const listed = await Promise.all(SERIES.map((series) => store.streams(series, MOST_LISTED)));
      const open = (await store.openStreams()).map(({ stream }) => stream).filter(isIncident);
      const all = await Promise.all([...new Set([...open, ...listed.flat()])].map(read));
      return all.toSorted((a, b) => toMs(b.lifecycle.declaredAt) - toMs(a.lifecycle.declaredAt));
    },
    events: async (id) => (await store.read(id)).map(({ body }) => body as IncidentEvent),
    postmortem: (id) => files.read(id),
  };
}

const isIncident = (stream: string) => SERIES.some((series) => stream.startsWith(series));
