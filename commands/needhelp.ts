import { z } from 'zod';
import { situation } from '../src/core/incident/cards.ts';
import { text } from '../src/core/card.ts';
import { personCommand } from '../src/command.ts';

export default personCommand({
  group: 'core',
  summary: 'Keep it, and have the next level join you',
  free: true,
  usage: 'needhelp [INC-42] [WHAT FOR]',
  aliases: ['need-help', 'sos', '3'],
  args: z.object({ text: z.string() }),
  run: ({ incident, person, args, zone }) => ({
    of: incident.lifecycle.id,
    command: { type: 'askHelp', person, why: args.text },
    reply: (after, _events, at) => situation(after, { at, zone }, [text('You stay on it. One more is being paged.')]),
  }),
});
