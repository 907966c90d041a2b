import { describe, expect, it } from 'vitest';
import { broken, limited, refused } from '../../../../../src/adapters/chat/slack/api/called.ts';
import { startCanary } from '../../../../../src/adapters/chat/slack/api/canary.ts';
import { healthWatch } from '../../../../../src/adapters/chat/slack/api/health.ts';
import { instant, plusMs } from '../../../../../src/core/time.ts';
import { virtualClock } from '../../../../support/virtual-clock.ts';
import { writtenLog } from './written-log.ts';

const START = instant('2026-11-22T09:00:00Z');
const good = { ok: true, value: {} } as const;
const ill = broken('Slack answered 503', 'maybe');
const revoked = refused('token_revoked');
const no = refused('channel_not_found');
const busy = limited(5_000);
const OUTCOMES = { good, ill, no, busy, revoked };
type Outcome = keyof typeof OUTCOMES;

function watched() {
  const clock = virtualClock(START);
  const log = writtenLog();
  const watch = healthWatch(clock, log);
  const told: string[] = [];
  watch.onChange(({ state }) => told.push(state));
  return { clock, log, watch, told };
}

describe('the health of Slack', () => {
  it.each<[Outcome[], string]>([
    [[], 'up'],
    [['good', 'good'], 'up'],
    [['ill'], 'degraded'],
    [['ill', 'good'], 'up'],
    [['ill', 'good', 'ill'], 'degraded'],
    [['ill', 'ill'], 'down'],
    [['ill', 'ill', 'good'], 'degraded'],
    [['ill', 'ill', 'good', 'ill'], 'down'],
    [['ill', 'ill', 'good', 'good'], 'up'],
    [['ill', 'ill', 'no', 'no'], 'up'],
    [['busy', 'busy', 'busy'], 'up'],
    [['ill', 'busy', 'ill'], 'down'],
    [['revoked'], 'misconfigured'],
    [['revoked', 'good'], 'up'],
    [['revoked', 'ill', 'ill'], 'down'],
  ])('after %j is %s', (outcomes, state) => {
    const { watch } = watched();
    for (const outcome of outcomes) watch.heard(OUTCOMES[outcome], 'T1');
    expect(watch.health().state).toBe(state);
  });

  it('is down after 10 s of failing without a success', async () => {
    const { clock, watch, told } = watched();
    watch.heard(ill, 'T1');
    await clock.advance(9_999);
    expect(watch.health().state).toBe('degraded');
    await clock.advance(1);
    expect(watch.health()).toMatchObject({ state: 'down', since: plusMs(START, 10_000) });
    expect(told).toEqual(['degraded', 'down']);
  });

  it('says since when, and why in plain words', async () => {
    const { clock, watch } = watched();
    await clock.advance(60_000);
    watch.heard(ill, 'T1');
    watch.heard(ill, 'T1');
    await clock.advance(60_000);
    expect(watch.health()).toEqual({
      state: 'down',
      since: plusMs(START, 60_000),
      say: 'Slack does not answer (Slack answered 503).',
      misconfigured: [],
    });
  });

  it('of one workspace without a token is not that of the others', () => {
    const { watch, told } = watched();
    watch.heard(good, 'T1');
    watch.heard(revoked, 'T2');
    expect(watch.health().state).toBe('up');
    expect(watch.health('T2')).toMatchObject({ state: 'misconfigured', say: expect.stringContaining('revoked') });
    expect(watch.health().misconfigured).toMatchObject([{ team: 'T2', code: 'token_revoked', since: START }]);
    expect(told).toEqual(['up']);
    watch.forget('T2');
    expect(watch.health().misconfigured).toEqual([]);
  });

  it('is degraded when the socket stays shut for 15 s, and not when Slack only changes it for another', async () => {
    const { clock, watch, told } = watched();
    watch.heardSocket('down');
    await clock.advance(10_000);
    watch.heardSocket('up');
    await clock.advance(20_000);
    expect(told).toEqual([]);
    watch.heardSocket('down');
    await clock.advance(10_000);
    watch.heardSocket('down');
    await clock.advance(5_000);
    expect(watch.health()).toMatchObject({ state: 'degraded', say: expect.stringContaining('nothing comes') });
    watch.heardSocket('up');
    expect(told).toEqual(['degraded', 'up']);
  });

  it('goes on being watched when somebody who listens fails', () => {
    const { watch, told, log } = watched();
    watch.onChange(() => {
      throw new Error('not my day');
    });
    watch.heard(ill, 'T1');
    watch.heard(good, 'T1');
    expect(told).toEqual(['degraded', 'up']);
    expect(log.lines.map(({ level }) => level)).toEqual(['error', 'error']);
  });
});

describe('the canary', () => {
  /** Each probe meets the next outcome; the last one holds. */
  function singing(...outcomes: readonly Outcome[]) {
    const world = watched();
    const probes: { readonly team: string; readonly at: string }[] = [];
    const left = [...outcomes];
    const stop = startCanary(world.clock, world.watch, async (team) => {
      probes.push({ team, at: world.clock.now() });
      world.watch.heard(OUTCOMES[(left.length > 1 ? left.shift() : left[0]) ?? 'good'], team);
    });
    const secondsOf = () => probes.map(({ at }) => (Date.parse(at) - Date.parse(START)) / 1_000);
    return { ...world, probes, stop, secondsOf };
  }

  it('sings every 30 s, and every 5 s while something is wrong', async () => {
    const { watch, clock, secondsOf, told } = singing('good', 'ill', 'ill', 'good', 'good');
    watch.know('T1');
    await clock.advance(120_000);
    expect(secondsOf()).toEqual([30, 60, 65, 70, 75, 105]);
    expect(told).toEqual(['degraded', 'down', 'degraded', 'up']);
  });

  it('sings sooner when another call has failed', async () => {
    const { watch, clock, secondsOf } = singing();
    watch.know('T1');
    await clock.advance(10_000);
    watch.heard(ill, 'T1');
    await clock.advance(6_000);
    expect(secondsOf()).toEqual([15]);
  });

  it('asks each workspace in turn, the one that was silent longest first', async () => {
    const { watch, clock, probes } = singing();
    for (const team of ['T1', 'T2', 'T3']) watch.know(team);
    watch.heard(good, 'T1');
    await clock.advance(120_000);
    expect(probes.map(({ team }) => team)).toEqual(['T2', 'T3', 'T1', 'T2']);
  });

  it('is silent while no workspace is known, and when it is stopped', async () => {
    const { watch, clock, probes, stop } = singing();
    await clock.advance(120_000);
    expect(probes).toEqual([]);
    watch.know('T1');
    stop();
    watch.heard(ill, 'T1');
    await clock.advance(120_000);
    expect(probes).toEqual([]);
  });
});
