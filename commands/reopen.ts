import { z } from 'zod';
import { situation } from '../src/core/incident/cards.ts';
import { personCommand } from '../src/command.ts';

export default personCommand({
  group: 'core',
  summary: 'It is back: open it again. You have it then',
  free: true,
  usage: 'reopen INC-42 [WHY]',
  args: z.object({ text: z.string() }),
  run: ({ incident, person, args, zone }) => ({
    of: incident.lifecycle.id,
    command: { type: 'reopen', why: args.text, person },
    reply: (after, _events, at) => situation(after, { at, zone }),
  }),
});
