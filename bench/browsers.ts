import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { Agent, get, request } from 'node:http';
import { join } from 'node:path';
import { makeLink } from '../src/adapters/web/sign-in/links.ts';
import { OPERATOR, makeToken } from '../src/adapters/web/tokens.ts';
import { fromMs } from '../src/core/time.ts';
import { benchFolder, lateness } from './rig.ts';

const SECRET = 'the secret of the bench of browsers';
const PEOPLE = ['marcus', 'nina', 'lena', 'priya', 'tomas', 'ruth', 'owen', 'ivy'];
/** A page that asks every 5 s instead of being told: what it would make of the same changes. A model. */
const POLL_MS = 5_000;

/**
 * So many browsers on one incident, each with the connection that is told and the page that it then fetches; from the
 * moment somebody's words are sent until each browser holds the whole page with them. Muster runs in a process of its own.
 */
export async function benchBrowsers(many: number, notes: number): Promise<Record<string, number>> {
  const folder = benchFolder();
  const muster = await running(folder);
  try {
    const restMb = memoryOf(muster.child, 'VmRSS');
    const token = makeToken(SECRET, OPERATOR, fromMs(Date.now()));
    const say = (words: string) =>
      fetch(`${muster.address}/api/v1/say`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ words, as: 'marcus' }),
      });
    await say('start phones send callers in a loop');
    await say('ack INC-1');
    const late: number[] = [];
    let sentAt = 0;
    let wanted = '';
    let left = 0;
    let all = Promise.withResolvers<void>();
    const browsers = await Promise.all(
      Array.from({ length: many }, async (_, n) => {
        const cookie = await signedIn(muster.address, PEOPLE[n % PEOPLE.length] ?? '');
        return open(muster.address, cookie, (page) => {
          if (wanted === '' || !page.includes(wanted)) return;
          late.push(performance.now() - sentAt);
          left -= 1;
          if (left === 0) all.resolve();
        });
      }),
    );
    for (let n = 0; n < notes; n += 1) {
      all = Promise.withResolvers<void>();
      [wanted, left, sentAt] = [`note number ${n} of the bench`, many, performance.now()];
      await say(`note INC-1 ${wanted}`);
      await all.promise;
    }
    const { p50, p99, max } = lateness(late);
    const rssMb = memoryOf(muster.child, 'VmHWM');
    for (const close of browsers) close();
    return {
      browsers: many,
      p50_ms: p50,
      p99_ms: p99,
      max_ms: max,
      rest_mb: restMb,
      highest_mb: rssMb,
      model_5s_poll_p99_ms: POLL_MS * 0.99,
      ratio_p99: Math.round((POLL_MS * 0.99) / Math.max(1, p99)),
    };
  } finally {
    muster.child.kill('SIGTERM');
    await once(muster.child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function running(folder: string): Promise<{ readonly child: ChildProcess; readonly address: string }> {
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=4', join(import.meta.dirname, '../bin/muster.mjs'), 'run'],
    {
      env: { ...process.env, MUSTER_DATA: folder, MUSTER_PORT: '0', MUSTER_SECRET: SECRET, MUSTER_LOG: 'silent' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  child.once('exit', () => reject(new Error(`Muster did not start: ${text}`)));
  child.stdout.on('data', (chunk: Buffer) => {
    text += String(chunk);
    const [, address] = /: (http:\/\/\S+)\n/.exec(text) ?? [];
    if (address !== undefined) resolve(address);
  });
  return { child, address: await promise };
}

async function signedIn(address: string, person: string): Promise<string> {
  const link = makeLink(SECRET, person, fromMs(Date.now()));
  const page = await fetch(`${address}/sign-in?t=${link}`);
  const [, form = ''] = /name="form" value="([^"]*)"/.exec(await page.text()) ?? [];
  const answer = await fetch(`${address}/sign-in`, {
    method: 'POST',
    headers: { cookie: cookieOf(page) },
    body: new URLSearchParams({ t: link, form }),
    redirect: 'manual',
  });
  return cookieOf(answer);
}

const cookieOf = ({ headers }: Response) => headers.getSetCookie()[0]?.split(';')[0] ?? '';

/** A browser, as far as the server sees one: one connection that listens, one that is kept for pages, one fetch at a time. */
function open(address: string, cookie: string, onPage: (page: string) => void): Promise<() => void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { promise, resolve } = Promise.withResolvers<() => void>();
  let running = false;
  let again = false;
  const fetched = () => {
    running = false;
    if (!again) return;
    again = false;
    refresh();
  };
  const refresh = () => {
    if (running) return void (again = true);
    running = true;
    const asked = get(`${address}/incidents/INC-1`, { agent, headers: { cookie } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        onPage(Buffer.concat(chunks).toString());
        fetched();
      });
    });
    // A kept connection that the server closes in the same moment: a browser asks again.
    asked.on('error', () => {
      again = true;
      fetched();
    });
  };
  const told = request(`${address}/events?about=INC-1`, { agent: false, headers: { cookie } }, (answer) => {
    answer.on('data', (chunk: Buffer) => {
      if (chunk.includes('data:')) refresh();
    });
    resolve(() => {
      told.destroy();
      agent.destroy();
    });
  });
  told.on('error', () => undefined);
  told.end();
  return promise;
}

/** Resident memory of a process in MB, now or at its highest; 0 where the system does not say. */
function memoryOf({ pid }: ChildProcess, what: 'VmRSS' | 'VmHWM'): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const [, kb] = new RegExp(`${what}:\\s+(\\d+)`).exec(status) ?? [];
    return Math.round(Number(kb ?? 0) / 1024);
  } catch {
    return 0;
  }
}
