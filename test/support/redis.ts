import { tempFolder } from './temp-folder.ts';
import { ask, freePort, serverProcess, type ServerProcess } from './server-process.ts';

export interface PrivateRedis extends ServerProcess {
  readonly url: string;
  /** Sends one command as a line, `FLUSHALL`; its answer as Redis writes it. */
  command(line: string): Promise<string>;
}

/** As docs/operations.md advises: timers looked at 100 times a second, nothing evicted, appended to a file. */
export const ADVISED = ['--hz', '100', '--maxmemory-policy', 'noeviction', '--appendonly', 'yes'];

/** A Redis of Debian's package for one test: its own folder, a free port, ended by its pid. */
export async function privateRedis(settings: readonly string[] = ADVISED): Promise<PrivateRedis> {
  const folder = tempFolder();
  const port = await freePort();
  const server = serverProcess({
    program: 'redis-server',
    args: ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder.path, '--save', '', ...settings],
    port,
    answers: async () => (await ask(port, 'PING\r\n')).startsWith('+PONG'),
    end: { signal: 'SIGTERM', withinMs: 5_000 },
  });
  await server.start();
  return {
    ...server,
    url: `redis://127.0.0.1:${port}`,
    command: (line) => ask(port, `${line}\r\n`),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
