import { z } from 'zod';
import { nameOf } from '../src/core/book.ts';
import { button, card, list, text } from '../src/core/card.ts';
import { findTarget } from '../src/core/lookup.ts';
import { keepsPlan } from '../src/core/plan/keepers.ts';
import type { Reach } from '../src/core/reach/state.ts';
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
    const each = ways.map((way) => {
      const isLater = Date.parse(way.at) - Date.parse(test.askedAt) > LATER_MS;
      return `${mediumWord(way.medium)}${isLater ? ` ${shortTime(way.at, zone, at)}` : ''}`;
    });
    return `${nameOf(desk.book, person)}: ${each.join(', ')}`;
  });
  const more = people.length - MOST_LISTED;
  return card(`${name}: test messages are on their way.`, {
    tone: 'good',
    blocks: [
      list([...people.slice(0, MOST_LISTED), ...(more > 0 ? [`and ${more} more`] : [])]),
      text(
        self
          ? 'Answer each where it arrives: that way is proved then.'
          : 'Nobody is woken: quiet hours hold a test back, and calls ring between 09:00 and 17:00 of their own day.',
      ),
    ],
    buttons: [...(self ? [button('Which one reached me?', `reached ${name}`)] : []), button('Who is proved', 'reach')],
  });
}

/** Whatever leaves so long after it was asked for is said with its hour. */
const LATER_MS = 15 * 60_000;
