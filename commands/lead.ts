import { z } from 'zod';
import { rolesBlock, situation } from '../src/core/incident/cards.ts';
import { COMMANDER } from '../src/core/incident/roles.ts';
import { findPerson } from '../src/core/lookup.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'core',
  summary: 'Lead this incident yourself, or name who does',
  usage: 'lead [INC-42] [WHO]',
  aliases: ['takeover', 'command', 'commander'],
  args: z.object({ text: z.string() }),
  run({ incident, args, speaker, zone }) {
    const me = args.text === '' || args.text === 'me';
    const found = me ? { ok: true as const, id: speaker.id } : findPerson(incident.book, args.text);
    if (!found.ok) return { refuse: found.refusal };
    if (found.id === null) return { refuse: { code: 'unknown-person', say: 'Muster does not know you.' } };
    return {
      of: incident.lifecycle.id,
      command: {
        type: 'takeRole',
        role: COMMANDER,
        person: found.id,
        why: me ? 'took over' : `named by ${speaker.name}`,
      },
      reply: (after, _events, at) => situation(after, { at, zone }, [rolesBlock(after)]),
    };
  },
});
