import { z } from 'zod';
import { button, card, list, text } from '../src/core/card.ts';
import { closing, unticked } from '../src/core/incident/decide-end.ts';
import { blameHint } from '../src/core/nudge.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'core',
  times: [],
  summary: 'Close it: the postmortem skeleton is written',
  usage: 'close [INC-42] [WORDS] [--anyway]',
  aliases: ['resolve', 'resolved', 'end'],
  flags: { anyway: 'switch' },
  args: z.object({ text: z.string(), anyway: z.literal(true).optional() }),
  run({ incident, args }) {
    const { id } = incident.lifecycle;
    const anyway = args.anyway === true;
    const asked = closing(incident, { type: 'close', note: args.text, anyway });
    if (!asked.ok)
      return {
        refuse: asked.refusal,
        buttons: [
          button('Close it anyway', `close ${id} --anyway ${args.text}`.trim()),
          button('Steps', `steps ${id}`),
        ],
      };
    return {
      of: id,
      command: { type: 'close', note: args.text, anyway },
      reply: (after) => {
        const { lifecycle, book } = after;
        const points = unticked(after);
        return card(`${lifecycle.id} is closed.`, {
          tone: 'good',
          blocks: [
            ...blameHint(args.text, book),
            text(
              `The postmortem skeleton is being written. What did you learn? "action ${lifecycle.id} WHAT" keeps a promise, "reopen ${lifecycle.id}" opens it again.`,
            ),
            ...(points.length === 0
              ? []
              : [list(points, 'Closed without these closing points; do they still matter?')]),
          ],
          buttons: [button('Postmortem', `postmortem ${lifecycle.id}`), button('Timeline', `timeline ${lifecycle.id}`)],
        });
      },
    };
  },
});
