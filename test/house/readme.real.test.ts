import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPlanText } from '../../src/adapters/plan/load.ts';
import { tempFolder } from '../support/temp-folder.ts';

const HOME = join(import.meta.dirname, '../..');
const readme = readFileSync(join(HOME, 'README.md'), 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, body = '']) => body.trim());
const commands = blocks('sh').flatMap((body) => body.split('\n'));

/** What this test does not run, and who does. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'npm ci && npm test': 'this very run',
  'npm run demo': 'test/cli: the demo, timed',
};

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return String(typeof address === 'object' && address !== null ? address.port : 0);
}

type Env = Readonly<Record<string, string>>;
const shell = (line: string, env: Env) =>
  spawn('bash', ['-c', line], {
    cwd: HOME,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });

async function run(line: string, env: Env): Promise<{ readonly code: number | null; readonly out: string }> {
  const child = shell(line, env);
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

/** Starts a line that goes on until it is stopped; resolves when it says that it runs. */
async function serve(line: string, env: Env) {
  const child = shell(line, env);
  // Listened to until the end: a pipe that is closed early ends whoever writes to it.
  const { promise: runs, resolve, reject } = Promise.withResolvers<void>();
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    if (out.includes('Muster runs')) resolve();
  });
  child.stderr.resume();
  child.once('exit', () => reject(new Error(`"${line}" ended: ${out}`)));
  await runs;
  return {
    async [Symbol.asyncDispose]() {
      const closed = once(child, 'exit');
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      await closed;
    },
  };
}

describe('the README', () => {
  it('shows a whole incident whose every command does what it says', { timeout: 120_000 }, async () => {
    using folder = tempFolder();
    const env = { MUSTER_DATA: folder.path, MUSTER_PORT: await freePort(), MUSTER_LOG: 'error' };
    const start = commands.find((line) => line === 'npm ci && npm start');
    expect(start).toBeDefined();
    await using _running = await serve('npm start', env);
    const said = commands.filter((line) => /^npx muster (?:say|phones)/.test(line));
    expect(said.length).toBeGreaterThan(5);
    for (const line of said) {
      const { code, out } = await run(line, env);
      expect(code, `${line}\n${out}`).toBe(0);
    }
  });

  it('shows a plan of ten lines that loads, and commands that run with it', { timeout: 60_000 }, async () => {
    const [yaml = ''] = blocks('yaml');
    expect(loadPlanText(yaml)).toMatchObject({ ok: true });
    expect(readFileSync(join(HOME, 'examples/minimal.plan.yaml'), 'utf8')).toContain('dispatch:');
    using folder = tempFolder();
    const env = { MUSTER_DATA: folder.path, MUSTER_PORT: await freePort(), MUSTER_LOG: 'error' };
    const check = commands.find((line) => line.startsWith('npx muster plan check')) ?? '';
    const { code, out } = await run(check, env);
    expect(code, out).toBe(0);
    const small = commands.find((line) => line.startsWith('MUSTER_PLAN=')) ?? '';
    await using _running = await serve(small, env);
  });

  it('prints a Slack app that can be pasted', { timeout: 60_000 }, async () => {
    const line = commands.find((one) => one.startsWith('npx muster slack')) ?? '';
    const { code, out } = await run(line, {});
    expect(code, out).toBe(0);
    expect(out).toContain('slash_commands:');
  });

  it('shows no command that nothing runs', () => {
    const known = (line: string) =>
      line in ELSEWHERE ||
      line === 'npm ci && npm start' ||
      /^npx muster (?:say|phones|plan check|slack manifest)|^MUSTER_PLAN=/.test(line);
    expect(commands.filter((line) => !known(line))).toEqual([]);
  });

  it('names tests and documents that exist', () => {
    const named = [...readme.matchAll(/\]\(([\w./-]+)\)|`(test\/[\w./-]+)`/g)].flatMap(
      ([, link, file]) => link ?? file ?? [],
    );
    const missing = named.filter((path) => !exists(path));
    expect(missing).toEqual([]);
  });
});

function exists(path: string): boolean {
  try {
    readFileSync(join(HOME, path));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EISDIR';
  }
}
