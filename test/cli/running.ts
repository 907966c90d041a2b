import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const MUSTER = join(import.meta.dirname, '../../bin/muster.mjs');

type Env = Readonly<Record<string, string>>;
export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

const started = (argv: readonly string[], env: Env) =>
  spawn(process.execPath, [MUSTER, ...argv], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Runs `muster …` as a program of its own, to its end. */
export async function muster(argv: readonly string[], env: Env): Promise<Ended> {
  const child = started(argv, env);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number | null, out, err };
}

export interface Running extends AsyncDisposable {
  readonly address: string;
  readonly child: ChildProcess;
  /** Everything that it said on standard output until it ran. */
  readonly welcome: string;
  /** Everything on standard output so far. */
  out(): string;
  err(): string;
  ended(): Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/** Starts Muster and waits until it says that it runs. */
export async function running(env: Env): Promise<Running> {
  const child = started(['run'], env);
  let [out, err] = ['', ''];
  const { promise: welcomed, resolve } = Promise.withResolvers<string>();
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    if (out.includes('Ctrl+C')) resolve(out);
  });
  child.stdout.on('end', () => resolve(out));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const close = once(child, 'close');
  const welcome = await welcomed;
  const [address = ''] = /http:\/\/[\d.]+:\d+/.exec(welcome) ?? [];
  const ended = async () => {
    const [code, signal] = (await close) as [number | null, string | null];
    return { code, signal };
  };
  return {
    address,
    child,
    welcome,
    ended,
    out: () => out,
    err: () => err,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await close;
    },
  };
}
