import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { heartbeat } from '../../../src/adapters/heartbeat/heartbeat.ts';
import { instant, MINUTE_MS, SECOND_MS } from '../../../src/core/time.ts';
import type { Log } from '../../../src/ports/log.ts';
import type { Store } from '../../../src/ports/store.ts';
import { beginProcess } from '../../simulation/process.ts';
import { beginWorld } from '../../simulation/world.ts';
import { sampleBook } from '../../support/story.ts';
import { virtualClock, type VirtualClock } from '../../support/virtual-clock.ts';

const START = instant('2026-11-20T14:05:00.000Z');
type Behaviour = (response: ServerResponse) => void;
const takes: Behaviour = (response) => void response.end('OK');
const hangs: Behaviour = () => undefined;
const answers =
  (status: number): Behaviour =>
  (response) =>
    void response.writeHead(status).end();

/** A real watcher. */
async function watcher() {
  let behave = takes;
  let beats = 0;
  const server = createServer((request, response) => {
    beats += 1;
    expect(request.url).toBe('/secret-path');
    behave(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return {
    url: `http://127.0.0.1:${port}/secret-path`,
    host: `127.0.0.1:${port}`,
    beats: () => beats,
    behaves: (how: Behaviour) => void (behave = how),
    close,
    [Symbol.asyncDispose]: () => (server.listening ? close() : Promise.resolve()),
  };
}

type Line = { readonly level: string; readonly text: string };
function notebook(): { readonly log: Log; readonly lines: readonly Line[] } {
  const lines: Line[] = [];
  const at = (level: string) => (fields: object, say: string) =>
    void lines.push({ level, text: `${JSON.stringify(fields)} ${say}` });
  return { log: { info: at('info'), warn: at('warn'), error: at('error') }, lines };
}

/** What the engine tells in a minute in which all is well. */
async function goodMinute(clock: VirtualClock, beats: ReturnType<typeof heartbeat>, seconds = 60) {
  for (let second = 0; second < seconds; second += 1) {
    beats.hear({ kind: 'swept' });
    if (second % 15 === 0) beats.hear({ kind: 'audited' });
    await clock.advance(SECOND_MS);
  }
}

async function begin() {
  const clock = virtualClock(START);
  const there = await watcher();
  const { log, lines } = notebook();
  const beats = heartbeat({ url: there.url, clock, log });
  beats.start();
  return {
    clock,
    there,
    lines,
    beats,
    well: (seconds?: number) => goodMinute(clock, beats, seconds),
    /** The watcher got so many in all, and no more are on their way. */
    got: (count: number) => expect.poll(there.beats).toBe(count),
    [Symbol.asyncDispose]: async () => {
      beats.stop();
      await there[Symbol.asyncDispose]();
    },
  };
}

describe('the heartbeat', () => {
  it('reaches the watcher once a minute while the sweep and the audit run', async () => {
    await using one = await begin();
    for (const minute of [1, 2, 3]) {
      await one.well();
      await one.got(minute);
    }
    expect(one.lines).toEqual([]);
  });

  it.each([
    ['the sweep', 'audited', 'the sweep does not run on time'],
    ['the audit', 'swept', 'the audit does not run on time'],
  ])('is silent while %s does not run, says so once, and goes on afterwards', async (_, stillHeard, say) => {
    await using one = await begin();
    await one.well();
    await one.got(1);
    for (let second = 0; second < 180; second += 1) {
      one.beats.hear({ kind: stillHeard });
      await one.clock.advance(SECOND_MS);
    }
    await one.well();
    await one.got(2);
    expect(one.lines.map(({ level, text }) => `${level} ${text}`)).toEqual([
      `error {"watcher":"${one.there.host}"} no heartbeat: ${say}`,
      `info {"watcher":"${one.there.host}"} the heartbeat goes on`,
    ]);
  });

  it('is silent while the sweep runs but nothing can be claimed, as on a full disk', async () => {
    await using one = await begin();
    await one.well(30);
    one.beats.hear({ kind: 'fault', where: 'claim page' });
    await one.well(30);
    expect(one.lines).toMatchObject([{ level: 'error' }]);
    await one.well();
    await one.got(1);
  });

  it('is silent until the first sweep and the first audit, however long that takes', async () => {
    await using one = await begin();
    await one.clock.advance(5 * MINUTE_MS);
    await one.well();
    await one.got(1);
  });

  it('is over when Muster stops', async () => {
    await using one = await begin();
    await one.well();
    await one.got(1);
    one.beats.stop();
    await one.well();
    await one.clock.advance(MINUTE_MS);
    expect(one.there.beats()).toBe(1);
  });
});

describe('a watcher that does not take it', () => {
  it.each([
    ['answers with a fault', answers(500), 'answered 500'],
    ['hangs', hangs, 'no answer within 10 s'],
  ])('because it %s is logged once, and once when it is well again; its path never', async (_, how, reason) => {
    await using one = await begin();
    one.there.behaves(how);
    for (const minute of [1, 2, 3]) {
      await one.well();
      await one.got(minute);
    }
    await expect.poll(async () => (await one.well(1), one.lines.length)).toBe(1);
    one.there.behaves(takes);
    await expect.poll(async () => (await one.well(10), one.lines.length)).toBe(2);
    expect(one.lines.map(({ level, text }) => `${level} ${text}`)).toEqual([
      `warn {"watcher":"${one.there.host}","reason":"${reason}"} the watcher does not take the heartbeat; it is tried again each minute`,
      `info {"watcher":"${one.there.host}"} the watcher takes the heartbeat again`,
    ]);
    expect(JSON.stringify(one.lines)).not.toContain('secret-path');
  });

  it('because nobody listens there is named by its host only', async () => {
    await using one = await begin();
    await one.there.close();
    await one.well();
    await expect.poll(() => one.lines.length).toBe(1);
    await one.well();
    expect(one.lines).toEqual([{ level: 'warn', text: expect.stringContaining('ECONNREFUSED') as string }]);
    expect(JSON.stringify(one.lines)).not.toContain('secret-path');
  });
});

describe('over a whole engine', () => {
  /** A Muster that lives by its own sweep; its store hangs while `hung` is pending. */
  async function engine(how: Behaviour) {
    let hung: Promise<void> | undefined;
    const wrapStore = (store: Store): Store => ({
      ...store,
      nextDue: async () => {
        await hung;
        return store.nextDue();
      },
    });
    const world = await beginWorld({ book: sampleBook, processes: 0, wrapStore });
    const there = await watcher();
    there.behaves(how);
    const { log } = notebook();
    const beats = heartbeat({ url: there.url, clock: world.clock, log });
    const swept: string[] = [];
    const process = beginProcess({
      ...world.outside,
      notify: (notice) => {
        beats.hear(notice);
        if (notice.kind === 'swept') swept.push(world.clock.now());
      },
    });
    void process.engine.start();
    beats.start();
    await world.clock.settle();
    return {
      clock: world.clock,
      there,
      swept,
      hang() {
        const { promise, resolve } = Promise.withResolvers<void>();
        hung = promise;
        return () => {
          hung = undefined;
          resolve();
        };
      },
      [Symbol.asyncDispose]: async () => {
        beats.stop();
        process.life.kill();
        await there[Symbol.asyncDispose]();
      },
    };
  }

  it('it beats while all is well, is silent while the sweep hangs in its store, and beats again', async () => {
    await using one = await engine(takes);
    await one.clock.advance(MINUTE_MS);
    await expect.poll(one.there.beats).toBe(1);
    const release = one.hang();
    await one.clock.advance(10 * MINUTE_MS);
    release();
    await one.clock.settle();
    await one.clock.advance(MINUTE_MS);
    await expect.poll(one.there.beats).toBe(2);
  });

  it('a watcher that hangs delays nothing: the sweep runs each second', async () => {
    await using one = await engine(hangs);
    await one.clock.advance(MINUTE_MS);
    await expect.poll(one.there.beats).toBe(1);
    const before = one.swept.length;
    await one.clock.advance(MINUTE_MS);
    expect(one.swept.length - before).toBe(60);
  });
});
