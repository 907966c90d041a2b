import { z } from 'zod';
import { card, text } from '../src/core/card.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'core',
  summary: 'Hide this incident from everybody who has no part in it; this cannot be undone',
  usage: 'private [INC-42] [WHY]',
  aliases: ['hide'],
  free: true,
  args: z.object({ text: z.string() }),
  run: ({ incident, args }) => ({
    of: incident.lifecycle.id,
    command: { type: 'makePrivate', why: args.text },
    reply: ({ lifecycle }) =>
      card(`${lifecycle.id} is private now.`, {
        blocks: [
          text(
            'Only those who hold a role, were paged, answered or reported it can see it. Pages name its number alone.',
          ),
        ],
      }),
  }),
});
