import { describe, expect, it } from 'vitest';
import { inProcessJobs } from '../../src/adapters/jobs/in-process/in-process-jobs.ts';
import { MINUTE_MS } from '../../src/core/time.ts';
import type { Jobs } from '../../src/ports/jobs.ts';
import { beginProcess } from '../simulation/process.ts';
import { beginWorld } from '../simulation/world.ts';
import { sampleBook } from '../support/story.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';

const never = () => new Promise<never>(() => undefined);
/** A bell as it is when its server hangs with the line open: nothing is refused and nothing ever answered. */
const hanging: Jobs = { start: never, schedule: never, stop: never };
const refusing: Jobs = {
  start: () => Promise.reject(new Error('connection refused')),
  schedule: () => Promise.reject(new Error('connection refused')),
  stop: () => Promise.resolve(),
};
const ringing = (clock: VirtualClock) => inProcessJobs(clock);

describe.each([
  ['that hangs', () => hanging],
  ['that refuses', () => refusing],
  ['that works', ringing],
])('a bell %s', (_, bell) => {
  it('does not keep Muster from starting, nor a level from being paged in time', async () => {
    const world = await beginWorld({ book: sampleBook, processes: 0 });
    const process = beginProcess({ ...world.outside, jobs: () => bell(world.clock) });
    void process.engine.start();
    await world.clock.settle();
    const answer = process.say({
      words: 'start phones send callers in a loop --sev 2',
      speaker: { id: null, name: 'Olga', by: 'guest:Olga' },
    });
    await world.clock.advance(6 * MINUTE_MS);
    expect(await answer).toMatchObject({ ok: true });
    const late = world.notices.flatMap((notice) =>
      notice.kind === 'late' && (notice.lane === 'page' || notice.lane === 'urgent') ? [notice.ms] : [],
    );
    expect(late.length).toBeGreaterThan(5);
    expect(Math.max(...late)).toBeLessThanOrEqual(1_000);
    expect(world.ledger.accounts.get('INC-1')?.events.filter(({ type }) => type === 'levelPaged')).toHaveLength(2);
  });
});
