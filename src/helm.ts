import { randomUUID } from 'node:crypto';
import type { Instant } from './core/time.ts';
import { msBetween, plusMs, SECOND_MS } from './core/time.ts';
import type { Clock } from './ports/clock.ts';
import type { Helm } from './ports/helm.ts';
import { ONLY_HAND } from './ports/helm.ts';
import type { Log } from './ports/log.ts';
import type { Store } from './ports/store.ts';

const NAME = 'helm';
const NOBODY = '';
/** Whoever has it says so this often, and everybody looks as often. */
const LOOK_EVERY_MS = 2 * SECOND_MS;
/** Whoever could not say so for this long lets go of it; the others wait longer than that before they take it. */
const LET_GO_MS = 6 * SECOND_MS;
const TAKE_MS = 9 * SECOND_MS;

export interface RunningHelm extends Helm {
  /** Resolves when it is known whose it is; begins to look. Never rejects. */
  start(): Promise<void>;
  /** Lets go of it, so that another takes it at its next look. Never rejects. */
  stop(): Promise<void>;
}

type Parts = { readonly store: Pick<Store, 'text' | 'putText'>; readonly wall: Clock; readonly log: Log };

/** The helm of a process that has the store for itself. */
export const onlyHand = (): RunningHelm => ({
  ...ONLY_HAND,
  start: async () => undefined,
  stop: async () => undefined,
});

/**
 * One of the processes that share a store has the helm: its name lies there, and it writes it again and again. That it is gone is
 * seen by the text not changing, by each process's own clock: no two clocks are ever compared.
 */
export function sharedHelm({ store, wall, log }: Parts): RunningHelm {
  const name = randomUUID();
  const hearers: (() => void)[] = [];
  let saidAt: Instant | undefined;
  let seen: { readonly version: number; readonly at: Instant } | undefined;
  let cancel = () => {};
  let stopped = false;
  let looking: Promise<void> = Promise.resolve();

  const isWithin = (at: Instant | undefined, ms: number) => at !== undefined && msBetween(at, wall.now()) < ms;
  const mine = () => !stopped && isWithin(saidAt, LET_GO_MS);

  async function look() {
    const began = wall.now();
    const kept = await store.text(NAME);
    const version = kept?.version ?? 0;
    if (seen?.version !== version) seen = { version, at: began };
    const isFree = kept === undefined || kept.text === NOBODY || !isWithin(seen.at, TAKE_MS);
    if (kept?.text !== name && !isFree) return void (saidAt = undefined);
    const was = mine();
    if (!(await store.putText(NAME, version, name))) return void (saidAt = undefined);
    // Of the moment before it was said: others wait longer than that.
    saidAt = began;
    if (was || stopped) return;
    log.info({}, 'this process keeps chat platforms up to date now');
    for (const hear of hearers) hear();
  }

  function round(): Promise<void> {
    looking = look().catch((fault: unknown) =>
      log.warn({ reason: String(fault) }, 'who keeps chat platforms up to date is not known just now'),
    );
    return looking.finally(() => {
      if (!stopped) cancel = wall.ring(plusMs(wall.now(), LOOK_EVERY_MS), () => void round());
    });
  }

  return {
    mine,
    onTaken: (hear) => void hearers.push(hear),
    start: round,
    async stop() {
      const had = mine();
      stopped = true;
      cancel();
      await looking;
      try {
        const kept = had ? await store.text(NAME) : undefined;
        if (kept?.text === name) await store.putText(NAME, kept.version, NOBODY);
      } catch (fault) {
        log.warn({ reason: String(fault) }, 'another process takes over a few seconds later');
      }
    },
  };
}
