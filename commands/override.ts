import { z } from 'zod';
import type { Answer, Asked } from '../src/command.ts';
import { command } from '../src/command.ts';
import { button, card, list } from '../src/core/card.ts';
import type { PersonId } from '../src/core/ids.ts';
import { findPerson, findSchedule } from '../src/core/lookup.ts';
import type { Instant, Span } from '../src/core/time.ts';
import { plusMs, shortTime, spanMs } from '../src/core/time.ts';
import type { KeptOverride } from '../src/core/upkeep/upkeep.ts';
import { inForce } from '../src/core/upkeep/upkeep.ts';

const args = z.object({
  words: z.array(z.string()),
  at: z.custom<Instant>().optional(),
  until: z.custom<Instant>().optional(),
  for: z.custom<Span>().optional(),
});
type Given = Asked<z.output<typeof args>>;

export default command({
  group: 'plan',
  summary: 'Somebody stands in on a schedule, from now or a time until a time',
  usage: 'override SCHEDULE WHO [at 08:00] until 18:00 | for 8h; override list; override cancel NUMBER',
  examples: ['override it-primary @ivy until 18:00', 'override it-primary me at 08:00 for 8h', 'override cancel 3'],
  aliases: ['swap', 'cover'],
  number: 'text',
  times: ['at', 'until', 'for'],
  at: 'future',
  args,
  run(asked) {
    const [first, ...rest] = asked.args.words;
    if (first === 'list') return { say: shown(asked) };
    if (first === 'cancel') return cancelled(asked, rest);
    if (first === undefined || rest.length === 0) return form(asked, first);
    const schedule = findSchedule(asked.desk.book, first);
    if (!schedule.ok) return { refuse: schedule.refusal };
    return setFor(asked, schedule.id, rest.join(' '));
  },
});

function form({ desk }: Given, schedule: string | undefined): Answer {
  const { schedules, people } = desk.book.plan;
  const known = schedule !== undefined && Object.hasOwn(schedules, schedule);
  const which = Object.keys(schedules).map((id) => ({ value: id, label: id }));
  const who = Object.entries(people).map(([id, { name }]) => ({ value: id, label: name }));
  return {
    form: {
      title: 'Who stands in where, and until when? "override list" shows what is in force.',
      words: known ? `override ${schedule}` : 'override',
      fields: [
        ...(known ? [] : [{ name: 'schedule', label: 'Which schedule?', choices: which }]),
        { name: 'who', label: 'Who stands in?', choices: who },
        { name: 'until', label: 'Until when? until 18:00, or for 8h; with at 08:00 in front it begins then' },
      ],
    },
  };
}

function setFor({ desk, args: given, at, zone, speaker }: Given, schedule: string, name: string): Answer {
  const found =
    name === 'me' && speaker.id !== null ? { ok: true as const, id: speaker.id } : findPerson(desk.book, name);
  if (!found.ok) return { refuse: found.refusal };
  const from = given.at ?? at;
  const to = given.until ?? (given.for === undefined ? undefined : plusMs(from, spanMs(given.for)));
  if (to === undefined)
    return { refuse: { code: 'end-missing', say: `Until when? override ${schedule} ${found.id} until 18:00` } };
  const person = nameOf(desk, found.id);
  return {
    upkeep: { type: 'override', schedule, who: found.id, from, to, why: `${speaker.name} said so` },
    reply: () =>
      card(
        `${person} is on call in ${schedule} from ${shortTime(from, zone, at)} until ${shortTime(to, zone, at)}. They are told, and so is whose turn it is.`,
        { tone: 'good' },
      ),
  };
}

const nameOf = ({ book }: Given['desk'], id: PersonId) => book.plan.people[id]?.name ?? id;

const MOST_BUTTONS = 5;

function shown({ desk, at, zone }: Given) {
  const all = inForce(desk.upkeep, at);
  if (all.length === 0) return card('No override is in force.');
  const own = all.filter(({ n }) => n > 0);
  return card('Overrides in force', {
    blocks: [list(all.map((one) => line({ desk, at, zone }, one)))],
    buttons: own.slice(0, MOST_BUTTONS).map(({ n, who }) => button(`Cancel ${n} (${who})`, `override cancel ${n}`)),
  });
}

function line(
  { desk, at, zone }: Pick<Given, 'desk' | 'at' | 'zone'>,
  { n, who, schedule, from, to, source }: KeptOverride,
) {
  const number = source === 'calendar' ? 'from the calendar' : `${n}`;
  return `${number}: ${nameOf(desk, who)} in ${schedule} from ${shortTime(from, zone, at)} until ${shortTime(to, zone, at)}`;
}

/** By its number; or by its schedule, where that has one only. */
function cancelled(asked: Given, [which = '', ...more]: readonly string[]): Answer {
  const own = inForce(asked.desk.upkeep, asked.at).filter(({ n }) => n > 0);
  const meant = /^\d+$/.test(which)
    ? own.filter(({ n }) => n === Number(which))
    : own.filter(
        ({ schedule, who }) => schedule === which && (more.length === 0 || who === more.join(' ').replace(/^@/, '')),
      );
  const [only] = meant;
  if (only === undefined || meant.length > 1) return { refuse: whichOne(asked, own) };
  const { zone, at, desk } = asked;
  return {
    upkeep: { type: 'cancelOverride', n: only.n },
    reply: () =>
      card(
        `Cancelled: ${nameOf(desk, only.who)} no longer stands in on ${only.schedule} until ${shortTime(only.to, zone, at)}.`,
        { tone: 'good' },
      ),
  };
}

function whichOne(asked: Given, own: readonly KeptOverride[]) {
  if (own.length === 0)
    return {
      code: 'no-such-override',
      say: 'No override is in force that was made here. One of a calendar is changed in the calendar, one of the plan in the plan.',
    };
  const all = own.map((one) => line(asked, one)).join('; ');
  return { code: 'which-override', say: `Which one? Say "override cancel NUMBER". In force: ${all}.` };
}
