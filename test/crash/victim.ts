import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeToken, OPERATOR } from '../../src/adapters/web/tokens.ts';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { fromMs, toMs } from '../../src/core/time.ts';
import type { Instant } from '../../src/core/time.ts';
import { freePort } from '../support/server-process.ts';

const MUSTER = join(import.meta.dirname, '../../bin/muster.mjs');
const SECRET = 'a secret that only this test knows';
/** One real second is so many seconds of the incident. */
export const SCALE = 60;

export type Said = {
  readonly delivery: string;
  readonly words: string;
  readonly as: string;
  answer: string | undefined;
  readonly about: string;
};
export type PhoneLine = {
  readonly key: string;
  readonly person: string;
  readonly at: string;
  readonly incident: string;
};

/** The real process on a real SQLite file, to be killed. */
export interface Victim extends AsyncDisposable {
  /** Starts it; resolves when it answers, or undefined when it was killed before that. */
  live(): Promise<boolean>;
  kill(): Promise<void>;
  /** Freezes it as a paused machine does, and lets it go on. */
  freeze(): void;
  thaw(): void;
  /** Resolves when this life is over, by whatever hand. */
  ended(): Promise<void>;
  /** Asks it to stop, as a deploy does; its exit code. */
  stop(): Promise<number | null>;
  readonly port: number;
  /** Says a line; its answer is undefined when none came. */
  say(said: Said): Promise<{ readonly incident: string | null; readonly ok: boolean } | undefined>;
  get(path: string): Promise<unknown>;
  events(incident: string): Promise<readonly IncidentEvent[]>;
  phones(): readonly PhoneLine[];
  /** The incident's time now. */
  now(): Instant;
}

export async function victim(data: string, settings: Readonly<Record<string, string>> = {}): Promise<Victim> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const token = makeToken(SECRET, OPERATOR, fromMs(Date.now()));
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  let child: ChildProcess | undefined;

  const env = {
    ...process.env,
    MUSTER_DATA: data,
    MUSTER_PORT: String(port),
    MUSTER_SECRET: SECRET,
    MUSTER_TIME_SCALE: String(SCALE),
    MUSTER_LOG: 'error',
    ...settings,
  };
  const kill = async () => {
    const dying = child;
    if (dying === undefined || dying.exitCode !== null || dying.signalCode !== null) return;
    const died = once(dying, 'exit');
    dying.kill('SIGKILL');
    await died;
  };
  return {
    kill,
    [Symbol.asyncDispose]: kill,
    async live() {
      const born = spawn(process.execPath, [MUSTER, 'run'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      child = born;
      const spoke = once(born.stdout, 'data').then(() => true);
      const died = once(born, 'exit').then(() => false);
      return Promise.race([spoke, died]);
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async ended() {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      await once(child, 'exit');
    },
    async stop() {
      const ending = child;
      if (ending === undefined) return null;
      const died = once(ending, 'exit');
      ending.kill('SIGTERM');
      const [code] = (await died) as [number | null];
      return code;
    },
    port,
    async say(said) {
      try {
        const body = JSON.stringify({ words: said.words, as: said.as, delivery: said.delivery });
        const response = await fetch(`${url}/api/v1/say`, { method: 'POST', headers, body });
        const text = await response.text();
        if (response.status !== 200) throw new Error(`${response.status}: ${text}`);
        said.answer = text;
        return JSON.parse(text) as { incident: string | null; ok: boolean };
      } catch (error) {
        if (error instanceof TypeError) return undefined;
        throw error;
      }
    },
    async get(path) {
      const response = await fetch(`${url}${path}`, { headers });
      return response.json();
    },
    async events(incident) {
      const response = await fetch(`${url}/api/v1/incidents/${incident}/events`, { headers });
      if (response.status !== 200) throw new Error(`${incident}: ${response.status} ${await response.text()}`);
      return (await response.json()) as readonly IncidentEvent[];
    },
    phones() {
      const lines = readFileSync(join(data, 'phones.jsonl'), 'utf8').split('\n');
      return lines.flatMap((line) => (line === '' ? [] : [parsed(line)])).filter((line) => line !== undefined);
    },
    now() {
      // Killed before its clock was kept: its time has not begun to run faster.
      if (!existsSync(join(data, 'clock.json'))) return fromMs(Date.now());
      const kept = JSON.parse(readFileSync(join(data, 'clock.json'), 'utf8')) as { base: Instant; time: Instant };
      return fromMs(toMs(kept.time) + (Date.now() - toMs(kept.base)) * SCALE);
    },
  };
}

/** A line that a kill tore was never handed over. */
function parsed(line: string): PhoneLine | undefined {
  try {
    return JSON.parse(line) as PhoneLine;
  } catch {
    return undefined;
  }
}
