import { z } from 'zod';
import { card, text } from '../src/core/card.ts';
import { nextUpdateAt } from '../src/core/incident/updates.ts';
import type { Instant } from '../src/core/time.ts';
import { byWhen } from '../src/core/time.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'core',
  summary: 'Tell everybody on the incident how it stands, and when they hear again',
  number: 'text',
  times: ['by'],
  usage: 'update [INC-42] WORDS [by 15:00]',
  examples: ['update carrier found the fault, repair within the hour by 15:00'],
  aliases: ['say'],
  args: z.object({
    text: z.string().min(1, 'How does it stand? "no change" is an update too.'),
    by: z.custom<Instant>().optional(),
  }),
  fields: [{ name: 'text', label: 'How does it stand? What do we not know yet?' }],
  run: ({ incident, args, zone }) => ({
    of: incident.lifecycle.id,
    command: { type: 'update', text: args.text, nextAt: args.by ?? null },
    reply(after, _events, at) {
      const next = nextUpdateAt(after);
      return card(`${after.lifecycle.id} update: ${args.text}`, {
        blocks: next === undefined ? [] : [text(`Next update ${byWhen(next, zone, at)}, even if there is no news.`)],
      });
    },
  }),
});
