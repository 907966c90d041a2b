import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { makeToken, OPERATOR } from '../../src/adapters/web/tokens.ts';
import { fromMs } from '../../src/core/time.ts';
import { freePort } from '../support/server-process.ts';

const MUSTER = join(import.meta.dirname, '../../bin/muster.mjs');
const OFF_CLOCK = join(import.meta.dirname, 'off-clock.mjs');
const SECRET = 'a secret that all replicas of this test know';
/** A replica that ended without being asked is started again, as by any supervisor, after so long in ms. */
const AGAIN_AFTER_MS = 200;
/** In characters: what a failed run shows of each replica's log. */
const LAST_WORDS = 3_000;

export type ReplicaParts = {
  readonly n: number;
  /** Its own folder. */
  readonly data: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Told whenever it begins and ceases to be up: started and answering, not dead, not stopped. */
  readonly changed: (isUp: boolean) => void;
};

/** One real process of several that share a database. Whoever ends it without being asked, it is started again. */
export interface Replica extends AsyncDisposable {
  readonly n: number;
  readonly data: string;
  readonly port: number;
  readonly token: string;
  /** Resolves when it answers. `clockOffMs`: how wrong its machine's clock is in this life. */
  start(clockOffMs?: number): Promise<void>;
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Puts its wrong clock right, or wrong again. */
  stepClock(): void;
  /** Asks it to stop, as a deploy does; its exit code. */
  stop(): Promise<number | null>;
  /** The end of what it wrote to its log, in all its lives. */
  lastWords(): string;
  /** Says a line; undefined when no answer came that counts. */
  say(line: { readonly words: string; readonly as: string; readonly delivery: string }): Promise<string | undefined>;
}

/** A person gives up waiting for an answer after so long, in ms, and asks elsewhere. */
const PATIENCE_MS = 4_000;

export async function replicaOf({ n, data, settings, changed }: ReplicaParts): Promise<Replica> {
  mkdirSync(data, { recursive: true });
  const port = await freePort();
  const token = makeToken(SECRET, OPERATOR, fromMs(Date.now()));
  let child: ChildProcess | undefined;
  let wanted = false;
  let isUp = false;
  let offMs = 0;
  const tell = (up: boolean) => {
    if (up !== isUp) changed(up);
    isUp = up;
  };
  const isRunning = (one: ChildProcess | undefined): one is ChildProcess =>
    one !== undefined && one.exitCode === null && one.signalCode === null;

  async function born(): Promise<boolean> {
    const log = openSync(join(data, 'log'), 'a');
    const env = {
      ...process.env,
      MUSTER_DATA: data,
      MUSTER_PORT: String(port),
      MUSTER_SECRET: SECRET,
      MUSTER_LOG: 'warn',
      CHAOS_CLOCK_OFF_MS: String(offMs),
      ...settings,
    };
    const one = spawn(process.execPath, ['--import', OFF_CLOCK, MUSTER, 'run'], {
      env,
      stdio: ['ignore', 'pipe', log],
    });
    closeSync(log);
    child = one;
    const orphan = () => one.kill('SIGKILL');
    process.once('exit', orphan);
    const died = once(one, 'exit').then(() => {
      process.off('exit', orphan);
      if (child === one) tell(false);
      if (child === one && wanted) setTimeout(() => wanted && child === one && void born(), AGAIN_AFTER_MS);
      return false;
    });
    const spoke = new Promise<boolean>((resolve) => one.stdout?.on('data', () => resolve(true)));
    const lives = await Promise.race([spoke, died]);
    if (lives && child === one) tell(true);
    return lives;
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    wanted = false;
    const one = child;
    if (!isRunning(one)) return null;
    tell(false);
    const died = once(one, 'exit');
    if (signal === 'SIGKILL') one.kill('SIGCONT');
    one.kill(signal);
    const [code] = (await died) as [number | null];
    return code;
  }

  return {
    n,
    data,
    port,
    token,
    async start(clockOffMs = offMs) {
      wanted = true;
      offMs = clockOffMs;
      if (isRunning(child)) return;
      await born();
      while (wanted && !isUp) await after(20);
    },
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    freeze() {
      if (!isRunning(child)) return;
      tell(false);
      child.kill('SIGSTOP');
    },
    thaw() {
      if (!isRunning(child)) return;
      child.kill('SIGCONT');
      tell(true);
    },
    lastWords: () => (existsSync(join(data, 'log')) ? readFileSync(join(data, 'log'), 'utf8').slice(-LAST_WORDS) : ''),
    stepClock: () => void (isRunning(child) && child.kill('SIGUSR2')),
    async say({ words, as, delivery }) {
      try {
        const response = await fetch(`http://127.0.0.1:${port}/api/v1/say`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ words, as, delivery }),
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        const text = await response.text();
        return response.status === 200 ? text : undefined;
      } catch {
        return undefined;
      }
    },
    [Symbol.asyncDispose]: async () => void (await end('SIGKILL')),
  };
}
