import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OLDEST_NODE } from '../../bin/find-node.mjs';

const TOP = join(import.meta.dirname, '..', '..');
const LAUNCHER = join(TOP, 'bin', 'muster.mjs');

/** Does what bin/muster.mjs does, with a script in the place of Muster, so that the handing over is seen by itself. */
const LAUNCHED = (body: string) => `
  import { fileURLToPath } from 'node:url';
  import { findNode } from ${JSON.stringify(pathToFileURL(join(TOP, 'bin', 'find-node.mjs')).href)};
  import { dieWithLauncher, handOver } from ${JSON.stringify(pathToFileURL(join(TOP, 'bin', 'hand-over.mjs')).href)};
  const node = findNode();
  if (node.kind === 'project') handOver(node.path, fileURLToPath(import.meta.url), process.argv.slice(2));
  else { dieWithLauncher(); ${body} }
`;
const WAIT = 'setInterval(() => {}, 60_000);';

/** A Node in PATH that is too old for Muster; npm's own folders do not count. */
const olderNode = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((folder) => folder !== '' && !folder.includes('node_modules'))
  .map((folder) => join(folder, 'node'))
  .filter((file) => existsSync(file))
  .find(
    (file) =>
      Number.parseInt(execFileSync(file, ['-p', 'process.versions.node'], { encoding: 'utf8' }), 10) < OLDEST_NODE,
  );

let folder = '';
const running = new Set<ChildProcess>();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-launcher-'));
});

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

type Ended = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
};

/** Starts a program; `ended` comes when nobody holds its output any more, its child included. */
function start(node: string, ...args: readonly string[]) {
  const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const ended = async (): Promise<Ended> => {
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    running.delete(child);
    return { code: child.exitCode, signal: child.signalCode, out, err };
  };
  return { child, ended: ended(), saidSomething: once(child.stdout, 'readable') };
}

function launched(body: string, ...args: readonly string[]) {
  const file = join(folder, `${randomUUID()}.mjs`);
  writeFileSync(file, LAUNCHED(body));
  return start(olderNode ?? '', file, ...args);
}

describe.skipIf(olderNode === undefined)(
  'on a Node that is too old (skipped where PATH has none), the launcher',
  () => {
    it('hands over to Node 24 with the same arguments, and its exit code is the one that counts', async () => {
      const body = 'console.log(process.versions.node, process.argv.slice(2)); process.exitCode = 7;';
      const { code, out, err } = await launched(body, 'plan', 'check', '--json').ended;
      expect({ code, err }).toEqual({ code: 7, err: '' });
      expect(out).toMatch(/^24\.\S+ \[ 'plan', 'check', '--json' \]\n$/);
    });

    it('leaves no trace of itself in the environment', async () => {
      const { out } = await launched(
        `console.log(Object.keys(process.env).filter((key) => /MUSTER_LAUNCH|CHANNEL/.test(key)));`,
      ).ended;
      expect(out).toBe('[]\n');
    });

    it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('passes %s on and waits for a tidy end', async (signal) => {
      const body = `process.once('${signal}', () => { console.log('tidied up'); process.exit(3); }); console.log('ready'); ${WAIT}`;
      const { child, ended, saidSomething } = launched(body);
      await saidSomething;
      child.kill(signal);
      expect(await ended).toEqual({ code: 3, signal: null, out: 'ready\ntidied up\n', err: '' });
    });

    it('ends by the signal that ended Muster', async () => {
      const { code, signal } = await launched(`process.kill(process.pid, 'SIGKILL'); ${WAIT}`).ended;
      expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
    });

    it('takes Muster with it when it is killed outright', async () => {
      const { child, ended, saidSomething } = launched(`console.log('ready'); ${WAIT}`);
      await saidSomething;
      child.kill('SIGKILL');
      // The output closes only when the child, which inherited it, is gone too.
      expect(await ended).toMatchObject({ signal: 'SIGKILL', out: 'ready\n' });
    });

    it('says what to do where the project has no Node of its own', async () => {
      const bare = join(folder, 'bare');
      cpSync(join(TOP, 'bin'), join(bare, 'bin'), { recursive: true });
      const { code, out, err } = await start(olderNode ?? '', join(bare, 'bin', 'muster.mjs')).ended;
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/^Muster needs Node 24 or newer, and this is Node \S+: install it, or run "npm ci" .*\.\n$/);
    });

    it('starts Muster itself, without a warning', async () => {
      const { code, err } = await start(olderNode ?? '', LAUNCHER, 'no-such-word').ended;
      expect(code).toBe(2);
      expect(err).not.toContain('Warning');
    });
  },
);

describe('on Node 24, the launcher', () => {
  it('starts Muster in the same process, and wrong use is exit code 2 without a warning', async () => {
    const { code, err } = await start(process.execPath, LAUNCHER, 'no-such-word').ended;
    expect(code).toBe(2);
    expect(err).not.toContain('Warning');
  });
});
