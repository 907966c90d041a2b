import { z } from 'zod';
import { card } from '../src/core/card.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'plan',
  summary: 'Go on with the plan as it is now; an incident keeps the one it started with until somebody says so',
  usage: 'adopt [INC-42]',
  aliases: ['adopt-plan'],
  args: z.object({}),
  run: ({ incident, desk }) => ({
    of: incident.lifecycle.id,
    command: { type: 'adoptPlan', book: desk.book },
    reply: (after, events) =>
      card(
        events.length === 0
          ? `${after.lifecycle.id} has the plan in force already.`
          : `${after.lifecycle.id} goes on with the plan in force now. Steps that have begun stay as they are.`,
      ),
  }),
});
