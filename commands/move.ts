import { stepCommand } from '../src/command.ts';

export default {
  ...stepCommand({
    summary: 'Do a step before another one',
    usage: 'move [INC-42] STEP BEFORE',
    examples: ['move 8 before 6'],
    aliases: ['reorder'],
    order: (step, rest) => ({ do: 'move', step, before: rest.replace(/^before /, '') }),
  }),
  // Two numbers are two steps here: `move 8 6` is not about incident 8.
  number: 'text' as const,
};
