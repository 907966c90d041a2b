import { z } from 'zod';
import { nameOf } from '../src/core/book.ts';
import { button, card, list, text } from '../src/core/card.ts';
import { findTarget } from '../src/core/lookup.ts';
import { keepsPlan } from '../src/core/plan/keepers.ts';
import type { Reach, TestWay } from '../src/core/reach/state.ts';
import { testName } from '../src/core/reach/state.ts';
import { mediumWord } from '../src/core/timeline/paging-words.ts';
import { shortTime } from '../src/core/time.ts';
import type { Answer, Asked } from '../src/command.ts';
import { command } from '../src/command.ts';

const args = z.object({ words: z.array(z.string()) });
type Args = z.output<typeof args>;

export default command({
  group: 'plan',
  summary: 'A test message by every way: to yourself, somebody, or all; whoever answers is proved reachable',
  usage: 'testpage [WHO …|all]',
  examples: ['testpage', 'testpage @ann', 'testpage all'],
  aliases: ['test-page', 'testpages'],
  number: 'text',
  times: [],
  args,
  run: testPage,
});

function testPage(asked: Asked<Args>): Answer {
  const { desk, speaker } = asked;
  const words = asked.args.words.filter((word) => word.toLowerCase() !== 'me');
  const isMe = words.length === 0;
  if (isMe && speaker.id === null)
    return { refuse: { code: 'unknown-person', say: "Muster does not know you: ask the plan's owner to add you." } };
  if (isMe) return ask({ who: [speaker.id ?? ''], self: true }, asked);
  if (words.length === 1 && words[0]?.toLowerCase() === 'all') {
    if (speaker.id === null || !keepsPlan(desk.book.plan, speaker.id))
      return {
        refuse: {
          code: 'not-the-owner',
          say: `A test to everybody is for whoever owns or approves the plan: ask ${nameOf(desk.book, desk.book.plan.plan.owner)}. "testpage" tests your own ways.`,
        },
      };
    return ask({ who: 'all', self: false }, asked);
  }
  const who: string[] = [];
  for (const each of words) {
    const found = findTarget(desk.book, each);
    if (!found.ok) return { refuse: found.refusal };
    who.push(found.id);
  }
  return ask({ who, self: who.length === 1 && who[0] === speaker.id }, asked);
}

type Whom = { readonly who: readonly string[] | 'all'; readonly self: boolean };

const ask = (whom: Whom, asked: Asked<Args>): Answer => ({
  reach: { type: 'ask', ...whom },
  cardAfter: (after) => cardOf(after, whom, asked),
});

const MOST_LISTED = 20;

/** Who is sent what, and when: a test may wait for the morning, and that is said. */
function cardOf({ open }: Reach, { self }: Whom, { desk, at, zone }: Asked<Args>) {
  const test = open.at(-1);
  if (test === undefined) return card('There was nobody to test.');
  const name = testName(test.n);
  const people = [...Map.groupBy(test.ways, ({ person }) => person)].map(([person, ways]) => {
    const [carried, not] = [ways.filter(desk.carries), ways.filter((way) => !desk.carries(way))];
    const each = carried.map((way) => {
      const isLater = Date.parse(way.at) - Date.parse(test.askedAt) > LATER_MS;
      return `${mediumWord(way.medium)}${isLater ? ` ${shortTime(way.at, zone, at)}` : ''}`;
    });
    return `${nameOf(desk.book, person)}: ${[each.join(', ') || 'nothing', ...notSetUp(not)].join('; ')}`;
  });
  const leaves = test.ways.some(desk.carries);
  const left = test.skipped.map(({ who, why }) => `${nameOf(desk.book, who)}: ${why}`);
  return card(leaves ? `${name}: test messages are on their way.` : `${name}: nothing can be sent.`, {
    tone: leaves ? 'good' : 'warn',
    blocks: [
      list(shortened(people)),
      ...(left.length === 0 ? [] : [list(shortened(left), 'Not tested')]),
      text(
        self
          ? 'They leave 30 s apart. Answer each where it arrives: that way is proved then.'
          : 'Nobody is woken: quiet hours hold a test back, and calls ring between 09:00 and 17:00 of their own day.',
      ),
    ],
    buttons: [...(self ? [button('Which one reached me?', `reached ${name}`)] : []), button('Who is proved', 'reach')],
  });
}

/** What is not set up sends nothing: nobody should wait for it. */
const notSetUp = (ways: readonly TestWay[]): readonly string[] => {
  const media = [...new Set(ways.map(({ medium }) => mediumWord(medium)))];
  return media.length === 0 ? [] : [`not ${media.join(', ')}: not set up here`];
};

const shortened = (lines: readonly string[]): readonly string[] =>
  lines.length <= MOST_LISTED ? lines : [...lines.slice(0, MOST_LISTED), `and ${lines.length - MOST_LISTED} more`];

/** Whatever leaves so long after it was asked for is said with its hour. */
const LATER_MS = 15 * 60_000;
