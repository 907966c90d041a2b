import { z } from 'zod';
import { card } from '../src/core/card.ts';
import { roleName } from '../src/core/book.ts';
import { rolesBlock } from '../src/core/incident/cards.ts';
import { findPerson, findRole } from '../src/core/lookup.ts';
import { incidentCommand } from '../src/command.ts';

export default incidentCommand({
  group: 'core',
  summary: 'Show the roles, or give one to somebody',
  usage: 'role [INC-42] [ROLE WHO]',
  examples: ['role tech_lead @nina', 'role comms_lead me'],
  aliases: ['roles'],
  args: z.object({ words: z.array(z.string()) }),
  run({ incident, args, speaker }) {
    if (args.words.length === 0)
      return { say: card(`${incident.lifecycle.id}: roles`, { blocks: [rolesBlock(incident)] }) };
    const who = args.words.at(-1) ?? '';
    const role = findRole(incident.book, args.words.length === 1 ? who : args.words.slice(0, -1).join(' '));
    if (!role.ok) return { refuse: role.refusal };
    const me = who === 'me' || args.words.length === 1;
    const person = me ? { ok: true as const, id: speaker.id } : findPerson(incident.book, who);
    if (!person.ok) return { refuse: person.refusal };
    if (person.id === null) return { refuse: { code: 'unknown-person', say: 'Muster does not know you.' } };
    const name = incident.book.plan.people[person.id]?.name ?? person.id;
    return {
      of: incident.lifecycle.id,
      command: { type: 'takeRole', role: role.id, person: person.id, why: me ? 'took it' : `named by ${speaker.name}` },
      reply: (after) => card(`${name} is ${roleName(role.id)} now.`, { blocks: [rolesBlock(after)] }),
    };
  },
});
