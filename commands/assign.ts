import { z } from 'zod';
import { stepReply } from '../src/core/incident/step-reply.ts';
import type { Incident } from '../src/core/incident/state.ts';
import { findPerson } from '../src/core/lookup.ts';
import { findStep, textOf } from '../src/core/playbook/run.ts';
import type { Answer } from '../src/command.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'steps',
  summary: 'Give a step to somebody',
  usage: 'assign [INC-42] STEP WHO',
  examples: ['assign 4 @nina'],
  aliases: ['give'],
  number: 'step',
  times: [],
  args: z.object({ words: z.array(z.string()).min(1, 'Which step, and to whom? assign 4 @nina') }),
  fields: [
    { name: 'step', label: 'Which step?' },
    { name: 'who', label: 'To whom?' },
  ],
  run({ incident, args, speaker }): Answer {
    const [step = '', ...who] = args.words;
    const named = who.filter((word) => word !== 'to').join(' ');
    if (named === '') return toWhom(incident, step);
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

/** The step is known, as when its button is pressed: only the person is asked for. */
function toWhom({ lifecycle, book, steps }: Incident, step: string): Answer {
  const entry = findStep(steps.run, step);
  const what = entry === undefined ? `step ${step}` : `step ${entry.n}, ${textOf(entry.step)}`;
  const choices = Object.entries(book.plan.people).map(([value, { name }]) => ({ value, label: name }));
  const fields = [{ name: 'who', label: 'To whom?', choices }];
  return { form: { title: `To whom do you give ${what}?`, words: `assign ${lifecycle.id} ${step}`, fields } };
}
