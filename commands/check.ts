import { z } from 'zod';
import { stepReply } from '../src/core/incident/step-reply.ts';
import type { StepOrder } from '../src/core/incident/step-order.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'steps',
  summary: 'The result of a check: yes, no or not possible',
  usage: 'check [INC-42] STEP [yes|no|not possible] [WORDS]',
  examples: ['check 4 yes', 'check 4 not possible nobody has the key'],
  number: 'step',
  times: [],
  args: z.object({ words: z.array(z.string()).min(1, 'Which step? "steps" shows their numbers.') }),
  fields: [
    { name: 'step', label: 'Which step?' },
    {
      name: 'answer',
      label: 'Result',
      choices: ['yes', 'no', 'not possible'].map((value) => ({ value, label: value })),
    },
  ],
  run({ incident, args, speaker }) {
    const [step = '', ...rest] = args.words;
    return {
      of: incident.lifecycle.id,
      command: { type: 'step', order: orderOf(step, rest) },
      reply: (after, events) => stepReply(after, events, speaker.id),
    };
  },
});

/** Without an answer a check counts as passed, as "done" does. */
function orderOf(step: string, [first = 'yes', ...rest]: readonly string[]): StepOrder {
  const word = first.toLowerCase();
  if (word === 'not' || word === 'impossible')
    return { do: 'check', step, answer: 'not possible', note: rest.filter((one) => one !== 'possible').join(' ') };
  if (word === 'no') return { do: 'check', step, answer: 'no', note: rest.join(' ') };
  return {
    do: 'check',
    step,
    answer: 'yes',
    note: (word === 'yes' || word === 'ok' ? rest : [first, ...rest]).join(' '),
  };
}
