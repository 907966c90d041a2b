import { z } from 'zod';
import { button, card, text } from '../src/core/card.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'core',
  times: [],
  summary: 'Close it: the postmortem skeleton is written',
  usage: 'close [INC-42] [WORDS] [--anyway]',
  aliases: ['resolve', 'resolved', 'end'],
  flags: { anyway: 'switch' },
  args: z.object({ text: z.string(), anyway: z.literal(true).optional() }),
  run: ({ incident, args }) => ({
    of: incident.lifecycle.id,
    command: { type: 'close', note: args.text, anyway: args.anyway === true },
    reply: ({ lifecycle }) =>
      card(`${lifecycle.id} is closed.`, {
        tone: 'good',
        blocks: [
          text(
            `The postmortem skeleton is being written. What did you learn? "action ${lifecycle.id} WHAT" keeps a promise, "reopen ${lifecycle.id}" opens it again.`,
          ),
        ],
        buttons: [button('Postmortem', `postmortem ${lifecycle.id}`), button('Timeline', `timeline ${lifecycle.id}`)],
      }),
  }),
});
