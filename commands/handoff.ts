import { z } from 'zod';
import type { Answer } from '../src/command.ts';
import { incidentCommand } from '../src/command.ts';
import { nameOf, roleName } from '../src/core/book.ts';
import { button, card, text } from '../src/core/card.ts';
import type { Field } from '../src/core/card.ts';
import type { PersonId } from '../src/core/ids.ts';
import { rolesToHand } from '../src/core/incident/hand-over.ts';
import type { Incident } from '../src/core/incident/state.ts';
import { findPerson } from '../src/core/lookup.ts';

export default incidentCommand({
  group: 'steps',
  free: true,
  summary: 'Hand your role to somebody, with a few words on how it stands; they say "ack" to take it',
  usage: 'handoff [INC-42] WHO [ROLE] [HOW IT STANDS]',
  examples: ['handoff @nina carrier promised 15:00, staff are told'],
  aliases: ['handover', 'hand-over', 'relief'],
  args: z.object({ words: z.array(z.string()) }),
  run({ incident, args, speaker }): Answer {
    const roles = speaker.id === null ? [] : rolesToHand(incident, speaker.id);
    const [first] = roles;
    const { id } = incident.lifecycle;
    if (first === undefined || speaker.id === null)
      return refusal('no-role', `You have no role in ${id} to hand over. "role ROLE @name" gives one to somebody.`);
    const [who = '', ...said] = args.words;
    if (who === '') return toWhom(incident, first, speaker.id);
    const found = findPerson(incident.book, who);
    if (!found.ok) return { refuse: found.refusal };
    if (found.id === speaker.id) return refusal('is-yours', 'That is you: it is yours already.');
    const holds = Object.keys(incident.roles.holders).filter((role) => incident.roles.holders[role] === speaker.id);
    const named = [...roles, ...holds].find((role) => role === said[0]);
    const stands = (named === undefined ? said : said.slice(1)).join(' ');
    if (named === undefined && roles.length > 1) return whichRole(incident, roles, { to: found.id, stands });
    const role = named ?? first;
    return {
      of: id,
      command: {
        type: 'page',
        targets: [found.id],
        why: `${speaker.name} hands the role of ${roleName(role)} to you. Say "ack ${id}" to take it.${stands === '' ? '' : ` How it stands: ${stands}`}`,
        asks: { what: 'role', role, from: speaker.id, handed: true },
      },
      reply(after) {
        const name = nameOf(after.book, found.id);
        return card(`${name} is asked to take over as ${roleName(role)}.`, {
          blocks: [text(`It stays with you until ${name} says "I've got it".`)],
        });
      },
    };
  },
});

const refusal = (code: string, say: string) => ({ refuse: { code, say } });

/** The people of the plan, the role's deputies first. */
function toWhom({ lifecycle, book }: Incident, role: string, speaker: PersonId): Answer {
  const deputies: readonly string[] = book.plan.roles[role]?.deputies ?? [];
  const people = Object.keys(book.plan.people).filter((id) => id !== speaker && !deputies.includes(id));
  const known = deputies.filter((id) => id !== speaker && book.plan.people[id] !== undefined);
  const choices = [
    ...known.map((value) => ({ value, label: `${nameOf(book, value)} (deputy)` })),
    ...people.map((value) => ({ value, label: nameOf(book, value) })),
  ];
  const fields: readonly Field[] = [{ name: 'who', label: 'To whom?', choices }];
  return { form: { title: `Hand over ${roleName(role)}: to whom?`, words: `handoff ${lifecycle.id}`, fields } };
}

type Handing = { readonly to: PersonId; readonly stands: string };

/** Several roles: which one. With words on how it stands each choice carries them along. */
function whichRole({ lifecycle, book }: Incident, roles: readonly string[], { to, stands }: Handing): Answer {
  const words = `handoff ${lifecycle.id} @${to}`;
  const say = `Which of your roles does ${nameOf(book, to)} take over?`;
  if (stands !== '')
    return {
      refuse: { code: 'which-role', say },
      buttons: roles.map((role) => button(roleName(role), `${words} ${role} ${stands}`)),
    };
  const choices = roles.map((value) => ({ value, label: roleName(value) }));
  return { form: { title: say, words, fields: [{ name: 'role', label: 'Which role?', choices }] } };
}
