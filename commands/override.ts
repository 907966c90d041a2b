import { z } from 'zod';
import { card } from '../src/core/card.ts';
import { findPerson } from '../src/core/lookup.ts';
import { nearest } from '../src/core/nearest.ts';
import type { Instant, Span } from '../src/core/time.ts';
import { plusMs, shortTime, spanMs } from '../src/core/time.ts';
import { command } from '../src/command.ts';

export default command({
  group: 'plan',
  summary: 'Somebody stands in on a schedule, from now or a time until a time',
  usage: 'override SCHEDULE WHO [at 08:00] until 18:00 | for 8h',
  examples: ['override it-primary @ivy until 18:00', 'override it-primary me at 08:00 for 8h'],
  aliases: ['swap', 'cover'],
  number: 'text',
  times: ['at', 'until', 'for'],
  at: 'future',
  args: z.object({
    words: z.array(z.string()).min(2, 'Which schedule, and who? override it-primary @ivy until 18:00'),
    at: z.custom<Instant>().optional(),
    until: z.custom<Instant>().optional(),
    for: z.custom<Span>().optional(),
  }),
  fields: [
    { name: 'schedule', label: 'Which schedule?' },
    { name: 'who', label: 'Who stands in?' },
    { name: 'until', label: 'Until when?' },
  ],
  run({ desk, args, at, zone, speaker }) {
    const [schedule = '', ...who] = args.words;
    const known = Object.keys(desk.book.plan.schedules);
    if (!known.includes(schedule)) {
      const near = nearest(schedule, known, { most: 1 })[0];
      return {
        refuse: {
          code: 'no-such-schedule',
          say: `There is no schedule "${schedule}". ${near === undefined ? `There are: ${known.join(', ') || 'none'}.` : `Did you mean ${near}?`}`,
        },
      };
    }
    const name = who.join(' ');
    const found =
      name === 'me' && speaker.id !== null ? { ok: true as const, id: speaker.id } : findPerson(desk.book, name);
    if (!found.ok) return { refuse: found.refusal };
    const from = args.at ?? at;
    const to = args.until ?? (args.for === undefined ? undefined : plusMs(from, spanMs(args.for)));
    if (to === undefined)
      return { refuse: { code: 'end-missing', say: `Until when? override ${schedule} ${found.id} until 18:00` } };
    const person = desk.book.plan.people[found.id]?.name ?? found.id;
    return {
      upkeep: { type: 'override', schedule, who: found.id, from, to, why: `${speaker.name} said so` },
      reply: () =>
        card(
          `${person} is on call in ${schedule} from ${shortTime(from, zone, at)} until ${shortTime(to, zone, at)}.`,
          { tone: 'good' },
        ),
    };
  },
});
