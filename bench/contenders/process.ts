import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Ground, Timer } from './contender.ts';
import type { Answer, Order } from './orders.ts';

/** How long a process may take to end by itself, in ms. */
const ENDS_WITHIN_MS = 5_000;

/** A process of a contender, by its pid ours to kill. */
export interface ContenderProcess {
  order(order: Order): Promise<readonly Timer[]>;
  /** As if the machine went. Resolves when the process is gone. */
  kill(): Promise<void>;
  end(): Promise<void>;
  readonly pid: number;
}

type Given = { readonly entrant: string; readonly ground: Ground; readonly skewMs?: number };

/** Resolves when the contender is open. */
export async function contenderProcess({ entrant, ground, skewMs = 0 }: Given): Promise<ContenderProcess> {
  const child = fork(join(import.meta.dirname, 'contender-child.ts'), [entrant, JSON.stringify(ground)], {
    env: { ...process.env, BENCH_SKEW_MS: String(skewMs) },
    execArgv: skewMs === 0 ? [] : ['--import', join(import.meta.dirname, 'skewed-clock.ts')],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const order = async (given: Order) => {
    const answered = next(child);
    child.send(given);
    return answered;
  };
  await next(child);
  return {
    order,
    pid: child.pid ?? 0,
    kill: () => gone(child, 'SIGKILL'),
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const timer = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
      await order({ say: 'stop' }).catch(() => undefined);
      await gone(child, 'SIGTERM');
      clearTimeout(timer);
    },
  };
}

async function gone(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

/** The next answer; rejects when the process ends instead of answering. */
function next(child: ChildProcess): Promise<readonly Timer[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly Timer[]>();
  const exit = () => reject(new Error('the contender’s process ended'));
  child.once('exit', exit);
  child.once('message', (answer: Answer) => {
    child.off('exit', exit);
    if ('done' in answer) resolve(answer.done);
    else reject(new Error(answer.failed));
  });
  return promise;
}
