import { expect, test } from 'vitest';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { MINUTE_MS } from '../../src/core/time.ts';
import { beginWorld } from '../simulation/world.ts';
import type { World } from '../simulation/world.ts';
import { sampleBook } from '../support/story.ts';

const START = 'start phones send callers in a loop';

async function two(): Promise<World> {
  return beginWorld({ book: sampleBook, processes: 2 });
}
const processOf = (world: World, n: number) => {
  const found = world.processes[n];
  if (found === undefined) throw new Error(`no process ${n}`);
  return found;
};
const events = async (world: World, id = 'INC-1') =>
  (await world.store.read(id)).map(({ body }) => body as IncidentEvent);
const types = async (world: World, id?: string) => (await events(world, id)).map(({ type }) => type);

test('the same click delivered to two processes at once is one event, and both give the same answer', async () => {
  const world = await two();
  await world.say(processOf(world, 0), { words: START, as: 'owen' });
  await world.settle();
  const said = { words: 'note INC-1 carrier called back', as: 'nina', delivery: 'click-1' };
  const [one, other] = await Promise.all([world.say(processOf(world, 0), said), world.say(processOf(world, 1), said)]);
  expect(one).toEqual(other);
  expect((await types(world)).filter((type) => type === 'noted')).toHaveLength(1);
});

test('the same start delivered to two processes at once opens one incident', async () => {
  const world = await two();
  const said = { words: START, as: 'owen', delivery: 'start-1' };
  const replies = await Promise.all([world.say(processOf(world, 0), said), world.say(processOf(world, 1), said)]);
  expect(new Set(replies.map((reply) => reply?.incident)).size).toBe(1);
  const streams = (await world.store.openStreams()).filter(({ stream }) => stream.startsWith('INC-'));
  expect(streams).toHaveLength(1);
});

test('different words at the same moment are all kept: whoever loses the race decides again', async () => {
  const world = await two();
  await world.say(processOf(world, 0), { words: START, as: 'owen' });
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      world.say(processOf(world, n % 2), { words: `note INC-1 line ${n}`, as: 'nina' }),
    ),
  );
  const notes = (await events(world)).flatMap((event) => (event.type === 'noted' ? [event.text] : []));
  expect(notes.toSorted()).toEqual(Array.from({ length: 20 }, (_, n) => `line ${n}`).toSorted());
});

test('an answer and the next level in the same moment end in one of two orders, and never in a page after the answer', async () => {
  const world = await two();
  await world.say(processOf(world, 0), { words: START, as: 'owen' });
  await world.settle();
  await world.pass(5 * MINUTE_MS - 1);
  await Promise.all([world.clock.advance(1), world.say(processOf(world, 1), { words: 'ack INC-1', as: 'priya' })]);
  await world.pass(10 * MINUTE_MS);
  const story = await events(world);
  const answered = story.findIndex(({ type }) => type === 'acknowledged');
  expect(answered).toBeGreaterThan(0);
  expect(story.slice(answered).filter(({ type }) => type === 'levelPaged')).toEqual([]);
});

test('one deadline is passed once, however many processes look at it', async () => {
  const world = await two();
  await world.say(processOf(world, 0), { words: START, as: 'owen' });
  await world.pass(6 * MINUTE_MS);
  const levels = (await events(world)).flatMap((event) =>
    event.type === 'levelPaged' ? [`${event.round}.${event.level}`] : [],
  );
  expect(levels).toEqual(['0.0', '0.1']);
});

test('when one process dies the other goes on where it was', async () => {
  const world = await two();
  await world.say(processOf(world, 0), { words: START, as: 'owen' });
  await world.settle();
  processOf(world, 0).life.kill();
  await world.pass(6 * MINUTE_MS);
  expect((await types(world)).filter((type) => type === 'levelPaged')).toHaveLength(2);
});
