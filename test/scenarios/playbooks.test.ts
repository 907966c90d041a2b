import { describe, expect, test } from 'vitest';
import type { Book } from '../../src/core/book.ts';
import type { Playbook } from '../../src/core/playbook/schema.ts';
import { sampleBook, story } from '../support/story.ts';
import type { Story } from '../support/story.ts';
import { days, eventsOf, min, MINIMAL, phones, textAfter } from './support.ts';
import type { Choose } from './walk.ts';
import { walk } from './walk.ts';

const MOST_RUNS = 20;
const PLAYBOOKS = Object.values(sampleBook.playbooks);
const isDrill = ({ exercise }: Playbook) => exercise === true;
const idOf = (playbook: Playbook) => (isDrill(playbook) ? 'EX-1' : 'INC-1');

async function begun(playbook: Playbook, book: Omit<Book, 'hash'>): Promise<Story> {
  const told = await story({ book });
  const drill = isDrill(playbook) ? ' --drill' : '';
  const [first = ''] = Object.keys(book.plan.functions);
  const [someone = ''] = Object.keys(book.plan.people);
  const reply = await told.say(`start it is so --playbook ${playbook.playbook} --function ${first}${drill}`, someone);
  expect(reply.card.title).toContain(idOf(playbook));
  return told;
}

/** At each question the choice that was taken least often so far. */
function evenly(): { readonly choose: Choose; readonly taken: (asked: string, choice: string) => boolean } {
  const counts = new Map<string, number>();
  const count = (name: string) => counts.get(name) ?? 0;
  return {
    choose({ playbook, step }, choices) {
      const named = choices.map((choice) => ({ choice, name: `${playbook}/${step} ${choice}` }));
      const [least] = named.toSorted((a, b) => count(a.name) - count(b.name));
      if (least === undefined) throw new Error(`${playbook}/${step} has no choices`);
      counts.set(least.name, count(least.name) + 1);
      return least.choice;
    },
    taken: (asked, choice) => count(`${asked} ${choice}`) > 0,
  };
}

/** Every choice of every question of a playbook. */
const choicesOf = ({ playbook, steps }: Playbook) =>
  steps.flatMap((step) =>
    [step, ...(step.together ?? [])].flatMap((one) =>
      Object.keys(one.choices ?? {}).map((choice) => ({ asked: `${playbook}/${one.id}`, choice })),
    ),
  );

async function expectLearntFrom(told: Story, playbook: Playbook) {
  const [closed] = await eventsOf(told, 'closed', idOf(playbook));
  expect(closed?.openSteps).toEqual([]);
  expect(await eventsOf(told, 'postmortemWritten', idOf(playbook))).toHaveLength(1);
}

describe.each(PLAYBOOKS.map((playbook) => ({ id: playbook.playbook, playbook })))('"$id"', ({ playbook }) => {
  test('leads from its start to the close by the next action of each role, whatever is chosen', async () => {
    const { choose, taken } = evenly();
    const left = () => choicesOf(playbook).filter(({ asked, choice }) => !taken(asked, choice));
    let runs = 0;
    do {
      const told = await begun(playbook, sampleBook);
      const said = await walk(told, { id: idOf(playbook), choose });
      expect(said.at(-1)?.words).toBe(`close ${idOf(playbook)}`);
      await expectLearntFrom(told, playbook);
      runs += 1;
    } while (left().length > 0 && runs < MOST_RUNS);
    expect(left()).toEqual([]);
  });

  test('leads there when everybody is stuck with every step at first', async () => {
    const { choose } = evenly();
    const told = await begun(playbook, sampleBook);
    await walk(told, { id: idOf(playbook), choose, badDay: true });
    await expectLearntFrom(told, playbook);
  });

  test('leads there in a firm of two people with a plan of ten lines', async () => {
    const { choose } = evenly();
    const told = await begun(playbook, MINIMAL);
    await walk(told, { id: idOf(playbook), choose });
    await expectLearntFrom(told, playbook);
  });
});

test('a wait of five days ends by itself, and the close comes after it', async () => {
  const told = await phones();
  await told.say('ack', 'priya');
  for (const words of [
    'done 1',
    'done 3',
    'done 4',
    'done 5',
    'done 6',
    'choose 7 no-export',
    'done 9',
    'check 10 yes',
    'done 11',
  ])
    expect(await told.say(words, 'priya'), words).toMatchObject({ ok: true });
  await told.say('restored', 'priya');
  await told.pass(days(5) - min(1));
  expect(await textAfter(told, 'steps', 'priya')).toMatch(/\[\*\] 12 Wait: five days/);
  await told.pass(min(1));
  expect(await textAfter(told, 'steps', 'priya')).toMatch(/\[x\] 12 Wait: five days/);
  expect(await told.say('close', 'priya')).toMatchObject({ ok: true });
});
