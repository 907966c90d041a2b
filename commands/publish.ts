import { z } from 'zod';
import type { Block } from '../src/core/card.ts';
import { card, list, text } from '../src/core/card.ts';
import type { Incident } from '../src/core/incident/state.ts';
import type { Plan } from '../src/core/plan/schema.ts';
import type { Instant } from '../src/core/time.ts';
import { byWhen } from '../src/core/time.ts';
import { incidentCommand } from '../src/command.ts';

/** The longest message, in letters: a status page is no place for more. */
const LONGEST = 2_000;

export default incidentCommand({
  group: 'core',
  summary: 'Approve words to an audience, and put them on the status page where the plan has one',
  number: 'text',
  times: ['by'],
  flags: { last: 'switch' },
  usage: 'publish [INC-42] AUDIENCE WORDS (by 15:00 | --last)',
  examples: [
    'publish clinics Our phones send callers in a loop. Please use the portal. by 15:00',
    'publish clinics The phones work again. --last',
  ],
  args: z
    .object({
      text: z.string(),
      words: z.array(z.string()).min(2, 'To whom, and in which words?'),
      by: z.custom<Instant>().optional(),
      last: z.literal(true).optional(),
    })
    .transform(({ text: all, words, by, last }) => {
      const [audience = '', ...rest] = words;
      const asWritten = all.startsWith(audience) ? all.slice(audience.length).trim() : rest.join(' ');
      return { audience: audience.toLowerCase(), text: asWritten, by, last: last === true };
    }),
  fields: [
    { name: 'audience', label: 'To whom? An audience of the plan, such as staff' },
    { name: 'text', label: 'In which words, and by when do they hear again ("by 15:00")?' },
  ],
  run({ incident, args, desk, zone }) {
    if (args.text.length > LONGEST)
      return { refuse: { code: 'too-long', say: `That is longer than ${LONGEST} letters. Say the most important.` } };
    return {
      of: incident.lifecycle.id,
      command: { type: 'publish', audience: args.audience, text: args.text, nextAt: args.by ?? null, last: args.last },
      reply: (after, _events, at) =>
        card(`${after.lifecycle.id}, words to ${args.audience}: ${args.text}`, {
          tone: 'good',
          blocks: [
            ...(args.by === undefined
              ? []
              : [text(`Next update ${byWhen(args.by, zone, at)}, even if there is no news.`)]),
            ...whereItIs(after, args.audience, desk.book.plan),
          ],
        }),
    };
  },
});

/** Where these words are now, and by which ways people must still pass them on: Muster sends nothing by itself. */
function whereItIs({ lifecycle, book }: Incident, audience: string, inForce: Plan): readonly Block[] {
  if (lifecycle.kind === 'drill') return [text('EXERCISE: it is on record, and nothing goes out.')];
  const isShown = inForce.comms.status_page?.audiences.includes(audience) === true;
  const ways = (book.plan.comms.audiences[audience]?.channels ?? [])
    .filter(({ channel }) => !isShown || channel !== 'web')
    .map(({ channel, to }) => `${channel}: ${to}`);
  return [
    text(
      !isShown
        ? 'Approved, and on record.'
        : lifecycle.private
          ? `Approved, and on record. ${lifecycle.id} is private, so nothing of it is on the status page.`
          : 'Approved. It is on the public status page within a minute.',
    ),
    ...(ways.length === 0 ? [] : [list(ways, 'Muster does not send it. Pass it on by:')]),
  ];
}
