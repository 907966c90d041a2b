import { describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { MINUTE_MS } from '../../src/core/time.ts';
import { beginWorld } from '../simulation/world.ts';
import type { World } from '../simulation/world.ts';
import { sampleBook } from '../support/story.ts';

const START = 'start phones send callers in a loop --sev 2';
const first = (world: World) => {
  const [process] = world.processes;
  if (process === undefined) throw new Error('nobody lives');
  return process;
};
const say = (world: World, words: string, as: string) => world.say(first(world), { words, as });
const events = async (world: World, id = 'INC-1') =>
  (await world.store.read(id)).map(({ body }) => body as IncidentEvent);
const levels = async (world: World, id?: string) =>
  (await events(world, id)).filter(({ type }) => type === 'levelPaged').length;

/** Puts an event into the log that no code of ours would write, as a bug of another version might. */
async function poison(world: World, event: object): Promise<void> {
  const version = (await world.store.read('INC-1')).length;
  const agenda = (await world.store.agenda('INC-1')).map(({ key, at, lane }) => ({ key, at, lane }));
  const body = { at: world.clock.now(), by: 'muster', v: 1, ...event };
  await world.store.append({ stream: 'INC-1', expected: version, events: [body], agenda, open: true });
}

/** Each makes another part of the incident fail: when it hears the event, or when it is asked what comes next. */
const POISONS = [
  ['a step that is done and never was', { type: 'stepDone', step: {}, keep: null }],
  ['holders of roles that are nobody', { type: 'rolesAssigned', holders: null, gaps: [] }],
  ['an update promised for no time at all', { type: 'updatePosted', text: 'x', nextAt: 'soon' }],
  ['an impact that began at no time', { type: 'impactMoved', from: null, to: 'yesterday', why: '' }],
  ['an action without a date', { type: 'actionAdded', n: 1, what: 'x', owner: 'nina', due: null, verify: '' }],
  [
    'an update promised for the end of time',
    { type: 'updatePosted', text: 'x', nextAt: '+275760-09-13T00:00:00.000Z' },
  ],
  ['a mark that passed on no clock', { type: 'markPassed', clock: 'rto', of: 'claims', percent: 50, alsoPassed: null }],
  ['a type of a later version', { type: 'teleported', to: 'the moon' }],
] as const;

describe.each(POISONS)('after %s', (_, event) => {
  it('the incident goes on paging, level by level, and takes an answer', async () => {
    const world = await beginWorld({ book: sampleBook });
    await say(world, START, 'owen');
    await world.settle();
    await poison(world, event);
    await world.pass(11 * MINUTE_MS);
    expect(await levels(world)).toBe(3);
    expect(await say(world, 'ack INC-1', 'priya')).toMatchObject({ ok: true });
    const before = world.pager.asked.length;
    await world.pass(5 * MINUTE_MS);
    const after = world.pager.asked.slice(before).map(({ key }) => key);
    expect(after.filter((key) => !/\/page\/[cp]/.test(key))).toEqual([]);
  });

  it('other incidents notice nothing, nothing runs in circles, and the auditor has nothing to mend', async () => {
    const world = await beginWorld({ book: sampleBook });
    await say(world, START, 'owen');
    await say(world, `${START} --new`, 'owen');
    await world.settle();
    await poison(world, event);
    await first(world).engine.audit();
    const before = (await events(world)).length;
    await world.pass(20 * MINUTE_MS);
    await first(world).engine.audit();
    expect(await levels(world, 'INC-2')).toBe(4);
    expect((await events(world)).length - before).toBeLessThan(60);
    const mended = world.notices.filter((notice) => notice.kind === 'repaired' && notice.stream !== 'INC-1');
    expect(mended).toEqual([]);
  });

  it('a process that starts afterwards reads the same log in the same way', async () => {
    const world = await beginWorld({ book: sampleBook });
    await say(world, START, 'owen');
    await world.settle();
    await poison(world, event);
    first(world).life.kill();
    await world.begin(0);
    await world.pass(11 * MINUTE_MS);
    expect(await levels(world)).toBe(3);
  });
});

it('whoever watches is told which incident is ill, and of what', async () => {
  const world = await beginWorld({ book: sampleBook });
  await say(world, START, 'owen');
  await world.settle();
  await poison(world, { type: 'updatePosted', text: 'x', nextAt: 'soon' });
  await first(world).engine.audit();
  const ill = world.notices.filter((notice) => notice.kind === 'ill');
  expect(ill).toContainEqual({ kind: 'ill', stream: 'INC-1', reason: expect.stringMatching(/soon|time/i) as string });
  expect(ill.length).toBeLessThan(10);
});
