import { z } from 'zod';
import { card, list, text } from '../src/core/card.ts';
import { whoId } from '../src/core/ids.ts';
import { onCall } from '../src/core/oncall.ts';
import { whoToPage } from '../src/core/people.ts';
import type { Instant } from '../src/core/time.ts';
import { firstAsked, personProved, reachLine } from '../src/core/reach/picture.ts';
import { shortTime } from '../src/core/time.ts';
import { command } from '../src/command.ts';

export default command({
  group: 'core',
  summary: 'Who is on call, and who would be paged now or at a time',
  usage: 'who [at Fri 16:40]',
  examples: ['who', 'who at Fri 16:40'],
  aliases: ['oncall', 'on-call'],
  number: 'text',
  times: ['at'],
  at: 'future',
  args: z.object({ at: z.custom<Instant>().optional() }),
  run({ desk, args, at: now, zone }) {
    const { plan } = desk.book;
    const at = args.at ?? now;
    const ask = { at, wakes: true, live: desk.live, holders: {}, without: [] };
    const schedules = Object.keys(plan.schedules).map((id) => {
      const { person, until } = onCall(plan, id, { at, live: desk.live });
      return person === undefined
        ? `${id}: NOBODY`
        : `${id}: ${plan.people[person]?.name ?? person} until ${shortTime(until, zone, now)}`;
    });
    const policies = Object.entries(plan.escalation).map(([id, policy]) => {
      const levels = policy.levels.map((level, n) => {
        const { reach, skipped } = whoToPage(plan, level.page.map(whoId), ask);
        const proved = (person: string) => personProved(plan, desk.live, { person, at: now });
        const names = reach.map(({ name, person }) => withNote(name, proved(person))).join(', ') || 'NOBODY';
        return `level ${n + 1}: ${names}${skipped.length === 0 ? '' : ` (${skipped.map(({ who, why }) => `${who}: ${why}`).join('; ')})`}`;
      });
      return list(levels, `Policy ${id}`);
    });
    const first = plan.escalation['default'];
    const people = first === undefined ? [] : firstAsked(plan, first, { at, live: desk.live });
    const line = reachLine({ plan, people, reach: desk.live.reach, at: now, zone });
    const title =
      args.at === undefined ? 'Who would be paged now' : `Who would be paged at ${shortTime(at, zone, now)}`;
    return {
      say: card(title, {
        blocks: [
          ...(schedules.length === 0 ? [] : [list(schedules, 'On call')]),
          ...policies,
          ...(line === undefined ? [] : [text(line)]),
        ],
      }),
    };
  },
});

const withNote = (name: string, note: string) => (note === '' ? name : `${name} (${note})`);
