import { z } from 'zod';
import { card, text } from '../src/core/card.ts';
import { roleName } from '../src/core/book.ts';
import { COMMANDER } from '../src/core/incident/roles.ts';
import { findPerson } from '../src/core/lookup.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'steps',
  free: true,
  summary: 'Hand your role to somebody, with a few words on how it stands; they say "role ROLE me" to take it',
  usage: 'handoff [INC-42] WHO [HOW IT STANDS]',
  examples: ['handoff @nina carrier promised 15:00, staff are told'],
  aliases: ['handover', 'hand-over', 'relief'],
  args: z.object({ words: z.array(z.string()).min(1, 'To whom? handoff @nina how it stands') }),
  fields: [{ name: 'who', label: 'To whom?' }],
  run({ incident, args, speaker }) {
    const [who = '', ...stands] = args.words;
    const found = findPerson(incident.book, who);
    if (!found.ok) return { refuse: found.refusal };
    const role =
      Object.keys(incident.roles.holders).find((held) => incident.roles.holders[held] === speaker.id) ?? COMMANDER;
    const name = incident.book.plan.people[found.id]?.name ?? found.id;
    const how = stands.length === 0 ? '' : ` How it stands: ${stands.join(' ')}`;
    return {
      of: incident.lifecycle.id,
      command: {
        type: 'page',
        targets: [found.id],
        why: `${speaker.name} hands ${roleName(role)} to you. Say "role ${role} me" to take it.${how}`,
      },
      reply: () =>
        card(`${name} is asked to take over as ${roleName(role)}.`, {
          blocks: [text(`It stays with you until ${name} says: role ${role} me`)],
        }),
    };
  },
});
