import { z } from 'zod';
import type { Refusal } from '../src/core/aggregate.ts';
import { button, card } from '../src/core/card.ts';
import type { PersonId } from '../src/core/ids.ts';
import type { Way } from '../src/core/plan/schema.ts';
import type { Reach, Test, TestWay } from '../src/core/reach/state.ts';
import { testName, wasTakenOver } from '../src/core/reach/state.ts';
import { mediumWord } from '../src/core/timeline/paging-words.ts';
import type { Answer } from '../src/command.ts';
import { command } from '../src/command.ts';

const TEST = /^(?:test-?)?(\d{1,9})$/i;

export default command({
  group: 'plan',
  summary: 'A test message reached you: that way is proved',
  usage: 'reached [TEST-3] [sms|call|email|chat|push]',
  examples: ['reached TEST-3', 'reached TEST-3 sms'],
  number: 'text',
  times: [],
  args: z.object({ words: z.array(z.string()) }),
  run({ desk, args, speaker, via }) {
    const { id } = speaker;
    if (id === null)
      return { refuse: { code: 'unknown-person', say: "Muster does not know you: ask the plan's owner to add you." } };
    // Whoever answers by the medium itself has said which one it was, even when the test is over by now.
    if (via !== undefined) return prove(id, wayInPlan(desk.book.plan.people[id]?.reach ?? [], via));
    const [first = '', ...more] = args.words;
    const n = TEST.exec(first)?.[1];
    const test = testOf(desk.reach, id, n);
    if (test === undefined)
      return {
        refuse: {
          code: 'no-such-test',
          say: `No test${n === undefined ? '' : ` ${testName(Number(n))}`} waits for your answer. "testpage" sends you one.`,
        },
      };
    const ways = test.ways.filter(({ person }) => person === id);
    const named = (n === undefined ? args.words : more).join(' ').toLowerCase();
    const way = ways.find((one) => nameOf(one) === named);
    const left = ways.filter(wasTakenOver);
    const buttons = left.map((one) => button(wordFor(one, ways), `reached ${testName(test.n)} ${nameOf(one)}`));
    if (way !== undefined)
      return wasTakenOver(way) ? prove(id, way) : { refuse: notSent(test, left, mediumWord(way.medium)), buttons };
    if (left.length === 0) return { refuse: notSent(test, left) };
    return { say: card(`Which message of ${testName(test.n)} reached you?`, { buttons }) };
  },
});

/** What never left cannot have arrived: such an answer would say that a way works which nobody has tried. */
function notSent({ n }: Test, left: readonly TestWay[], medium?: string): Refusal {
  const which = medium === undefined ? 'No message' : `No message by ${medium}`;
  const others = [...new Set(left.map((way) => mediumWord(way.medium)))].join(', ');
  const sent = others === '' ? '' : ` Sent were: ${others}.`;
  return {
    code: 'not-sent',
    say: `${which} of ${testName(n)} was sent to you, so nothing is proved by it.${sent} "setup" says what is not set up here.`,
  };
}

const prove = (person: PersonId, { medium, to }: Pick<TestWay, 'medium' | 'to'>): Answer => ({
  reach: { type: 'prove', person, medium, to, how: 'test' },
  cardAfter: () => card(`Noted: ${mediumWord(medium)} reaches you. Thank you.`, { tone: 'good' }),
});

/** The way as the plan writes it, where a provider writes the same number in another form. */
function wayInPlan(ways: readonly Way[], via: Pick<Way, 'medium' | 'to'>): Pick<Way, 'medium' | 'to'> {
  const same = ways.filter(({ medium }) => medium === via.medium);
  return same.find(({ to }) => to === via.to) ?? (same.length === 1 ? same[0] : undefined) ?? via;
}

/** The test that was named, else the newest; only one that this person was sent. */
const testOf = ({ open }: Reach, person: PersonId, n: string | undefined): Test | undefined =>
  open.findLast((test) => (n === undefined || test.n === Number(n)) && test.ways.some((way) => way.person === person));

/** `sms`, `sms2`: the end of the way's key. */
const nameOf = ({ key }: TestWay) => key.slice(key.lastIndexOf('/') + 1);

/** Two numbers of one medium are told apart by their order. */
const wordFor = (way: TestWay, ways: readonly TestWay[]) => {
  const same = ways.filter(({ medium }) => medium === way.medium);
  return same.length === 1 ? mediumWord(way.medium) : `${mediumWord(way.medium)} ${same.indexOf(way) + 1}`;
};
