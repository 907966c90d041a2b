import { randomUUID } from 'node:crypto';
import type { Job } from 'bullmq';
import { msBetween, plusMs } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Jobs } from '../../../ports/jobs.ts';
import { CANARY_MS, canaryOf } from './canary.ts';
import { hoursIn } from './hours.ts';
import { askedOf, type Asked } from './key-of-job.ts';
import { BUDGET_MS, openLine, redisLine } from './line.ts';
import { healthKeeper, type RedisHealth } from './redis-health.ts';
import { CANARY, ringingOf } from './ringing.ts';
import { CHORE, openSession, type Session } from './session.ts';
import { unsentTo } from './unsent.ts';
import { within } from './within.ts';

/** How often Redis is looked at, in ms; also the longest that a Redis that came back is not used. */
const BEAT_MS = 1_000;
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
  const line = redisLine(parts.url);
  const hours = hoursIn(line, `${prefix}:hours`);
  const self = randomUUID();
  const chores = new Map<string, { readonly everyMs: number; readonly hear: () => void }>();
  let session: Session | undefined;
  let canary = newCanary();
  let timer: NodeJS.Timeout | undefined;
  let beating: Promise<void> | undefined;
  let connectFault: Error | undefined;
  let started = false;
  let stopped = false;
  let turns = 0;

  const unsent = unsentTo({
    async tell(asked) {
      try {
        await tell(asked);
      } catch (fault) {
        health.failed(fault);
        throw fault;
      }
    },
    isOpen: () => !stopped && session !== undefined && health.now().ok,
  });
  const ringing = ringingOf({ clock, speed, hours, put, onError, onFault: health.failed });
  line.on('error', (fault: Error) => (connectFault = fault));

  /** Writes the hour down beside the job, and asks for the ring. */
  async function tell(asked: Asked) {
    const turn = `${self}.${(turns += 1)}`;
    await Promise.all([hours.set(asked.key, { at: asked.at, turn }), put(asked)]);
  }
  async function put(asked: Asked) {
    const delayMs = msBetween(clock.now(), asked.at) / speed();
    const asking = session?.put(asked, { delayMs, first: first(asked.key) });
    if (asking !== undefined) await within(BUDGET_MS, asking, 'Redis');
  }

  /** What the worker does with a job. Never rejects: for BullMQ every ring is a success. */
  async function heard(job: Job) {
    if (job.name === CHORE) return chores.get(choreOf(job.data))?.hear();
    const asked = askedOf(job);
    if (asked !== undefined) await ringing.ring(asked).catch(health.failed);
  }

  /** Looks after the connection: opens what is closed, and notices what has gone deaf. */
  async function beat() {
    try {
      await look();
    } catch (fault) {
      health.failed(fault);
    }
    beating = undefined;
    unsent.send();
  }
  const beatNow = () => (stopped ? Promise.resolve() : (beating ??= beat()));

  async function look() {
    // Why it is not there: refused, or a password that is not the right one.
    if (line.status !== 'ready') throw connectFault ?? new Error('Redis is not there');
    const isNew = session === undefined;
    session ??= await open();
    if (health.now().ok) await line.ping();
    const news = await canary.look(!health.now().ok);
    if (news === true) health.heard();
    else if (news === false) await anew();
    else health.answered();
    if (isNew || news !== undefined) await repeat();
  }

  async function open() {
    const opened = await openSession({ line, prefix, ring: heard, onFault: () => undefined });
    canary = newCanary();
    if (stopped) await opened.close(true);
    return opened;
  }

  function newCanary() {
    return canaryOf({
      silentMs: () => (session === undefined || session.isFull() ? 0 : session.silentMs()),
      sing,
      everyMs: pace.canaryMs,
    });
  }
  async function sing(): Promise<boolean> {
    const key = `${CANARY}${self}`;
    const left = await hours.get(key);
    await tell({ key, at: clock.now() });
    return left === undefined;
  }

  async function anew() {
    health.deaf();
    const old = session;
    session = undefined;
    if (old !== undefined) await closed(old, false);
  }
  const closed = (one: Session, force: boolean) =>
    within(CLOSES_WITHIN_MS, one.close(force), 'closing').catch(() => undefined);

  async function repeat() {
    for (const [name, { everyMs }] of chores) await session?.repeat(name, everyMs / speed());
  }

  return {
    health: health.now,
    async start(handler) {
      if (started) throw new Error('jobs were started before');
      started = true;
      ringing.begin(handler);
      await within(BUDGET_MS, openLine(line), 'Redis').catch(() => undefined);
      timer = setInterval(() => void beatNow(), pace.beatMs).unref();
      await beatNow();
    },
    schedule: (key, at) => (stopped ? Promise.resolve() : unsent.add({ key, at })),
    ringEvery: (name, everyMs, hear) => void chores.set(name, { everyMs, hear }),
    async stop(withinMs) {
      stopped = true;
      ringing.end();
      clearInterval(timer);
      unsent.clear();
      await session?.pause().catch(() => undefined);
      const { promise: timeUp, resolve } = Promise.withResolvers<void>();
      const cancel = clock.ring(plusMs(clock.now(), withinMs), resolve);
      await Promise.race([Promise.all(ringing.underWay()), timeUp]);
      cancel();
      if (beating !== undefined) await within(CLOSES_WITHIN_MS, beating, 'the last look').catch(() => undefined);
      if (session !== undefined) await closed(session, ringing.underWay().length > 0);
      line.disconnect();
    },
  };
}

/** Which chore a job is for, whoever wrote it. */
const choreOf = (data: unknown) =>
  typeof data === 'object' && data !== null && 'chore' in data ? String(data.chore) : '';
