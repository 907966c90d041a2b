import { stepCommand } from '../src/command.ts';

export default stepCommand({
  summary: 'You are on this step now',
  usage: 'doing [INC-42] STEP',
  aliases: ['begin', 'on-it'],
  order: (step) => ({ do: 'start', step }),
});
