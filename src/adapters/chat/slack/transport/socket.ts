import type { App, Receiver } from '@slack/bolt';
import { type Instant, msBetween, plusMs, SECOND_MS } from '../../../../core/time.ts';
import type { Clock } from '../../../../ports/clock.ts';
import type { Log } from '../../../../ports/log.ts';
import type { ConnectTrouble } from './connect-trouble.ts';
import { type SocketLink, socketLink } from './socket-link.ts';

/** `closed`: tried again all the time. `refused`: a person has to change something; tried again every minute. */
export type SocketHealth =
  | { readonly state: 'connected'; readonly since: Instant }
  | { readonly state: 'closed'; readonly since: Instant; readonly say: string }
  | { readonly state: 'refused'; readonly since: Instant; readonly code: string; readonly say: string };

export type SocketPace = typeof PACE;
const PACE = {
  /** The call that opens it, and the hello, each. */
  connectWithinMs: 5 * SECOND_MS,
  /** An answer to our own ping; three pings go out in this time. */
  pongWithinMs: 5 * SECOND_MS,
  firstWaitMs: 500,
  /** So long at most until the next try: this is how late we notice that Slack is back. */
  mostWaitMs: 3 * SECOND_MS,
  refusedWaitMs: 60 * SECOND_MS,
  /** A connection that ends sooner did not work: the next one waits. */
  settledMs: 10 * SECOND_MS,
  /** How long the old connection stays beside the new one, so that what came by it is acknowledged by it. */
  lingerMs: 3 * SECOND_MS,
  stopWithinMs: SECOND_MS,
};
const GROWTH = 1.5;
const MOST_GROWN = 20;

export type SocketParts = {
  readonly appToken: string;
  readonly apiUrl?: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Each change, once. */
  onHealth?(health: SocketHealth): void;
  readonly pace?: Partial<SocketPace>;
};
export interface SocketReceiver extends Receiver {
  /** Makes the first try; resolves with how it went, and goes on trying for ever. Never rejects. */
  start(): Promise<SocketHealth>;
  /** Within about a second. */
  stop(): Promise<void>;
  health(): SocketHealth;
}

/** Slack over Socket Mode: one connection that is there, and the next one before it goes. */
export function socketReceiver(parts: SocketParts): SocketReceiver {
  const { clock, log } = parts;
  const pace: SocketPace = { ...PACE, ...parts.pace };
  let app: App | undefined;
  let current: { readonly link: SocketLink; readonly since: Instant } | undefined;
  const leaving = new Set<SocketLink>();
  let health: SocketHealth = { state: 'closed', since: clock.now(), say: 'Muster has not connected to Slack yet.' };
  let isTold = false;
  let isConnecting = false;
  let isStopped = true;
  let failures = 0;
  let cancel: () => void = () => undefined;

  /** A change is told; a state that goes on for another reason keeps its hour. */
  const become = (next: SocketHealth) => {
    const isChange = !isTold || health.state !== next.state;
    const isNews = isChange || sayOf(health) !== sayOf(next);
    health = isChange ? next : { ...next, since: health.since };
    isTold = true;
    if (!isNews) return;
    if (next.state === 'connected') log.info({}, 'connected to Slack');
    else log.warn({ state: next.state, reason: next.say }, 'not connected to Slack');
    if (isChange) parts.onHealth?.(health);
  };
  const later = (ms: number) => {
    cancel();
    cancel = clock.ring(plusMs(clock.now(), ms), () => void connect());
  };
  /** After what did not work: a little longer each time, up to a limit, and never all the bots of the world at once. */
  const waitMs = () => {
    const grown = pace.firstWaitMs * GROWTH ** Math.min(failures, MOST_GROWN);
    return Math.round(Math.min(grown, pace.mostWaitMs) * (0.75 + Math.random() / 4));
  };
  /** Opens the next one: at once after one that lasted, later after one that did not. */
  const next = (since: Instant) => {
    if (isStopped || isConnecting) return;
    const isSettled = msBetween(since, clock.now()) >= pace.settledMs;
    failures = isSettled ? 0 : failures + 1;
    if (isSettled) void connect();
    else later(waitMs());
  };
  const failed = (trouble: ConnectTrouble) => {
    failures += 1;
    const since = clock.now();
    if (current === undefined) {
      const { say } = trouble;
      become(
        trouble.kind === 'refused'
          ? { state: 'refused', since, code: trouble.code, say }
          : { state: 'closed', since, say },
      );
    }
    if (trouble.kind === 'refused') later(pace.refusedWaitMs);
    else if (trouble.kind === 'limited') later(Math.min(trouble.retryAfterMs, pace.refusedWaitMs));
    else later(waitMs());
  };

  async function connect(): Promise<void> {
    if (isConnecting || isStopped || app === undefined) return;
    isConnecting = true;
    cancel();
    let isGone = false;
    const link = socketLink({
      app,
      appToken: parts.appToken,
      apiUrl: parts.apiUrl,
      clock,
      log,
      pace,
      onLeaving: () => void (current?.link === link && next(current.since)),
      onClosed: (why) => {
        isGone = true;
        if (current?.link === link) gone(why);
      },
    });
    const trouble = await link.open();
    isConnecting = false;
    if (isStopped) return void link.close();
    if (trouble !== undefined) return failed(trouble);
    if (current !== undefined) retire(current.link);
    current = { link, since: clock.now() };
    become({ state: 'connected', since: current.since });
    if (isGone) gone(undefined);
  }

  const retire = (link: SocketLink) => {
    leaving.add(link);
    clock.ring(plusMs(clock.now(), pace.lingerMs), () => {
      leaving.delete(link);
      void link.close();
    });
  };
  const gone = (why: string | undefined) => {
    const since = current?.since ?? clock.now();
    current = undefined;
    become({ state: 'closed', since: clock.now(), say: why ?? 'The connection to Slack closed.' });
    next(since);
  };

  return {
    init: (given) => void (app = given),
    async start() {
      isStopped = false;
      await connect();
      return health;
    },
    async stop() {
      isStopped = true;
      cancel();
      const open = [...leaving, ...(current === undefined ? [] : [current.link])];
      current = undefined;
      await Promise.all(open.map((link) => link.close()));
      become({ state: 'closed', since: clock.now(), say: 'Muster has closed the connection to Slack.' });
    },
    health: () => health,
  };
}

const sayOf = (health: SocketHealth) => (health.state === 'connected' ? '' : health.say);
