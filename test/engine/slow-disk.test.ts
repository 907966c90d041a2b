import { expect, it } from 'vitest';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { MINUTE_MS, plusMs, SECOND_MS } from '../../src/core/time.ts';
import { LANE_SLOTS } from '../../src/engine/lanes.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Store } from '../../src/ports/store.ts';
import { beginProcess } from '../simulation/process.ts';
import { beginWorld } from '../simulation/world.ts';
import { sampleBook } from '../support/story.ts';

const FLUSH_MS = 2 * SECOND_MS;
const INCIDENTS = 40;

type Busy = { now: number; most: number };
const calm = (): Busy => ({ now: 0, most: 0 });

/** A disk on which everything that is written, and the sweep's own question, takes two seconds. */
function slowDisk() {
  let clock: Clock | undefined;
  const sweeping = calm();
  const auditing = calm();
  const writing = calm();
  const flushed = () =>
    new Promise<void>((resolve) => {
      if (clock === undefined) resolve();
      else clock.ring(plusMs(clock.now(), FLUSH_MS), resolve);
    });
  const slowly =
    <Args extends readonly unknown[], Result>(busy: Busy, call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      busy.now += 1;
      busy.most = Math.max(busy.most, busy.now);
      await flushed();
      return call(...args).finally(() => (busy.now -= 1));
    };
  const wrapStore = (store: Store): Store => ({
    ...store,
    append: slowly(writing, store.append),
    claim: slowly(writing, store.claim),
    release: slowly(writing, store.release),
    drop: slowly(writing, store.drop),
    rearm: slowly(writing, store.rearm),
    nextNumber: slowly(writing, store.nextNumber),
    nextDue: slowly(sweeping, store.nextDue),
    openStreams: slowly(auditing, store.openStreams),
  });
  return { wrapStore, sweeping, auditing, writing, begin: (slow: Clock) => void (clock = slow) };
}

it('on a disk that takes two seconds for each write nothing overlaps itself, the backlog is bounded, and nobody is paged twice', async () => {
  const disk = slowDisk();
  const world = await beginWorld({ book: sampleBook, processes: 0, wrapStore: disk.wrapStore });
  disk.begin(world.clock);
  const process = beginProcess(world.outside);
  void process.engine.start();
  await world.clock.advance(10 * SECOND_MS);
  const said = Array.from({ length: INCIDENTS }, (_, n) =>
    process.say({
      words: 'start phones send callers in a loop --sev 2 --new',
      speaker: { id: null, name: `Guest ${n}`, by: `guest:${n}` },
    }),
  );
  await world.clock.advance(12 * MINUTE_MS);
  expect((await Promise.all(said)).map((reply) => reply?.ok)).toEqual(Array.from({ length: INCIDENTS }, () => true));

  expect(disk.sweeping.most).toBe(1);
  expect(disk.auditing.most).toBe(1);
  const slots = LANE_SLOTS.reduce((sum, { all }) => sum + all, 0);
  expect(disk.writing.most).toBeLessThanOrEqual(slots + INCIDENTS);

  const keys = world.pager.sent.map(({ key }) => key);
  expect(keys.length).toBeGreaterThan(INCIDENTS * 3);
  expect(keys).toEqual([...new Set(keys)]);
  for (let n = 1; n <= INCIDENTS; n += 1) {
    const events = (await world.store.read(`INC-${n}`)).map(({ body }) => body as IncidentEvent);
    expect(events.filter(({ type }) => type === 'levelPaged').length, `INC-${n}`).toBe(3);
    const overdue = (await world.store.agenda(`INC-${n}`)).filter(
      ({ at }) => at < plusMs(world.clock.now(), -MINUTE_MS),
    );
    expect(overdue, `INC-${n}`).toEqual([]);
  }
  expect(world.notices.filter(({ kind }) => kind === 'repaired' || kind === 'fault')).toEqual([]);
  process.life.kill();
});
