import { describe, expect, it } from 'vitest';
import { MOST_WAITING } from '../../../../../src/adapters/chat/slack/api/line.ts';
import { pacerWorld } from './pacer-world.ts';

const numbered = (count: number, name = 'call') => Array.from({ length: count }, (_, index) => `${name} ${index}`);

describe('calls to Slack', () => {
  it('go at once when nothing is in the way', async () => {
    const { run, clock, startOf } = pacerWorld();
    void run('a');
    await clock.settle();
    expect(startOf('a')).toBe(0);
  });

  it('post three messages at once in a channel, then one a second', async () => {
    const { run, clock, starts } = pacerWorld();
    for (const name of numbered(6)) void run(name);
    await clock.advance(10_000);
    expect(starts.map(({ atMs }) => atMs)).toEqual([0, 0, 0, 1_000, 2_000, 3_000]);
  });

  it('edit cards no faster than every 1.2 s in a workspace', async () => {
    const { run, clock, starts } = pacerWorld();
    for (const name of numbered(6)) void run(name, { method: 'chat.update', channel: name });
    await clock.advance(10_000);
    const gaps = starts.slice(1).map(({ atMs }, index) => atMs - (starts[index]?.atMs ?? 0));
    expect(gaps).toHaveLength(5);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_200);
  });

  it('keep their order in a channel, however long one takes', async () => {
    const { run, clock, starts } = pacerWorld();
    void run('first', { plan: { ms: 4_000 } });
    void run('second');
    await clock.advance(5_000);
    expect(starts).toEqual([
      { name: 'first', atMs: 0 },
      { name: 'second', atMs: 4_000 },
    ]);
  });

  it('are served by what they are for', async () => {
    const { run, clock, names } = pacerWorld();
    void run('on its way', { plan: { ms: 1_000 } });
    for (const priority of ['nicety', 'timer', 'step', 'answer'] as const) void run(priority, { priority });
    await clock.advance(9_000);
    expect(names()).toEqual(['on its way', 'answer', 'step', 'timer', 'nicety']);
  });
});

describe('a 429', () => {
  it('stops its own channel for as long as Slack says, and then the call goes after all', async () => {
    const { run, clock, starts, answers } = pacerWorld();
    void run('a', { plan: { tooMany: [5_000] } });
    void run('b');
    await clock.advance(9_000);
    expect(starts).toEqual([
      { name: 'a', atMs: 0 },
      { name: 'a', atMs: 5_000 },
      { name: 'b', atMs: 5_000 },
    ]);
    expect(answers.get('a')).toEqual({ ok: true, value: 'a' });
  });

  it.each([
    ['another channel', { channel: 'C2' }],
    ['another method in the same channel', { method: 'chat.postEphemeral' }],
    ['another method', { method: 'users.info', channel: '' }],
    ['another workspace', { team: 'T2' }],
  ] as const)('does not delay %s', async (_, other) => {
    const { run, clock, startOf } = pacerWorld();
    void run('b before', other);
    void run('a', { plan: { tooMany: [9_000] } });
    await clock.advance(2_000);
    void run('b', other);
    await clock.settle();
    expect(startOf('b')).toBe(2_000);
  });

  it('that is longer than a call may wait is said at once, to it and to those behind it', async () => {
    const { run, clock, answers, answeredAt } = pacerWorld();
    void run('a', { plan: { tooMany: [30_000] } });
    void run('b');
    await clock.settle();
    expect(answers.get('a')).toEqual({ ok: false, kind: 'limited', retryAfterMs: 30_000 });
    expect(answers.get('b')).toEqual({ ok: false, kind: 'limited', retryAfterMs: 30_000 });
    await clock.advance(10_000);
    void run('c');
    await clock.settle();
    expect(answers.get('c')).toEqual({ ok: false, kind: 'limited', retryAfterMs: 20_000 });
    expect(answeredAt.get('c')).toBe(10_000);
  });
});

describe('a page', () => {
  it('goes before everything that waits, also in its own channel', async () => {
    const { run, clock, startOf, pace } = pacerWorld();
    for (const name of numbered(50)) void run(name, { plan: { hang: true } });
    expect(pace.load().waiting).toBeGreaterThan(40);
    void run('page', { priority: 'page' });
    await clock.settle();
    expect(startOf('page')).toBe(0);
  });

  it('does not wait for the page before it either', async () => {
    const { run, clock, starts } = pacerWorld();
    for (const name of numbered(300, 'page')) void run(name, { priority: 'page', channel: name, plan: { hang: true } });
    await clock.settle();
    expect(starts).toHaveLength(300);
  });

  it('lets the others make room for it afterwards', async () => {
    const { run, clock, startOf } = pacerWorld();
    for (const name of numbered(3, 'page')) void run(name, { priority: 'page' });
    void run('step');
    await clock.advance(5_000);
    expect(startOf('step')).toBe(1_000);
  });

  it('to a person whom Slack answers with 429 is told so at once, and the next to them without asking', async () => {
    const { run, clock, starts, answers } = pacerWorld();
    void run('page', { priority: 'page', channel: 'U1', plan: { tooMany: [2_000] } });
    await clock.settle();
    expect(answers.get('page')).toEqual({ ok: false, kind: 'limited', retryAfterMs: 2_000 });
    await clock.advance(500);
    void run('again', { priority: 'page', channel: 'U1' });
    void run('to another', { priority: 'page', channel: 'U2' });
    await clock.settle();
    expect(answers.get('again')).toMatchObject({ kind: 'limited', retryAfterMs: 1_500 });
    expect(starts.map(({ name }) => name)).toEqual(['page', 'to another']);
    await clock.advance(1_500);
    expect(await run('later', { priority: 'page', channel: 'U1', plan: { hang: false } }).then(({ ok }) => ok)).toBe(
      true,
    );
  });
});

describe('a call that waits', () => {
  it('is replaced by a newer one that says the same better, which keeps its place', async () => {
    const { run, clock, names, answers } = pacerWorld();
    void run('on its way', { plan: { ms: 500 } });
    void run('card 1', { coalesce: 'card' });
    void run('words');
    void run('card 2', { coalesce: 'card', priority: 'nicety' });
    void run('another card', { coalesce: 'card', channel: 'C2' });
    await clock.advance(9_000);
    expect(answers.get('card 1')).toEqual({ ok: false, kind: 'superseded' });
    expect(names()).toEqual(['on its way', 'another card', 'card 2', 'words']);
  });

  it('after a 429 gives way to a newer one that came meanwhile', async () => {
    const { run, clock, names, answers } = pacerWorld();
    void run('card 1', { coalesce: 'card', plan: { ms: 300, tooMany: [1_000] } });
    await clock.advance(100);
    void run('card 2', { coalesce: 'card' });
    await clock.advance(5_000);
    expect(names()).toEqual(['card 1', 'card 2']);
    expect(answers.get('card 1')).toEqual({ ok: false, kind: 'superseded' });
  });

  it('is told "limited" when its time is up', async () => {
    const { run, clock, answers, answeredAt } = pacerWorld();
    void run('hangs', { plan: { hang: true } });
    void run('patient');
    void run('hurried', { maxWaitMs: 2_000 });
    await clock.advance(15_000);
    expect(answers.get('hurried')).toMatchObject({ kind: 'limited' });
    expect(answeredAt.get('hurried')).toBe(2_000);
    expect(answeredAt.get('patient')).toBe(10_000);
  });

  it.each([Number.POSITIVE_INFINITY, -5])('as long as it likes is still answered: %d ms', async (maxWaitMs) => {
    const { run, clock, answers } = pacerWorld();
    void run('hangs', { plan: { hang: true } });
    void run('waits', { maxWaitMs });
    await clock.advance(3_600_000);
    expect(answers.get('waits')).toMatchObject({ kind: 'limited' });
  });

  it('for nothing at all still goes when it can go now', async () => {
    const { run, clock, startOf } = pacerWorld();
    void run('now or never', { maxWaitMs: 0 });
    await clock.settle();
    expect(startOf('now or never')).toBe(0);
  });

  it('is not made when nobody wants it any more, and one on its way is not waited for', async () => {
    const { run, clock, answers, names } = pacerWorld();
    const given = new AbortController();
    void run('on its way', { signal: given.signal, plan: { ms: 60_000 } });
    void run('waits', { signal: given.signal });
    given.abort();
    await clock.settle();
    expect(answers.get('on its way')).toMatchObject({ kind: 'broken', sent: 'maybe' });
    expect(answers.get('waits')).toMatchObject({ kind: 'broken', sent: 'no' });
    expect(await run('too late', { signal: given.signal })).toMatchObject({ kind: 'broken', sent: 'no' });
    expect(names()).toEqual(['on its way']);
  });

  it('is one of not too many: niceties are let go first, the newest of them, and counted', async () => {
    const { run, clock, answers, pace } = pacerWorld();
    void run('hangs', { plan: { hang: true } });
    for (const name of numbered(50, 'nicety')) void run(name, { priority: 'nicety' });
    for (const name of numbered(MOST_WAITING.forKey - 50, 'step')) void run(name);
    await clock.settle();
    expect(answers.size).toBe(0);
    void run('one more');
    void run('one more nicety', { priority: 'nicety' });
    await clock.settle();
    expect([...answers.keys()]).toEqual(['nicety 49', 'one more nicety']);
    expect(pace.load()).toMatchObject({ waiting: MOST_WAITING.forKey, dropped: 2 });
  });

  it('is answered when Muster stops', async () => {
    const { run, clock, answers, pace } = pacerWorld();
    void run('hangs', { plan: { hang: true } });
    void run('waits');
    pace.close();
    await clock.settle();
    expect(answers.get('waits')).toMatchObject({ kind: 'broken', sent: 'no' });
    expect(await run('after')).toMatchObject({ kind: 'broken', sent: 'no' });
  });

  it('leaves nothing behind in memory once it is over', async () => {
    const { run, clock, pace } = pacerWorld();
    for (let minute = 0; minute < 20; minute += 1) {
      for (const name of numbered(50)) void run(name, { channel: `${minute} ${name}`, priority: 'page' });
      await clock.advance(60_000);
    }
    expect(pace.load().waiting).toBe(0);
    expect(pace.load().keys).toBeLessThanOrEqual(150);
  });
});
