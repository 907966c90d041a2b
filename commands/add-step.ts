import { z } from 'zod';
import { stepReply } from '../src/core/incident/step-reply.ts';
import { findRole } from '../src/core/lookup.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'steps',
  free: true,
  summary: 'Add a step of your own; --who names a role, --after its place',
  usage: 'add-step [INC-42] WHAT [--who ROLE] [--after STEP]',
  examples: ['add-step call the landlord --who vendor_contact'],
  aliases: ['add', 'step'],
  flags: { who: 'value', after: 'value' },
  args: z.object({
    text: z.string().min(1, 'What is to be done?'),
    who: z.string().optional(),
    after: z.coerce.number().int().positive('After which step? Its number, please.').optional(),
  }),
  fields: [{ name: 'text', label: 'What is to be done?' }],
  run({ incident, args, speaker }) {
    const role = args.who === undefined ? undefined : findRole(incident.book, args.who);
    if (role !== undefined && !role.ok) return { refuse: role.refusal };
    const who = role === undefined ? {} : { who: role.id };
    const after = args.after === undefined ? {} : { after: args.after };
    return {
      of: incident.lifecycle.id,
      command: { type: 'step', order: { do: 'add', text: args.text, ...who, ...after } },
      reply: (state, events) => stepReply(state, events, speaker.id),
    };
  },
});
