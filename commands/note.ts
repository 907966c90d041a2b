import { z } from 'zod';
import { card } from '../src/core/card.ts';
import { blameHint } from '../src/core/nudge.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'core',
  summary: 'Write a line on the timeline',
  free: true,
  usage: 'note [INC-42] WORDS',
  examples: ['note carrier says area fault, ticket 4711'],
  aliases: ['log'],
  args: z.object({ text: z.string().min(1, 'What is to be noted?') }),
  fields: [{ name: 'text', label: 'What happened?' }],
  run: ({ incident, args }) => ({
    of: incident.lifecycle.id,
    command: { type: 'note', text: args.text },
    reply: ({ book }) =>
      card(`On the timeline of ${incident.lifecycle.id}: ${args.text}`, { blocks: blameHint(args.text, book) }),
  }),
});
