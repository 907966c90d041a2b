import { randomUUID } from 'node:crypto';
import type { Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { msBetween, plusMs, type Instant } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Jobs } from '../../../ports/jobs.ts';
import { CANARY_MS, canaryOf } from './canary.ts';
import { hoursIn, type Hour, type Hours } from './hours.ts';
import { askedOf, type Asked } from './key-of-job.ts';
import { BUDGET_MS, redisLine } from './line.ts';
import { healthKeeper, type RedisHealth } from './redis-health.ts';
import { CHORE, openSession, type Session } from './session.ts';
import { unsentTo } from './unsent.ts';
import { within } from './within.ts';

/** How often Redis is looked at, in ms; also the longest that a Redis that came back is not used. */
const BEAT_MS = 1_000;
/** A ring that comes so little too early is waited for where it is. */
const SOON_MS = 50;
const CLOSES_WITHIN_MS = 1_000;

export type BullmqJobsParts = {
  /** `redis://` or `rediss://`; holds a password and is never logged. */
  readonly url: string;
  readonly clock: Clock;
  /** How many ms of the clock pass while one passes on the wall; default 1. */
  readonly speed?: () => number;
  /** What a handler threw. */
  readonly onError: (key: string, error: unknown) => void;
  /** Told when Redis can no longer be counted on, and when it can again; never the same twice running. */
  readonly onHealth?: (health: RedisHealth) => void;
  /** Keys that ring before all others when many are due at once; default: none is before another. */
  readonly first?: (key: string) => boolean;
  /** What all keys in Redis begin with; replicas of one Muster have the same. */
  readonly prefix?: string;
  /** For tests: how often Redis is looked at and a canary sent, in ms. */
  readonly pace?: { readonly beatMs: number; readonly canaryMs: number };
};

export interface BullmqJobs extends Jobs {
  health(): RedisHealth;
  /** Calls back on one of the replicas about every so many ms, after all rings that are due; at most a hint. */
  ringEvery(name: string, everyMs: number, hear: () => void): void;
}

/**
 * The bell over all replicas: a key rings on one of them, and never on two at the same time. It is a hint: nothing is thrown, nothing
 * is waited for longer than a moment, whatever became of Redis (docs/operations.md). Hours are counted by the machines' clocks,
 * because BullMQ does; a ring that is too early by the given clock is put back.
 */
export function bullmqJobs(parts: BullmqJobsParts): BullmqJobs {
  const { clock, onError } = parts;
  const prefix = parts.prefix ?? 'muster';
  const speed = parts.speed ?? (() => 1);
  const first = parts.first ?? (() => true);
  const pace = parts.pace ?? { beatMs: BEAT_MS, canaryMs: CANARY_MS };
  const health = healthKeeper(clock.now, parts.onHealth ?? (() => undefined));
  const self = randomUUID();
  const running = new Map<string, Promise<void>>();
  const chores = new Map<string, { readonly everyMs: number; readonly hear: () => void }>();
  let handler: ((key: string) => Promise<void>) | undefined;
  let link: { readonly line: Redis; readonly hours: Hours } | undefined;
  let session: Session | undefined;
  let canary: ReturnType<typeof canaryOf> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let beating: Promise<void> = Promise.resolve();
  let isBeating = false;
  let stopped = false;
  let turns = 0;

  const unsent = unsentTo({
    tell: (asked) => tell(asked).catch(health.failed),
    isOpen: () => !stopped && session !== undefined && health.now().ok,
  });

  /** Writes the hour down beside the job, and asks for the ring. */
  async function tell(asked: Asked) {
    await Promise.all([link?.hours.set(asked.key, { at: asked.at, turn: nextTurn() }), put(asked)]);
  }
  const nextTurn = () => `${self}.${(turns += 1)}`;
  const put = async (asked: Asked) => {
    const delayMs = msBetween(clock.now(), asked.at) / speed();
    const asking = session?.put(asked, { delayMs, first: first(asked.key) });
    if (asking !== undefined) await within(BUDGET_MS, asking, 'Redis');
  };

  /** What the worker does with a job. Never rejects: for BullMQ every ring is a success. */
  async function heard(job: Job) {
    if (job.name === CHORE) return void chores.get(String((job.data as { chore?: unknown } | null)?.chore))?.hear();
    const asked = askedOf(job);
    if (asked === undefined) return;
    try {
      await ring(asked);
    } catch (fault) {
      health.failed(fault);
    }
  }

  async function ring({ key, at: askedAt }: Asked) {
    const hour = await link?.hours.get(key).catch(unknown);
    const at = hour?.at ?? askedAt;
    // Put back from inside its own ring: BullMQ takes it when this job has ended.
    const early = msBetween(clock.now(), at) / speed();
    if (stopped || early > SOON_MS) return put({ key, at });
    if (early > 0) await reached(at);
    if (!key.startsWith(CANARY)) await run(key);
    await settle(key, hour);
  }

  const unknown = (fault: unknown) => {
    health.failed(fault);
    return undefined;
  };

  /** A key that was given another hour meanwhile is asked for again: BullMQ counts from the end of this job. */
  async function settle(key: string, rung: Hour | undefined) {
    const next = await link?.hours.settle(key, rung);
    if (next !== undefined) await put({ key, at: next.at });
  }
  const reached = (at: Instant) => new Promise<void>((resolve) => void clock.ring(at, resolve));

  /** A ring that another worker took over while this one hung waits for it, in one process. */
  function run(key: string): Promise<void> {
    const before = running.get(key) ?? Promise.resolve();
    const now = before.then(async () => {
      try {
        if (!stopped) await handler?.(key);
      } catch (error) {
        onError(key, error);
      }
    });
    running.set(key, now);
    return now.finally(() => running.get(key) === now && running.delete(key));
  }

  /** Looks after the connection: opens what is closed, and notices what has gone deaf. */
  async function beat() {
    if (isBeating || stopped || link === undefined) return;
    isBeating = true;
    try {
      await look(link);
    } catch (fault) {
      health.failed(fault);
    } finally {
      isBeating = false;
    }
    unsent.send();
  }

  async function look({ line, hours }: NonNullable<typeof link>) {
    if (line.status !== 'ready') throw new Error('Redis is not there');
    const isNew = session === undefined;
    session ??= await open(line);
    if (health.now().ok) await line.ping();
    canary ??= canaryOf({
      silentMs: () => (session === undefined || session.isFull() ? 0 : session.silentMs()),
      sing: () => sing(hours),
      everyMs: pace.canaryMs,
    });
    const news = await canary.look(!health.now().ok);
    if (news === true) health.heard();
    else if (news === false) await anew();
    else health.answered();
    if (isNew || news !== undefined) await repeat();
  }

  const open = async (line: Redis) => {
    const opened = await openSession({ line, prefix, ring: heard, onFault: () => undefined });
    canary = undefined;
    if (stopped) await opened.close(true);
    return opened;
  };

  async function sing(hours: Hours): Promise<boolean> {
    const key = `${CANARY}${self}`;
    const left = await hours.get(key);
    await tell({ key, at: clock.now() });
    return left === undefined;
  }

  async function anew() {
    health.deaf();
    const old = session;
    session = undefined;
    canary = undefined;
    if (old !== undefined) await closed(old, false);
  }
  const closed = (one: Session, force: boolean) =>
    within(CLOSES_WITHIN_MS, one.close(force), 'closing').catch(() => undefined);

  async function repeat() {
    for (const [name, { everyMs }] of chores) await session?.repeat(name, everyMs / speed());
  }

  return {
    health: health.now,
    async start(given) {
      if (handler !== undefined) throw new Error('jobs were started before');
      handler = given;
      const line = redisLine(parts.url);
      link = { line, hours: hoursIn(line, `${prefix}:hours`) };
      await within(BUDGET_MS, new Promise((resolve) => line.once('ready', resolve)), 'Redis').catch(() => undefined);
      const again = () => (beating = beat());
      timer = setInterval(() => void again(), pace.beatMs).unref();
      await again();
    },
    schedule: (key, at) => (stopped ? Promise.resolve() : unsent.add({ key, at })),
    ringEvery: (name, everyMs, hear) => void chores.set(name, { everyMs, hear }),
    async stop(withinMs) {
      stopped = true;
      clearInterval(timer);
      unsent.clear();
      await session?.pause().catch(() => undefined);
      const { promise: timeUp, resolve } = Promise.withResolvers<void>();
      const cancel = clock.ring(plusMs(clock.now(), withinMs), resolve);
      await Promise.race([Promise.all(running.values()), timeUp]);
      cancel();
      await within(CLOSES_WITHIN_MS, beating, 'the last look').catch(() => undefined);
      if (session !== undefined) await closed(session, running.size > 0);
      link?.line.disconnect();
    },
  };
}

const CANARY = 'canary/';
