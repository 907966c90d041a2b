import { z } from 'zod';
import { card, text } from '../src/core/card.ts';
import { sidesBlock } from '../src/core/incident/sides-block.ts';
import { SIDES, SIDE_NAMES, type Side } from '../src/core/incident/situation.ts';
import { findPerson } from '../src/core/lookup.ts';
import { nearest } from '../src/core/nearest.ts';
import type { Instant } from '../src/core/time.ts';
import { byWhen } from '../src/core/time.ts';
import { incidentCommand } from '../src/command.ts';

const ALSO: Readonly<Record<string, Side>> = {
  system: 'systems',
  it: 'systems',
  tech: 'systems',
  people: 'staff',
  team: 'staff',
  customer: 'customers',
  clients: 'customers',
  leaders: 'leadership',
  management: 'leadership',
  board: 'leadership',
};

export default incidentCommand({
  group: 'core',
  summary: 'Say how one side stands: systems, staff, customers or leadership',
  number: 'text',
  times: ['by'],
  usage: 'situation [INC-42] SIDE WORDS [@owner] [by 15:00]',
  examples: ['situation staff working on paper forms by 16:30', 'situation customers greeting changed @ines by 17:00'],
  aliases: ['sitrep', 'side'],
  args: z.object({
    words: z.array(z.string()).min(1, 'Which side, and how does it stand? situation staff on paper forms by 16:30'),
    mentions: z.array(z.string()),
    by: z.custom<Instant>().optional(),
  }),
  fields: [
    {
      name: 'side',
      label: 'Which side?',
      choices: SIDES.map((side) => ({ value: side, label: SIDE_NAMES[side] })),
    },
    { name: 'words', label: 'How does it stand?' },
  ],
  run({ incident, args, speaker, zone }) {
    const { id } = incident.lifecycle;
    const [first = '', ...rest] = args.words;
    const side = sideOf(first);
    if (side === undefined) {
      const near = nearest(first, [...SIDES, ...Object.keys(ALSO)], { most: 1 })[0];
      const meant = near === undefined ? '' : ` Did you mean "${near}"?`;
      return {
        refuse: { code: 'no-such-side', say: `"${first}" is not a side.${meant} There are: ${SIDES.join(', ')}.` },
      };
    }
    if (rest.length === 0)
      return {
        form: {
          title: `How do ${SIDE_NAMES[side].toLowerCase()} stand?`,
          words: `situation ${id} ${side}`,
          fields: [{ name: 'words', label: 'In a few plain words, and by when you say it again ("by 15:00")' }],
        },
      };
    const named = args.mentions[0] === undefined ? undefined : findPerson(incident.book, args.mentions[0]);
    if (named !== undefined && !named.ok) return { refuse: named.refusal };
    return {
      of: id,
      command: {
        type: 'sayOf',
        side,
        text: rest.join(' '),
        owner: named?.id ?? speaker.id,
        againAt: args.by ?? null,
      },
      reply: (after, _events, now) =>
        card(`${SIDE_NAMES[side]}: ${rest.join(' ')}`, {
          tone: 'good',
          blocks: [
            text(
              args.by === undefined
                ? 'It stands on the situation card. Add "by 15:00" to say when you speak of it again.'
                : `It stands on the situation card. You speak of it again ${byWhen(args.by, zone, now)}.`,
            ),
            sidesBlock(after, { at: now, zone }),
          ],
        }),
    };
  },
});

const sideOf = (word: string): Side | undefined => {
  const plain = word.toLowerCase().replace(/:$/, '');
  return SIDES.find((side) => side === plain) ?? (Object.hasOwn(ALSO, plain) ? ALSO[plain] : undefined);
};
