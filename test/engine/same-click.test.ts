import { expect, it } from 'vitest';
import { LAKESHORE, MINIMAL } from '../simulation/books.ts';
import { beginWorld } from '../simulation/world.ts';
import { sampleBook } from '../support/story.ts';

it.each([1, 2])(
  'a click whose twin is kept by another process just after look %i gets the answer of its twin, not a no',
  async (look) => {
    let looks = 0;
    let twin: (() => Promise<unknown>) | undefined;
    const world = await beginWorld({
      book: sampleBook,
      processes: 2,
      wrapStore: (store) => ({
        ...store,
        async delivered(id) {
          const known = await store.delivered(id);
          looks += 1;
          const first = looks === look ? twin : undefined;
          twin = first === undefined ? twin : undefined;
          await first?.();
          return known;
        },
      }),
    });
    const [one, other] = world.processes;
    if (one === undefined || other === undefined) throw new Error('nobody lives');
    await world.say(one, { words: 'start phones send callers in a loop', as: 'owen' });
    await world.say(one, { words: 'ack INC-1', as: 'priya' });
    await world.settle();

    const click = { words: 'done INC-1 1', as: 'priya', delivery: 'click-1' };
    const answers: unknown[] = [];
    looks = 0;
    twin = async () => answers.push(await world.say(other, click));
    answers.push(await world.say(one, click));
    expect(answers).toHaveLength(2);
    expect(answers[0]).toMatchObject({ ok: true, code: 'done' });
    expect(answers[1]).toEqual(answers[0]);
    expect(world.ledger.accounts.get('INC-1')?.events.filter(({ type }) => type === 'stepDone')).toHaveLength(1);
  },
);

it.each(['ivy'])(
  'a click by which %s closes the door behind themselves is answered alike by both processes, although the second finds the door closed',
  async (as) => {
    let twin: (() => Promise<unknown>) | undefined;
    const world = await beginWorld({
      book: MINIMAL,
      processes: 2,
      wrapStore: (store) => ({
        ...store,
        async delivered(id) {
          const known = await store.delivered(id);
          const first = twin;
          twin = undefined;
          await first?.();
          return known;
        },
      }),
    });
    const [one, other] = world.processes;
    if (one === undefined || other === undefined) throw new Error('nobody lives');
    await world.say(one, { words: 'start something is odd --playbook unclear-trouble', as: 'sam' });
    await world.setBook(LAKESHORE);
    const click = { words: 'choose INC-1 6 may-be-attack', as, delivery: 'click-1' };
    const answers: unknown[] = [];
    twin = async () => answers.push(await world.say(other, click));
    answers.push(await world.say(one, click));
    expect(answers).toHaveLength(2);
    expect(answers[1]).toEqual(answers[0]);
  },
);
