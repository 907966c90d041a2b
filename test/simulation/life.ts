import type { Clock } from '../../src/ports/clock.ts';

/**
 * One process as the world sees it. Every call that it makes passes two points, one before the world does anything and one
 * before the answer comes back; at any of them it can die. A dead process does nothing and hears nothing, ever.
 */
export interface Life {
  readonly alive: boolean;
  /** Points passed so far, with the name of each. */
  readonly points: readonly string[];
  /** Dies at the nth point from now (0: the next one). */
  dieAt(point: number): void;
  kill(): void;
  /** Resolves at its death. */
  readonly dead: Promise<void>;
  /** The port as this process sees it. */
  guard<Port extends object>(name: string, port: Port): Port;
  clock(clock: Clock): Clock;
}

const NEVER = new Promise<never>(() => undefined);

export function beginLife(): Life {
  let alive = true;
  let deathAt = Number.POSITIVE_INFINITY;
  const points: string[] = [];
  const { promise: dead, resolve } = Promise.withResolvers<void>();
  const kill = () => {
    alive = false;
    resolve();
  };
  const passes = (name: string) => {
    if (!alive) return false;
    if (points.length >= deathAt) kill();
    points.push(name);
    return alive;
  };
  async function call(name: string, work: () => unknown): Promise<unknown> {
    if (!passes(`before ${name}`)) return NEVER;
    try {
      const result: unknown = await work();
      if (passes(`after ${name}`)) return result;
    } catch (error) {
      if (passes(`after ${name}`)) throw error;
    }
    return NEVER;
  }
  return {
    get alive() {
      return alive;
    },
    points,
    dieAt: (point) => void (deathAt = points.length + point),
    kill,
    dead,
    guard: (name, port) =>
      new Proxy(port, {
        get(target, property) {
          const value: unknown = Reflect.get(target, property);
          if (typeof value !== 'function') return value;
          if (property === 'listen')
            return (hear: (...heard: unknown[]) => void): unknown =>
              Reflect.apply(value, target, [(...heard: unknown[]) => void (alive && hear(...heard))]);
          return (...args: unknown[]) =>
            call(`${name}.${String(property)}`, () => Reflect.apply(value, target, args) as unknown);
        },
      }),
    clock: (clock) => ({ now: clock.now, ring: (at, ring) => clock.ring(at, () => void (alive && ring())) }),
  };
}
