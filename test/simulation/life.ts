import type { Clock } from '../../src/ports/clock.ts';
import type { Turmoil } from './turmoil.ts';

/**
 * One process as the world sees it. Every call that it makes passes two points, one before the world does anything and one
 * before the answer comes back; at any of them it can die, stand still, or let others go first. A dead process does nothing
 * and hears nothing, ever; one that stands still goes on where it was.
 */
export interface Life {
  readonly alive: boolean;
  readonly frozen: boolean;
  /** Points passed so far, with the name of each. */
  readonly points: readonly string[];
  /** Dies at the nth point from now (0: the next one). */
  dieAt(point: number): void;
  kill(): void;
  /** Resolves at its death. */
  readonly dead: Promise<void>;
  /** Stands still from the nth point on, as after SIGSTOP; `begun` is told. */
  freezeAt(point: number, begun: () => void): void;
  thaw(): void;
  /** Resolves when it stands still, or does already. */
  stalled(): Promise<void>;
  /** The port as this process sees it. */
  guard<Port extends object>(name: string, port: Port): Port;
  clock(clock: Clock): Clock;
}

const NEVER = new Promise<never>(() => undefined);

type Ice = { readonly melted: Promise<void>; readonly melt: () => void };
const newIce = (): Ice => {
  const { promise: melted, resolve: melt } = Promise.withResolvers<void>();
  return { melted, melt };
};

export function beginLife(turmoil?: Turmoil): Life {
  let alive = true;
  let deathAt = Number.POSITIVE_INFINITY;
  let ice: Ice | undefined;
  let freezing: { readonly at: number; readonly begun: () => void } | undefined;
  let stall = Promise.withResolvers<void>();
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
  function freeze() {
    if (freezing === undefined || points.length < freezing.at || ice !== undefined) return;
    const { begun } = freezing;
    freezing = undefined;
    ice = newIce();
    stall.resolve();
    begun();
  }
  /** Between its last look and the call to a performer a process does not wait for anything, so it does not stand still there. */
  async function others(mayFreeze: boolean) {
    await turmoil?.turn();
    if (!mayFreeze) return;
    freeze();
    while (ice !== undefined) await ice.melted;
  }
  async function call(name: string, work: () => unknown): Promise<unknown> {
    const isOfStore = name.startsWith('store.');
    if (turmoil !== undefined) await others(isOfStore);
    if (!passes(`before ${name}`)) return NEVER;
    try {
      const result: unknown = await work();
      if (turmoil !== undefined) await others(true);
      if (passes(`after ${name}`)) return result;
    } catch (error) {
      if (turmoil !== undefined) await others(true);
      if (passes(`after ${name}`)) throw error;
    }
    return NEVER;
  }
  /** Whatever comes from outside waits until the process goes on. */
  const hears = (what: () => void) => {
    if (ice === undefined) return void (alive && what());
    void ice.melted.then(() => hears(what));
  };
  return {
    get alive() {
      return alive;
    },
    get frozen() {
      return ice !== undefined;
    },
    points,
    dieAt: (point) => void (deathAt = points.length + point),
    kill,
    dead,
    freezeAt: (point, begun) => void (freezing = { at: points.length + point, begun }),
    thaw() {
      freezing = undefined;
      stall = Promise.withResolvers();
      const melting = ice;
      ice = undefined;
      melting?.melt();
    },
    stalled: () => stall.promise,
    guard: (name, port) =>
      new Proxy(port, {
        get(target, property) {
          const value: unknown = Reflect.get(target, property);
          if (typeof value !== 'function') return value;
          if (property === 'listen')
            return (hear: (...heard: unknown[]) => void): unknown =>
              Reflect.apply(value, target, [(...heard: unknown[]) => hears(() => hear(...heard))]);
          return (...args: unknown[]) =>
            call(`${name}.${String(property)}`, () => Reflect.apply(value, target, args) as unknown);
        },
      }),
    clock: (clock) => ({ now: clock.now, ring: (at, ring) => clock.ring(at, () => hears(ring)) }),
  };
}
