import { describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/core/time.ts';
import { beginWorld } from '../simulation/world.ts';
import type { World } from '../simulation/world.ts';
import { hang } from '../support/scripted-pager.ts';
import { sampleBook } from '../support/story.ts';

const START = 'start phones send callers in a loop --sev 2';
const first = (world: World) => {
  const [process] = world.processes;
  if (process === undefined) throw new Error('nobody lives');
  return process;
};
const say = (world: World, words: string, as: string) => world.say(first(world), { words, as });
const events = async (world: World) => (await world.store.read('INC-1')).map(({ body }) => body as IncidentEvent);
const ofType = async <Type extends IncidentEvent['type']>(world: World, type: Type) =>
  (await events(world)).filter(
    (event): event is Extract<IncidentEvent, { readonly type: Type }> => event.type === type,
  );

/** Muster dies, nobody runs for so long, and another one starts. */
async function outage(world: World, ms: number) {
  first(world).life.kill();
  await world.pass(ms);
  await world.begin(0);
  await world.settle();
}

describe('after two hours in which nobody ran', () => {
  it('people who were never paged are paged first, and have the full time to answer', async () => {
    const world = await beginWorld({ book: sampleBook });
    await say(world, START, 'owen');
    await outage(world, 2 * HOUR_MS);
    await world.pass(4 * MINUTE_MS);
    expect(world.pager.sent.map(({ person }) => person)).toEqual(expect.arrayContaining(['marcus', 'priya']));
    expect(await ofType(world, 'levelPaged')).toHaveLength(1);
    await world.pass(2 * MINUTE_MS);
    expect(await ofType(world, 'levelPaged')).toHaveLength(2);
  });

  it('a level whose time to answer ran out meanwhile is over, and the next one is told how late it is', async () => {
    const world = await beginWorld({ book: sampleBook });
    await say(world, START, 'owen');
    await world.pass(3 * MINUTE_MS);
    await outage(world, 2 * HOUR_MS);
    await world.pass(10 * SECOND_MS);
    const [, second] = await ofType(world, 'levelPaged');
    expect(second).toMatchObject({ level: 1, round: 0 });
    expect(second?.lateMs).toBeGreaterThan(1.9 * HOUR_MS);
  });

  it('a provider that hangs does not hold up the next level for long', async () => {
    const world = await beginWorld({ book: sampleBook });
    await say(world, START, 'owen');
    world.pager.script({}, hang);
    await outage(world, 2 * HOUR_MS);
    await world.pass(MINUTE_MS);
    expect((await ofType(world, 'levelPaged')).length).toBeGreaterThan(1);
  });

  it('the marks of a clock that passed meanwhile are one event and one page, which says how late it is', async () => {
    const world = await beginWorld({ book: sampleBook });
    await say(world, START, 'owen');
    await say(world, 'ack INC-1', 'priya');
    await world.settle();
    await outage(world, 130 * MINUTE_MS);
    const marks = (await ofType(world, 'markPassed')).filter(({ clock }) => clock === 'rto');
    expect(marks).toMatchObject([{ percent: 100, alsoPassed: [50, 75, 90] }]);
    expect(marks[0]?.lateMs).toBeGreaterThan(5 * MINUTE_MS);
    const told = (await ofType(world, 'paged')).filter(({ why }) => /RTO/.test(why));
    expect(told.map(({ why }) => why)).toEqual([
      expect.stringMatching(/past its RTO \(said \d+ min late: Muster was not running\)/),
    ]);
  });

  it('an alarm that should have rung twelve times rings once', async () => {
    const world = await beginWorld({ book: sampleBook });
    await say(world, START, 'owen');
    await world.pass(45 * MINUTE_MS);
    const before = (await ofType(world, 'exhausted')).length;
    expect(before).toBeGreaterThan(0);
    await outage(world, 2 * HOUR_MS);
    await world.pass(SECOND_MS);
    expect((await ofType(world, 'exhausted')).length).toBe(before + 1);
  });

  it('an acknowledged incident is asked about once, and its person has the time to answer', async () => {
    const world = await beginWorld({ book: sampleBook });
    await say(world, START, 'owen');
    await say(world, 'ack INC-1', 'priya');
    await outage(world, 2 * HOUR_MS);
    await world.pass(4 * MINUTE_MS);
    expect(await ofType(world, 'progressAsked')).toHaveLength(1);
    expect(await ofType(world, 'acknowledgementLapsed')).toEqual([]);
    await say(world, 'note INC-1 on it', 'priya');
    await world.pass(5 * MINUTE_MS);
    expect(await ofType(world, 'acknowledgementLapsed')).toEqual([]);
  });
});

it('an RTO that had passed when the incident was declared is told once, at once', async () => {
  const world = await beginWorld({ book: sampleBook });
  await say(world, `${START} since 3 hours ago --function patient-calls`, 'owen');
  await world.settle();
  const marks = async () => (await ofType(world, 'markPassed')).filter(({ clock }) => clock === 'rto');
  expect(await marks()).toMatchObject([{ percent: 100, of: 'patient-calls' }]);
  await world.pass(30 * MINUTE_MS);
  expect(await marks()).toHaveLength(1);
});
