import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

type Parts = {
  readonly program: string;
  readonly args: readonly string[];
  readonly port: number;
  readonly user?: { readonly uid: number; readonly gid: number };
  /** True once it answers; asked until then. */
  readonly answers: () => Promise<boolean>;
  /** How it is asked to end, and how long it may take. */
  readonly end: { readonly signal: NodeJS.Signals; readonly withinMs: number };
};

/** A server that belongs to one test: begun, frozen, killed and begun again by its pid, and gone at the end. */
export interface ServerProcess extends AsyncDisposable {
  readonly port: number;
  /** Resolves when it answers. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** As if the power went. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
}

const STARTS_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 20;
const ANSWERS_WITHIN_MS = 1_000;

export function serverProcess({ program, args, port, user, answers, end }: Parts): ServerProcess {
  let child: ChildProcess | undefined;
  let said = '';

  async function ended(signal: NodeJS.Signals, withinMs: number) {
    const one = child;
    child = undefined;
    if (one === undefined || one.exitCode !== null || one.signalCode !== null) return;
    const gone = once(one, 'exit');
    one.kill('SIGCONT');
    one.kill(signal);
    const timer = setTimeout(() => one.kill('SIGKILL'), withinMs);
    await gone;
    clearTimeout(timer);
  }
  return {
    port,
    async start() {
      said = '';
      const one = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'pipe'], ...user });
      child = one;
      for (const output of [one.stdout, one.stderr])
        output.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
      // A server of a test that was killed itself shall not outlive it.
      const orphan = () => one.kill('SIGKILL');
      process.once('exit', orphan);
      one.once('exit', () => process.off('exit', orphan));
      const until = performance.now() + STARTS_WITHIN_MS;
      while (!(await answers().catch(() => false))) {
        if (one.exitCode !== null || performance.now() > until) throw new Error(`${program} did not start: ${said}`);
        await wait(LOOK_EVERY_MS);
      }
    },
    stop: () => ended(end.signal, end.withinMs),
    kill: () => ended('SIGKILL', end.withinMs),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    [Symbol.asyncDispose]: () => ended(end.signal, end.withinMs),
  };
}

/** What a server says to a line; rejects when nobody listens or it says nothing for a second. */
export async function ask(port: number, line: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setTimeout(ANSWERS_WITHIN_MS);
  socket.once('timeout', () => socket.destroy(new Error('no answer')));
  try {
    await once(socket, 'connect');
    socket.write(line);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString();
  } finally {
    socket.destroy();
  }
}
