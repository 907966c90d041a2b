import { z } from 'zod';
import { card } from '../src/core/card.ts';
import { blameHint } from '../src/core/nudge.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'core',
  summary: 'Record a decision, with its reason',
  free: true,
  usage: 'decide [INC-42] WHAT, BECAUSE …',
  examples: ['decide we wait for the vendor until 15:00, because the workaround holds'],
  aliases: ['decision'],
  args: z.object({ text: z.string().min(1, 'What is decided?') }),
  fields: [{ name: 'text', label: 'What is decided, and why?' }],
  run: ({ incident, args, speaker }) => ({
    of: incident.lifecycle.id,
    command: { type: 'decideSomething', text: args.text },
    reply: ({ book }) =>
      card(`Decision by ${speaker.name}, on the timeline of ${incident.lifecycle.id}: ${args.text}`, {
        blocks: blameHint(args.text, book),
      }),
  }),
});
