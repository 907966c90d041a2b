import { stepCommand } from '../src/command.ts';

export default stepCommand({
  summary: 'Leave a step out, with the reason',
  usage: 'skip [INC-42] STEP WHY',
  aliases: ['leave-out'],
  order: (step, rest) => ({ do: 'skip', step, why: rest }),
});
