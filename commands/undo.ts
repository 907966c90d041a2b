import { stepCommand } from '../src/command.ts';

export default stepCommand({
  summary: 'Open a step again that was done or left out',
  usage: 'undo [INC-42] STEP',
  aliases: ['redo'],
  order: (step) => ({ do: 'undo', step }),
});
