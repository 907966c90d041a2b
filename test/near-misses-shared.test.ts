import { describe, expect, it } from 'vitest';
import { inProcessJobs } from '../src/adapters/jobs/in-process/in-process-jobs.ts';
import { sealedText } from '../src/adapters/near-misses/sealed/sealed-text.ts';
import { memoryStore } from '../src/adapters/stores/memory/memory-store.ts';
import { personId } from '../src/core/ids.ts';
import { NEAR_MISSES, nearMisses } from '../src/core/nearmiss/near-misses.ts';
import type { Report } from '../src/core/nearmiss/report.ts';
import { NO_OVERRIDES } from '../src/core/oncall.ts';
import { canonical } from '../src/core/plan/canonical.ts';
import { HOUR_MS, MINUTE_MS } from '../src/core/time.ts';
import { booksOf } from '../src/engine/books.ts';
import { createEngine } from '../src/engine/engine.ts';
import type { AnyAggregate } from '../src/engine/kind.ts';
import { nearMissesOf } from '../src/near-misses.ts';
import { aReport, clinicPlan, MORNING, ok, refusedOf } from './support/near-miss-world.ts';
import { quietLog } from './support/quiet-log.ts';
import { virtualClock } from './support/virtual-clock.ts';

const dan = personId('dan');
const secret = 'the secret of the tests';

/** Several processes with one store in memory. */
function cluster() {
  const clock = virtualClock(MORNING);
  const store = memoryStore(clock);
  const plan = clinicPlan({ reply_within: '30h' });
  function process() {
    const engine = createEngine({
      store,
      books: booksOf(store, canonical),
      clock,
      jobs: inProcessJobs(clock),
      aggregates: [nearMisses as unknown as AnyAggregate],
      performers: {},
      live: async () => NO_OVERRIDES,
      notify: () => undefined,
    });
    return nearMissesOf({
      engine,
      vault: sealedText({ store, secret }),
      shared: true,
      clock,
      wall: clock,
      log: quietLog(),
      secret,
      planVersion: () => 'v7',
      plan: () => plan,
      live: async () => NO_OVERRIDES,
      now: () => clock.now(),
      address: () => 'https://muster.example',
      send: async () => ({ outcome: 'accepted', reference: 'x' }),
    });
  }
  const pass = async (ms: number) => {
    await clock.advance(ms);
    await clock.settle();
  };
  const batches = async () =>
    (await store.read(NEAR_MISSES))
      .map(({ body }) => body as { readonly type: string; readonly reports: readonly { readonly id: string }[] })
      .filter(({ type }) => type === 'nearMissesTaken');
  const report = (of: ReturnType<typeof process>, what: string, more?: Partial<Report>) =>
    of.report(aReport(what, more)).then((taken) => ok(taken).receipt);
  return { clock, store, process, pass, batches, report };
}

describe('near misses reported at several machines', () => {
  it('are all there after the batch, for whoever asks at whichever machine', async () => {
    const { process, pass, report } = cluster();
    const [one, other] = [process(), process()];
    await Promise.all([one.start(), other.start()]);
    const codes = [await report(one, 'at the first'), await report(other, 'at the other')];
    await pass(2 * HOUR_MS);
    for (const near of [one, other])
      for (const code of codes) expect(ok(await near.mailbox(code))).toMatchObject({ state: 'open' });
    expect(ok(await one.reports(dan))).toHaveLength(2);
  });

  it('go on record together, so that the log does not say which came in where', async () => {
    const { process, pass, batches, report } = cluster();
    const [one, other] = [process(), process()];
    await Promise.all([one.start(), other.start()]);
    for (let n = 0; n < 4; n += 1) await report(n % 2 === 0 ? one : other, `number ${n} of the day`);
    await pass(2 * HOUR_MS);
    const taken = await batches();
    expect(taken).toHaveLength(1);
    const reports = taken[0]?.reports ?? [];
    expect(reports.map(({ id }) => id)).toEqual(reports.map(({ id }) => id).toSorted());
    // The same hour in all of them, however many milliseconds apart the machines wrote.
    expect(new Set(reports.map((each) => JSON.stringify({ ...each, id: '', receipt: '' }))).size).toBe(1);
  });

  it('are answered honestly at the machine that does not know them yet', async () => {
    const { process, report } = cluster();
    const [one, other] = [process(), process()];
    await Promise.all([one.start(), other.start()]);
    const code = await report(one, 'a fresh one');
    expect(ok(await one.mailbox(code))).toMatchObject({ state: 'waiting' });
    const asked = await other.mailbox(code);
    expect(refusedOf(asked)).toBe('no-such-code');
    expect(JSON.stringify(asked)).toContain('look again after 10:00');
  });

  it('are not lost, and not told apart, when one machine is stopped before the batch', async () => {
    const { process, pass, batches, report } = cluster();
    const [one, other] = [process(), process()];
    await Promise.all([one.start(), other.start()]);
    const code = await report(one, 'before the stop');
    await one.stop();
    expect(await batches()).toEqual([]);
    expect(ok(await other.mailbox(code))).toMatchObject({ state: 'waiting', week: '2026-W47' });
    await report(other, 'at the one that runs on');
    await pass(2 * HOUR_MS);
    expect((await batches()).map(({ reports }) => reports.length)).toEqual([2]);
    expect(ok(await other.mailbox(code))).toMatchObject({ state: 'open' });
  });

  it('that were written by a machine which died within the minute are put on record by another', async () => {
    const { process, pass, batches, report, clock } = cluster();
    const [one, other] = [process(), process()];
    await Promise.all([one.start(), other.start()]);
    const code = await report(one, 'before the kill');
    await pass(HOUR_MS + 42 * MINUTE_MS + 30_000);
    expect(clock.now() < '2026-11-20T15:01:00').toBe(true);
    await one.stop();
    await pass(2 * MINUTE_MS);
    expect(await batches()).toHaveLength(1);
    expect(ok(await other.mailbox(code))).toMatchObject({ state: 'open' });
  });
});
