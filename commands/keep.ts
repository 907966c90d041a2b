import { stepCommand } from '../src/command.ts';

export default stepCommand({
  summary: 'Keep evidence for a step: a ticket number, a time, where a photo is',
  usage: 'keep [INC-42] STEP WHAT',
  aliases: ['attach'],
  order: (step, rest) => ({ do: 'keep', step, items: [rest] }),
});
