import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';
import type { Said, Victim } from './victim.ts';
import { victim } from './victim.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');
const MUSTER = join(import.meta.dirname, '../../bin/muster.mjs');

let said = 0;
const word = (words: string, as = 'marcus'): Said => ({
  delivery: `w-${(said += 1)}`,
  words,
  as,
  answer: undefined,
  about: '',
});

async function answerTo(one: Victim, words: string, as?: string): Promise<string> {
  const line = word(words, as);
  await one.say(line);
  return line.answer ?? '';
}

/** Asks again and again, for a while, until the answer shows it. */
async function until(ask: () => Promise<string>, shows: RegExp): Promise<string> {
  const deadline = Date.now() + 15_000;
  for (let answer = await ask(); ; answer = await ask()) {
    if (shows.test(answer) || Date.now() > deadline) return answer;
    await after(50);
  }
}

describe('the real process', () => {
  it('ends cleanly on SIGTERM in the middle of work, and the next one has everything that was acknowledged', async () => {
    using folder = tempFolder();
    const one = await victim(folder.path);
    await one.live();
    const lines = [
      word('start phones send callers in a loop', 'owen'),
      ...Array.from({ length: 60 }, (_, n) => word(`note INC-1 line-${n}`)),
    ];
    const [first, ...rest] = lines;
    if (first !== undefined) await one.say(first);
    const talking = Promise.all(rest.map((line) => one.say(line)));
    await after(20);
    expect(await one.stop()).toBe(0);
    await talking;
    await one.live();
    const events = await one.events('INC-1');
    const kept = events.flatMap((event) => (event.type === 'noted' ? [event.text] : []));
    const acknowledged = rest
      .filter(({ answer }) => answer !== undefined)
      .map(({ words }) => words.slice('note INC-1 '.length));
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
    await one.kill();
  });

  it('refuses a second process on the same data folder with a sentence that names it', async () => {
    using folder = tempFolder();
    const one = await victim(folder.path);
    await one.live();
    const env = { ...process.env, MUSTER_DATA: folder.path, MUSTER_PORT: '0' };
    const second = spawn(process.execPath, [MUSTER, 'run'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    second.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const [code] = (await once(second, 'exit')) as [number];
    expect(code).toBe(1);
    expect(err).toContain('muster.db');
    expect(err).not.toContain('    at ');
    await one.kill();
  });

  it('keeps the last good plan through a broken edit, a good one and a restart without the file, and says so', async () => {
    using folder = tempFolder();
    const plan = join(folder.path, 'plan.yaml');
    copyFileSync(join(EXAMPLES, 'minimal.plan.yaml'), plan);
    const one = await victim(folder.path, { MUSTER_PLAN: plan });
    await one.live();
    await answerTo(one, 'start dispatch is down', 'dana');
    const good = readFileSync(plan, 'utf8');

    writeFileSync(plan, good.replace('functions:', 'functoins:'));
    const broken = await until(() => answerTo(one, 'plan', 'dana'), /REFUSED/);
    expect(broken).toMatch(/REFUSED/);
    expect(broken).toMatch(/Harbor Freight Partners/);
    expect(await answerTo(one, 'status', 'dana')).toMatch(/INC-1/);

    writeFileSync(plan, good.replace('Harbor Freight Partners', 'Harbor Freight and Sons'));
    const mended = await until(() => answerTo(one, 'plan', 'dana'), /Sons/);
    expect(mended).toMatch(/Sons/);
    expect(mended).not.toMatch(/REFUSED/);

    await one.kill();
    rmSync(plan);
    expect(await one.live()).toBe(true);
    const without = await answerTo(one, 'plan', 'dana');
    expect(without).toMatch(/Sons/);
    expect(without).toMatch(/REFUSED/);
    await one.kill();
  });
});
