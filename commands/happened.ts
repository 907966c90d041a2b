import { stepCommand } from '../src/command.ts';

export default stepCommand({
  summary: 'What a step waits for has happened',
  usage: 'happened [INC-42] STEP [WORDS]',
  aliases: ['arrived'],
  order: (step, rest) => ({ do: 'happened', step, note: rest, keep: [] }),
});
