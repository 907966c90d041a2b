import { stepCommand } from '../src/command.ts';

export default stepCommand({
  summary: 'Do a step before another one',
  usage: 'move [INC-42] STEP BEFORE',
  aliases: ['reorder'],
  order: (step, rest) => ({ do: 'move', step, before: rest.replace(/^before /, '') }),
});
