import { z } from 'zod';
import type { Answer, Asked } from '../src/command.ts';
import { command } from '../src/command.ts';
import { button, card, list, text } from '../src/core/card.ts';
import type { PersonId } from '../src/core/ids.ts';
import { whoId } from '../src/core/ids.ts';
import { findPerson, findSchedule } from '../src/core/lookup.ts';
import { heldUntil, nextChange, turnsBetween, turnsOf } from '../src/core/oncall-ahead.ts';
import { onCall } from '../src/core/oncall.ts';
import { whoToPage } from '../src/core/people.ts';
import { firstAsked, personProved, reachLine } from '../src/core/reach/picture.ts';
import type { Instant } from '../src/core/time.ts';
import { DAY_MS, dayAndTime, plusMs, shortTime } from '../src/core/time.ts';

const args = z.object({ words: z.array(z.string()).default([]), at: z.custom<Instant>().optional() });
type Given = Asked<z.output<typeof args>>;
/** What is looked at, from which moment on. */
type View = Pick<Given, 'desk' | 'zone'> & { readonly now: Instant; readonly at: Instant };

const MOST_TURNS = 6;
const TURNS_AHEAD_MS = 56 * DAY_MS;

export default command({
  group: 'core',
  summary: 'Who is on call, until when and who comes next; who would be paged now or at a time',
  usage: 'who [next | SCHEDULE | WHO] [at Fri 16:40]',
  examples: ['who', 'who next', 'who it-primary', 'who me', 'who at Fri 16:40'],
  aliases: ['oncall', 'on-call'],
  number: 'text',
  times: ['at'],
  at: 'future',
  args,
  run(asked) {
    const { desk, zone, at: now } = asked;
    const view = { desk, zone, now, at: asked.args.at ?? now };
    const said = asked.args.words.join(' ');
    // People ask "who is on call": the words around what they look for say nothing.
    const name = said
      .replace(/^(?:is|has|comes)\b\s*/i, '')
      .replace(/^on[ -]call\b\s*\??|\?$/i, '')
      .trim();
    if (name === '' || name === 'now') return { say: everything(asked, view) };
    if (name === 'next') return { say: nextOnes(view) };
    return of(asked, view, name);
  },
});

const nameOf = ({ desk }: View, id: PersonId) => desk.book.plan.people[id]?.name ?? id;
const holderOf = (view: View, person: PersonId | undefined) => (person === undefined ? 'NOBODY' : nameOf(view, person));

function everything(asked: Given, view: View) {
  const { plan } = view.desk.book;
  const { at, zone, now, desk } = view;
  const schedules = Object.keys(plan.schedules).map((id) => `${id}: ${nowLine(view, id)}`);
  const ask = { at, wakes: true, live: desk.live, holders: {}, without: [] };
  const policies = Object.entries(plan.escalation).map(([id, policy]) => {
    const levels = policy.levels.map((level, n) => {
      const { reach, skipped } = whoToPage(plan, level.page.map(whoId), ask);
      const proved = (person: string) => personProved(plan, desk.live, { person, at: now });
      const names = reach.map(({ name, person }) => withNote(name, proved(person))).join(', ') || 'NOBODY';
      return `level ${n + 1}: ${names}${skipped.length === 0 ? '' : ` (${skipped.map(({ who, why }) => `${who}: ${why}`).join('; ')})`}`;
    });
    return list(levels, `Policy ${id}`);
  });
  const title =
    asked.args.at === undefined ? 'Who would be paged now' : `Who would be paged at ${shortTime(at, zone, now)}`;
  const first = plan.escalation['default'];
  const people = first === undefined ? [] : firstAsked(plan, first, { at, live: desk.live });
  const line = reachLine({ plan, people, reach: desk.live.reach, at: now, zone });
  return card(title, {
    blocks: [
      ...(schedules.length === 0 ? [] : [list(schedules, 'On call')]),
      ...policies,
      ...(line === undefined ? [] : [text(line)]),
    ],
  });
}

const withNote = (name: string, note: string) => (note === '' ? name : `${name} (${note})`);

/** `Marcus Feld until Mon 23 Nov 08:00 EST, then Ivy Sorensen`. */
function nowLine(view: View, id: string): string {
  const { desk, at, zone, now } = view;
  const asked = { at, live: desk.live };
  const { person, why } = onCall(desk.book.plan, id, asked);
  const next = nextChange(desk.book.plan, id, asked);
  const until = shortTime(next?.at ?? heldUntil(desk.book.plan, id, asked), zone, now);
  const then = next === undefined ? '' : `, then ${holderOf(view, next.to)}`;
  return person === undefined
    ? `NOBODY until ${until} (${why})${then}`
    : `${nameOf(view, person)} until ${until}${then}`;
}

function nextOnes(view: View) {
  const { desk, at, zone, now } = view;
  const lines = Object.keys(desk.book.plan.schedules).map((id) => {
    const next = nextChange(desk.book.plan, id, { at, live: desk.live });
    if (next === undefined) return `${id}: nobody else in the next four months`;
    const { from, to, until } = next;
    return `${id}: ${holderOf(view, to)} from ${shortTime(next.at, zone, now)} until ${shortTime(until, zone, now)}, after ${holderOf(view, from)}`;
  });
  if (lines.length === 0) return card('The plan has no schedules: its policies name people and roles.');
  return card('Who is on call next', { blocks: [list(lines)] });
}

/** One schedule, or one person's turns. */
function of(asked: Given, view: View, name: string): Answer {
  const schedule = findSchedule(asked.desk.book, name);
  if (schedule.ok) return { say: scheduleCard(view, schedule.id) };
  const { id: speaker } = asked.speaker;
  const person =
    name === 'me' && speaker !== null ? { ok: true as const, id: speaker } : findPerson(asked.desk.book, name);
  if (person.ok) return { say: personCard(view, person.id) };
  const schedules = Object.keys(asked.desk.book.plan.schedules).join(', ') || 'none';
  return {
    refuse: {
      code: 'not-in-the-plan',
      say: `The plan has no schedule and no person "${name.slice(0, 40)}". Schedules: ${schedules}.${meant(schedule.refusal.say, person.refusal.say)}`,
    },
  };
}

/** `Did you mean …?` of whichever knows something near. */
const meant = (...says: readonly string[]) => {
  const [near] = says.flatMap((say) => /Did you mean [^?]*\?/.exec(say)?.[0] ?? []);
  return near === undefined ? '' : ` ${near}`;
};

function scheduleCard(view: View, id: string) {
  const { desk, at, zone } = view;
  const stretch = { from: at, to: plusMs(at, TURNS_AHEAD_MS), live: desk.live };
  const [, ...later] = turnsBetween(desk.book.plan, id, stretch);
  const lines = later
    .slice(0, MOST_TURNS)
    .map(
      ({ person, from, why }) =>
        `${dayAndTime(from, zone)}: ${holderOf(view, person)}${why.endsWith("'s turn") ? '' : ` (${why})`}`,
    );
  return card(`${id}: ${nowLine(view, id)}`, {
    blocks: [
      text(onCall(desk.book.plan, id, { at, live: desk.live }).why),
      ...(lines.length === 0 ? [] : [list(lines, 'Then')]),
    ],
    buttons: [button('Somebody stands in', `override ${id}`)],
  });
}

function personCard(view: View, id: PersonId) {
  const { desk, at, zone, now } = view;
  const turns = turnsOf(desk.book.plan, id, { from: at, to: plusMs(at, TURNS_AHEAD_MS), live: desk.live });
  const lines = turns
    .slice(0, MOST_TURNS)
    .map(
      ({ schedule, from, until }) =>
        `${schedule}: ${from === at ? 'now' : shortTime(from, zone, now)} until ${shortTime(until, zone, now)}`,
    );
  if (lines.length === 0) return card(`${nameOf(view, id)} has no turn on call in the next eight weeks.`);
  return card(`${nameOf(view, id)} is on call`, { blocks: [list(lines)] });
}
