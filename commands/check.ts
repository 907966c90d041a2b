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
    const order = orderOf(step, rest);
    if (order === undefined)
      return {
        refuse: {
          code: 'yes-or-no',
          say: `Was it yes or no? Write: check ${step} yes, check ${step} no, or check ${step} not possible WHY.`,
        },
      };
    return {
      of: incident.lifecycle.id,
      command: { type: 'step', order },
      reply: (after, events) => stepReply(after, events, speaker.id),
    };
  },
});

const YES = new Set(['yes', 'y', 'ok', 'okay', 'passed', 'works']);
const NO = new Set(['no', 'n', 'nope', 'failed', 'fails']);

/** Undefined when it is neither yes nor no: a guess here could say that everybody is safe. */
function orderOf(step: string, [first = '', ...rest]: readonly string[]): StepOrder | undefined {
  const word = first.toLowerCase().replace(/[.,!]$/, '');
  const [second = '', ...more] = rest;
  if (word === 'impossible') return { do: 'check', step, answer: 'not possible', note: rest.join(' ') };
  if (word === 'not' && second.toLowerCase() === 'possible')
    return { do: 'check', step, answer: 'not possible', note: more.join(' ') };
  if (YES.has(word)) return { do: 'check', step, answer: 'yes', note: rest.join(' ') };
  return NO.has(word) ? { do: 'check', step, answer: 'no', note: rest.join(' ') } : undefined;
}
