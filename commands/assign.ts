import { z } from 'zod';
import { stepReply } from '../src/core/incident/step-reply.ts';
import { findPerson } from '../src/core/lookup.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'steps',
  summary: 'Give a step to somebody',
  usage: 'assign [INC-42] STEP WHO',
  examples: ['assign 4 @nina'],
  aliases: ['give'],
  number: 'step',
  times: [],
  args: z.object({ words: z.array(z.string()).min(2, 'Which step, and to whom? assign 4 @nina') }),
  fields: [
    { name: 'step', label: 'Which step?' },
    { name: 'who', label: 'To whom?' },
  ],
  run({ incident, args, speaker }) {
    const [step = '', ...who] = args.words;
    const named = who.filter((word) => word !== 'to').join(' ');
    const found =
      named === 'me' && speaker.id !== null ? { ok: true as const, id: speaker.id } : findPerson(incident.book, named);
    if (!found.ok) return { refuse: found.refusal };
    return {
      of: incident.lifecycle.id,
      command: { type: 'step', order: { do: 'assign', step, person: found.id } },
      reply: (after, events) => stepReply(after, events, speaker.id),
    };
  },
});
