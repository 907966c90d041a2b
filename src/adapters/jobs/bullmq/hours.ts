import type { Redis } from 'ioredis';
import { readInstant, type Instant } from '../../../core/time.ts';

/** The hour for which a key was asked last, and which asking it was. */
export type Hour = { readonly at: Instant; readonly turn: string };

/**
 * The hour of each key that is to ring, beside BullMQ's jobs: a job that waits for its turn or is being rung takes no other hour
 * from BullMQ, and would forget the one that a key was given meanwhile.
 */
export interface Hours {
  set(key: string, hour: Hour): Promise<void>;
  get(key: string): Promise<Hour | undefined>;
  /** Forgets the hour that has rung; answers with another one, if the key was given one meanwhile. */
  settle(key: string, rung: Hour | undefined): Promise<Hour | undefined>;
}

const SETTLE = `
local hour = redis.call('HGET', KEYS[1], ARGV[1])
if hour == ARGV[2] then
  redis.call('HDEL', KEYS[1], ARGV[1])
  return false
end
return hour`;

export function hoursIn(line: Redis, name: string): Hours {
  return {
    set: async (key, hour) => void (await line.hset(name, key, write(hour))),
    get: async (key) => read(await line.hget(name, key)),
    settle: async (key, rung) => read(await line.eval(SETTLE, 1, name, key, rung === undefined ? '' : write(rung))),
  };
}

const write = ({ at, turn }: Hour) => `${at} ${turn}`;

function read(text: unknown): Hour | undefined {
  if (typeof text !== 'string') return undefined;
  const [hour = '', turn = ''] = text.split(' ');
  const at = readInstant(hour);
  return at === undefined ? undefined : { at, turn };
}
