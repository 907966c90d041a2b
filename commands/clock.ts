import { z } from 'zod';
import { button, card, facts, list } from '../src/core/card.ts';
import { roleName } from '../src/core/book.ts';
import { clockFacts } from '../src/core/incident/cards.ts';
import { entry } from '../src/core/plan/schema.ts';
import type { Instant } from '../src/core/time.ts';
import { shortTime } from '../src/core/time.ts';
import type { Answer, AskedIn } from '../src/command.ts';
import { incidentCommand } from '../src/command.ts';

const args = z.object({
  words: z.array(z.string()),
  since: z.custom<Instant>().optional(),
  at: z.custom<Instant>().optional(),
});
type Args = z.output<typeof args>;
const ANSWERS = {
  starts: 'starts',
  start: 'starts',
  runs: 'starts',
  'not-yet': 'not yet',
  later: 'not yet',
  no: 'does not apply',
  never: 'does not apply',
} as const;

export default incidentCommand({
  group: 'steps',
  summary: 'The clocks; say when it began to hurt, or decide a legal clock',
  usage: 'clock [INC-42] [since 9:40] | clock [INC-42] NAME starts|not-yet|no WHY',
  examples: [
    'clock',
    'clock since 9:40',
    'clock insurer-notice starts at 10:15 we suspect it since then',
    'clock card-acquirer no card numbers were not touched',
  ],
  aliases: ['clocks', 'rto'],
  args,
  run(asked) {
    const { incident, args: given, speaker } = asked;
    const [name, answer, ...why] = given.words;
    if (given.since !== undefined && name === undefined) {
      const to = given.since;
      return {
        of: incident.lifecycle.id,
        command: { type: 'moveImpact', to, why: `${speaker.name} said so` },
        reply: (after, _events, at) =>
          card(`It began to hurt at ${shortTime(to, asked.zone, at)}. All clocks run from there.`, {
            blocks: [facts(...clockFacts(after, { at, zone: asked.zone }))],
          }),
      };
    }
    return name === undefined
      ? { say: shown(asked) }
      : decide(asked, { name, answer: answer ?? '', why: why.join(' ') });
  },
});

function shown({ incident, at, zone }: AskedIn<Args>) {
  const running = clockFacts(incident, { at, zone });
  const legal = incident.clocks.legalAsked.map((id) => `${id}: ${incident.clocks.legal[id]?.answer ?? 'not decided'}`);
  const none = 'No function of the plan is named as hit, so no RTO runs. Say which: start with --function.';
  const blocks = [
    ...(running.length === 0 ? [list([none])] : [facts(...running)]),
    ...(legal.length === 0 ? [] : [list(legal, 'Legal and contract clocks. Not legal advice; a named role decides')]),
  ];
  return card(`${incident.lifecycle.id}: clocks`, { blocks });
}

/** Nobody has to know the words: the two answers that need nothing else are buttons, the others are shown written out. */
const question = (id: string, name: string) =>
  card(`Does the clock "${name}" run?`, {
    blocks: [
      list([
        `It runs, from a moment: clock ${id} ${name} starts at 10:15 WHY`,
        `It does not apply: clock ${id} ${name} no WHY`,
      ]),
    ],
    buttons: [button('Not yet; ask me again', `clock ${id} ${name} not-yet`)],
  });

function unanswered(id: string, { name, answer }: { readonly name: string; readonly answer: string }): Answer {
  if (answer === '') return { say: question(id, name) };
  const say = `Does it run? Write: clock ${name} starts, clock ${name} not-yet, or clock ${name} no WHY.`;
  return { refuse: { code: 'no-such-answer', say } };
}

function decide(
  { incident, args: given, speaker }: AskedIn<Args>,
  said: { readonly name: string; readonly answer: string; readonly why: string },
): Answer {
  const obligation = entry(incident.book.plan.obligations, said.name);
  if (obligation === undefined)
    return {
      refuse: {
        code: 'no-such-clock',
        say: `The plan has no clock "${said.name}". It has: ${Object.keys(incident.book.plan.obligations).join(', ') || 'none'}.`,
      },
    };
  const { decides } = obligation;
  const decider = incident.roles.holders[decides] ?? (entry(incident.book.plan.people, decides) && decides);
  const deputies = incident.book.plan.roles[obligation.decides]?.deputies ?? [];
  const may = decider === undefined || decider === speaker.id || deputies.some((id) => id === speaker.id);
  if (!may)
    return {
      refuse: {
        code: 'not-allowed',
        say: `Whether "${said.name}" runs is for the ${roleName(obligation.decides)} to decide.`,
      },
    };
  const answer = entry(ANSWERS, said.answer.toLowerCase());
  if (answer === undefined) return unanswered(incident.lifecycle.id, said);
  const startedAt = given.at ?? given.since ?? null;
  if (answer === 'starts' && startedAt === null)
    return { refuse: { code: 'moment-missing', say: `From which moment? clock ${said.name} starts at 10:15 WHY` } };
  return {
    of: incident.lifecycle.id,
    command: { type: 'decideClock', clock: said.name, answer, startedAt, why: said.why },
    reply: () =>
      card(`${said.name}: ${answer}. ${said.why}`.trim(), {
        blocks: [list(['Not legal advice. Muster records what was decided, by whom and when.'])],
      }),
  };
}
