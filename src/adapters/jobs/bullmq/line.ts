import { Redis, type RedisOptions } from 'ioredis';

/** How long any question to Redis may take: the bell is a convenience, and nobody waits for one. */
export const BUDGET_MS = 500;
/** The longest pause between two tries to connect. BullMQ's own is 20 s, which a deadline would be late by. */
const RECONNECT_CAP_MS = 1_000;
const RECONNECT_STEP_MS = 50;
/** A connection on which a question stays so long without any answer is a dead one, and made anew. */
const DEAD_AFTER_MS = 2_000;
/** The same where the question is to wait for a job. */
const DEAD_WHILE_WAITING_MS = 5_000;

/**
 * One connection to Redis. Every command has its budget, none is kept for later while Redis is away, and it reconnects for ever.
 * A server that says READONLY was a master before a fail-over: the connection is made anew, to whoever is the master now.
 */
class Line extends Redis {
  /**
   * BullMQ makes its blocking connection by this: a command that waits for a job may take longer than the budget, and is to wait again
   * at once after a reconnect.
   */
  override duplicate(more?: Partial<RedisOptions>): Redis {
    const copy = super.duplicate({
      ...more,
      lazyConnect: false,
      enableOfflineQueue: true,
      autoResendUnfulfilledCommands: true,
      socketTimeout: DEAD_WHILE_WAITING_MS,
    });
    delete copy.options.commandTimeout;
    return tamed(copy);
  }
}

/** Not connected yet: `openLine` does that. */
export function redisLine(url: string): Redis {
  return tamed(
    new Line(url, {
      lazyConnect: true,
      commandTimeout: BUDGET_MS,
      socketTimeout: DEAD_AFTER_MS,
      connectTimeout: 2 * BUDGET_MS,
      enableOfflineQueue: false,
      maxRetriesPerRequest: null,
      autoResendUnfulfilledCommands: false,
      keepAlive: 5_000,
      retryStrategy: (times) => Math.min(times * RECONNECT_STEP_MS, RECONNECT_CAP_MS),
      reconnectOnError: (error) => error.message.startsWith('READONLY'),
    }),
  );
}

/** Begins to connect, and goes on trying until it is disconnected; resolves at the first success or failure. */
export const openLine = (line: Redis): Promise<void> =>
  line.connect().then(
    () => undefined,
    () => undefined,
  );

/**
 * What is wrong is said by whoever asked; without a listener it would end the process. BullMQ does not see what Redis evicts: it
 * would complain past the log, at every connection. `redis-check.ts` says it.
 */
function tamed(line: Redis): Redis {
  line.on('error', () => undefined);
  const info = line.info.bind(line) as (...more: unknown[]) => Promise<string>;
  const quiet = async () => (await info()).replace(/^maxmemory_policy:.*$/m, '');
  line.info = (...more: unknown[]) => (more.length > 0 ? info(...more) : quiet());
  return line;
}
