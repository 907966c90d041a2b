import { stepCommand } from '../src/command.ts';

export default stepCommand({
  summary: 'You are stuck: the playbook offers another way',
  usage: 'blocked [INC-42] STEP [WHY]',
  aliases: ['stuck'],
  order: (step, rest) => ({ do: 'stuck', step, why: rest }),
});
