import { z } from 'zod';
import { card, list, text } from '../src/core/card.ts';
import { personId } from '../src/core/ids.ts';
import { findPerson } from '../src/core/lookup.ts';
import { actionLine } from '../src/core/postmortem/promises.ts';
import { dateOf, plusDays } from '../src/core/time.ts';
import { readDue } from '../src/core/words/due.ts';
import type { Answer, AskedIn } from '../src/command.ts';
import { blameHint } from '../src/core/nudge.ts';
import { incidentCommand } from '../src/command.ts';

const args = z.object({
  text: z.string(),
  words: z.array(z.string()),
  owner: z.string().optional(),
  due: z.string().optional(),
  verify: z.string().optional(),
});
type Args = z.output<typeof args>;
/** More promises than this are seldom kept (domain 5.3). */
const ENOUGH = 5;
const DUE_DAYS = 14;

export default incidentCommand({
  group: 'core',
  free: true,
  summary: 'Keep a promise after an incident: what, whose, by when, and how you will know that it works',
  usage:
    'action INC-42 WHAT [--owner WHO] [--due 2026-12-01] [--verify HOW] | action INC-42 done N | action INC-42 verify N HOW',
  examples: [
    'action INC-42 second line for the phones --owner @nina --due 2026-12-15 --verify "test call over the second line"',
  ],
  aliases: ['actions', 'followup'],
  flags: { owner: 'value', due: 'value', verify: 'value' },
  args,
  run(asked) {
    const { incident, args: given } = asked;
    const [first = '', n = '', ...rest] = given.words;
    const of = incident.lifecycle.id;
    if (first === '') return { say: shown(asked) };
    if (first === 'done' && /^\d+$/.test(n))
      return {
        of,
        command: { type: 'finishAction', n: Number(n), note: rest.join(' ') },
        reply: () => card(`Action item ${n} is done. "action ${of} verify ${n} HOW" when you have seen that it works.`),
      };
    if (first === 'verify' && /^\d+$/.test(n))
      return {
        of,
        command: { type: 'verifyAction', n: Number(n), how: rest.join(' ') },
        reply: () => card(`Action item ${n} is verified.`, { tone: 'good' }),
      };
    return add(asked);
  },
});

function shown({ incident, at }: AskedIn<Args>) {
  const lines = incident.aftermath.actions.map((action) => actionLine(action, at, incident.book));
  return card(`${incident.lifecycle.id}: action items`, {
    blocks: [list(lines.length === 0 ? ['none; learning something is a result too'] : lines)],
  });
}

function add({ incident, args: given, at, speaker }: AskedIn<Args>): Answer {
  const { book, lifecycle } = incident;
  const owner =
    given.owner === undefined
      ? { ok: true as const, id: speaker.id ?? personId(book.plan.plan.owner) }
      : findPerson(book, given.owner);
  if (!owner.ok) return { refuse: owner.refusal };
  const zone = book.plan.plan.timezone;
  const said = given.due === undefined ? undefined : readDue(given.due, { now: at, zone });
  if (said?.ok === false) return { refuse: said.refusal };
  const due = said?.date ?? plusDays(dateOf(at, zone), DUE_DAYS);
  return {
    of: lifecycle.id,
    command: { type: 'addAction', what: given.text, owner: owner.id, due, verify: given.verify ?? '' },
    reply({ aftermath }) {
      const many =
        aftermath.actions.length > ENOUGH ? [text(`That is ${aftermath.actions.length}. Which ones matter?`)] : [];
      const how = given.verify === undefined ? [text('How will you know that it works? Say it with --verify.')] : [];
      return card(
        `Action item ${aftermath.actions.length}: ${given.text} (${book.plan.people[owner.id]?.name ?? owner.id}, due ${due})`,
        { blocks: [...how, ...many, ...blameHint(given.text, book, true)] },
      );
    },
  };
}
