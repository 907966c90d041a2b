import type { Instant } from '../../core/time.ts';
import { MINUTE_MS, msBetween, plusMs, SECOND_MS } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';

const EVERY_MS = MINUTE_MS;
/** The sweep runs each second, the audit every 15 s; without one for so long it does not run on time. */
const SWEEP_MISSING_AFTER_MS = 5 * SECOND_MS;
const AUDIT_MISSING_AFTER_MS = 45 * SECOND_MS;
/** How long the watcher may take to answer; far shorter than the time to the next beat. */
const TIMEOUT_MS = 10 * SECOND_MS;

export type HeartbeatParts = {
  /** Its path is often a secret: only its host is ever logged. */
  readonly url: string;
  /** The watcher lives in real time, however fast the incident's time runs. */
  readonly clock: Clock;
  readonly log: Log;
};

/** Tells a watcher outside every minute that Muster does its work. Silence is the alarm: the watcher speaks up then. */
export interface Heartbeat {
  /** Hears what the engine does. */
  hear(notice: { readonly kind: string; readonly where?: string }): void;
  /** The first beat comes a minute later: a Muster that dies at each start is not well. */
  start(): void;
  stop(): void;
}

export function heartbeat({ url, clock, log }: HeartbeatParts): Heartbeat {
  const watcher = new URL(url).host;
  const stopping = new AbortController();
  let swept: Instant | undefined;
  let audited: Instant | undefined;
  let claimFailed: Instant | undefined;
  let cancel = () => {};
  let illness: string | undefined;
  let deafness: string | undefined;

  function next() {
    cancel = clock.ring(plusMs(clock.now(), EVERY_MS), () => {
      next();
      if (isWell()) void beat();
    });
  }

  function isWell(): boolean {
    const ill =
      missing('sweep', swept, SWEEP_MISSING_AFTER_MS) ??
      missing('audit', audited, AUDIT_MISSING_AFTER_MS) ??
      // A sweep that finds the disk full runs on time and pages nobody.
      (claimFailed === undefined || msBetween(claimFailed, clock.now()) > EVERY_MS
        ? undefined
        : 'the database does not hand out what is due');
    if (ill !== illness && ill !== undefined) log.error({ watcher }, `no heartbeat: ${ill}`);
    if (ill !== illness && ill === undefined) log.info({ watcher }, 'the heartbeat goes on');
    illness = ill;
    return ill === undefined;
  }

  const missing = (name: string, last: Instant | undefined, limitMs: number) =>
    last === undefined || msBetween(last, clock.now()) > limitMs ? `the ${name} does not run on time` : undefined;

  async function beat() {
    const reason = await attempt();
    if (stopping.signal.aborted) return;
    if (reason !== deafness && reason !== undefined)
      log.warn({ watcher, reason }, 'the watcher does not take the heartbeat; it is tried again each minute');
    if (reason !== deafness && reason === undefined) log.info({ watcher }, 'the watcher takes the heartbeat again');
    deafness = reason;
  }

  /** Why the watcher did not take it. Texts of errors are not used: they may carry the address. */
  async function attempt(): Promise<string | undefined> {
    const late = new AbortController();
    const forget = clock.ring(plusMs(clock.now(), TIMEOUT_MS), () => late.abort());
    try {
      const response = await fetch(url, { signal: AbortSignal.any([late.signal, stopping.signal]) });
      await response.body?.cancel();
      return response.ok ? undefined : `answered ${response.status}`;
    } catch (error) {
      return late.signal.aborted ? `no answer within ${TIMEOUT_MS / SECOND_MS} s` : codeOf(error);
    } finally {
      forget();
    }
  }

  return {
    hear({ kind, where }) {
      if (kind === 'swept') swept = clock.now();
      if (kind === 'audited') audited = clock.now();
      if (kind === 'fault' && where?.startsWith('claim ') === true) claimFailed = clock.now();
    },
    start: next,
    stop() {
      cancel();
      stopping.abort();
    },
  };
}

/** `ECONNREFUSED` and the like, which fetch keeps as the cause. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'cannot be reached';
}
