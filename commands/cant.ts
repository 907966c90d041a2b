import { z } from 'zod';
import { situation } from '../src/core/incident/cards.ts';
import { text } from '../src/core/card.ts';
import { personCommand } from '../src/command.ts';

export default personCommand({
  group: 'core',
  summary: 'Say that you cannot: the next person is paged now. Nobody asks why',
  free: true,
  usage: 'cant [INC-42] [WHY]',
  aliases: ["can't", 'cannot', 'decline', '2'],
  args: z.object({ text: z.string() }),
  run: ({ incident, person, args, zone }) => ({
    of: incident.lifecycle.id,
    command: { type: 'decline', person, why: args.text },
    reply: (after, _events, at) => situation(after, { at, zone }, [text('Thank you. The next person is being paged.')]),
  }),
});
