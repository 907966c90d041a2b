import { stepCommand } from '../src/command.ts';

export default stepCommand({
  summary: 'Let Muster run a step that waits for your yes',
  usage: 'run [INC-42] STEP',
  order: (step) => ({ do: 'confirm', step }),
});
