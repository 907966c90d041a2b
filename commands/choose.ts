import { stepCommand } from '../src/command.ts';

export default stepCommand({
  summary: 'Take a decision that a step asks for',
  usage: 'choose [INC-42] STEP CHOICE',
  aliases: ['choice', 'pick'],
  order: (step, rest) => ({ do: 'choose', step, choice: rest, note: '' }),
});
