import { z } from 'zod';
import { rolesBlock, situation } from '../src/core/incident/cards.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'core',
  summary: 'How it stands: who has it, the clocks, and what is next',
  usage: 'status [INC-42]',
  aliases: ['show', 'state'],
  args: z.object({}),
  run: ({ incident, at, zone }) => ({ say: situation(incident, { at, zone }, [rolesBlock(incident)]) }),
});
