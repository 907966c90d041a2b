import { z } from 'zod';
import { card, list } from '../src/core/card.ts';
import { currentFrame } from '../src/core/playbook/run.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'steps',
  summary: 'Tick a closing point of the playbook',
  usage: 'exit [INC-42] NUMBER',
  aliases: ['tick'],
  number: 'step',
  times: [],
  args: z.object({
    words: z
      .array(z.preprocess((word) => String(word).replace(/^#/, ''), z.coerce.number().int().positive()))
      .min(1, 'Which closing point? "steps" shows their numbers.'),
  }),
  fields: [{ name: 'number', label: 'Which closing point?' }],
  run: ({ incident, args }) => ({
    of: incident.lifecycle.id,
    command: { type: 'step', order: { do: 'exit', exit: args.words[0] ?? 0 } },
    reply({ steps }) {
      const frame = currentFrame(steps.run);
      const left = frame?.playbook.exit.filter((_, n) => frame.exits[n] !== true) ?? [];
      return card('Ticked.', { tone: 'good', blocks: left.length === 0 ? [] : [list(left, 'Still to confirm')] });
    },
  }),
});
