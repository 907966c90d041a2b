import { z } from 'zod';
import { stepReply } from '../src/core/incident/step-reply.ts';
import { findStep, isGroup, isOver, textOf } from '../src/core/playbook/run.ts';
import { isNoReason } from '../src/core/playbook/trouble.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'steps',
  summary: 'You are stuck: say why in one line, and whoever leads hears of it',
  usage: 'blocked [INC-42] STEP WHY',
  examples: ['blocked 3 the carrier does not answer'],
  aliases: ['stuck'],
  number: 'step',
  times: [],
  args: z.object({ words: z.array(z.string()).min(1, 'Which step? "steps" shows their numbers.') }),
  fields: [
    { name: 'step', label: 'Which step?' },
    { name: 'why', label: 'What stops you, in one line?' },
  ],
  run({ incident, args, speaker }) {
    const { id } = incident.lifecycle;
    const [step = '', ...rest] = args.words;
    const why = rest.join(' ');
    const entry = findStep(incident.steps.run, step);
    const canBeStuck = entry !== undefined && !isOver(entry) && !isGroup(entry) && entry.state !== 'stuck';
    if (canBeStuck && isNoReason(why))
      return {
        form: {
          title: `Step ${entry.n} is stuck: ${textOf(entry.step)}`,
          words: `blocked ${id} ${entry.n}`,
          fields: [{ name: 'why', label: 'What stops you, in one line?' }],
        },
      };
    return {
      of: id,
      command: { type: 'step', order: { do: 'stuck', step, why } },
      reply: (after, events) => stepReply(after, events, speaker.id),
    };
  },
});
