import { z } from 'zod';
import { stepReply } from '../src/core/incident/step-reply.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'steps',
  summary: 'A step is done; --keep notes evidence such as a ticket number',
  usage: 'done [INC-42] STEP [WORDS] [--keep WHAT]',
  examples: ['done 3', 'done 3 ticket is open --keep "ticket 4711"'],
  aliases: ['finished'],
  number: 'step',
  times: [],
  flags: { keep: 'value' },
  args: z.object({
    words: z.array(z.string()).min(1, 'Which step? "steps" shows their numbers.'),
    keep: z.string().optional(),
  }),
  fields: [{ name: 'step', label: 'Which step?' }],
  run({ incident, args, speaker }) {
    const [step = '', ...note] = args.words;
    return {
      of: incident.lifecycle.id,
      command: {
        type: 'step',
        order: { do: 'done', step, note: note.join(' '), keep: args.keep === undefined ? [] : [args.keep] },
      },
      reply: (after, events) => stepReply(after, events, speaker.id),
    };
  },
});
