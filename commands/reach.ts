import { z } from 'zod';
import { nameOf } from '../src/core/book.ts';
import { button, card, list, text } from '../src/core/card.ts';
import { WHY_SPARED, spared } from '../src/core/plan/outsiders.ts';
import { firstAsked, reachLine, waysProved } from '../src/core/reach/picture.ts';
import { command } from '../src/command.ts';

/** More names than that are no card: the console has them all. */
const MOST_LISTED = 25;

export default command({
  group: 'plan',
  summary: 'Which ways to whom are proved, and how long ago',
  usage: 'reach',
  aliases: ['reachable', 'proofs'],
  args: z.object({}),
  run({ desk, at, zone }) {
    const { book, live, reach } = desk;
    const { plan } = book;
    const policy = plan.escalation['default'];
    const first = policy === undefined ? [] : firstAsked(plan, policy, { at, live });
    const line = reachLine({ plan, people: first, reach, at, zone });
    const others = Object.keys(plan.people).filter((id) => !first.includes(id));
    const lines = (people: readonly string[]) =>
      people.map((person) => `${nameOf(book, person)}: ${waysProved(plan, reach, { person, at })}`);
    const apart = spared(plan).map((id) => `${nameOf(book, id)}: ${WHY_SPARED}`);
    const unproved = apart.length - MOST_LISTED;
    const shown = lines(others).slice(0, MOST_LISTED);
    const more = others.length - shown.length;
    return {
      say: card('Who is proved reachable', {
        blocks: [
          ...(line === undefined ? [] : [text(line)]),
          ...(first.length === 0 ? [] : [list(lines(first), 'Level 1 and 2 now')]),
          ...(shown.length === 0
            ? []
            : [
                list(
                  [...shown, ...(more > 0 ? [`and ${more} more: the console, Plan, People`] : [])],
                  'Everybody else',
                ),
              ]),
          ...(apart.length === 0
            ? []
            : [
                list([...apart.slice(0, MOST_LISTED), ...(unproved > 0 ? [`and ${unproved} more`] : [])], 'Not tested'),
              ]),
        ],
        buttons: [button('Test my own ways', 'testpage')],
      }),
    };
  },
});
