import { z } from 'zod';
import { card } from '../src/core/card.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'core',
  summary: 'It was none: stop everything, with the reason',
  free: true,
  usage: 'cancel [INC-42] WHY',
  examples: ['cancel it was a planned maintenance'],
  args: z.object({ text: z.string().min(1, 'Why is it cancelled?') }),
  fields: [{ name: 'text', label: 'Why was it none?' }],
  run: ({ incident, args }) => ({
    of: incident.lifecycle.id,
    command: { type: 'cancel', why: args.text },
    reply: ({ lifecycle }) =>
      card(`${lifecycle.id} is cancelled: ${args.text}. Nobody is paged any more.`, { tone: 'good' }),
  }),
});
