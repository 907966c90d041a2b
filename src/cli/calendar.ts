import { feedPath } from '../adapters/calendar/feed/address.ts';
import { loadPlan } from '../adapters/plan/load.ts';
import { addressOf } from '../address.ts';
import { SAMPLE_PLAN } from '../config.ts';
import { printFindings } from '../core/plan/print.ts';
import { entry } from '../core/plan/schema.ts';
import { nearest } from '../core/nearest.ts';
import { secretOf } from '../secret.ts';
import type { Word } from './word.ts';
import { FINE, no } from './word.ts';

export const calendar: Word = {
  summary: 'Print the addresses of calendar feeds: who is on call, for calendar programs',
  usage: 'calendar [PERSON | SCHEDULE]',
  takes: [0, 1],
  run(given) {
    const { words, config, io } = given;
    const load = loadPlan(config.plan ?? SAMPLE_PLAN);
    if (!load.ok) return no(given, printFindings(load.problems).join('\n'));
    const { plan } = load;
    const known = [...Object.keys(plan.schedules), ...Object.keys(plan.people)];
    const [asked] = words;
    if (asked !== undefined && !known.includes(asked)) {
      const near = nearest(asked, known, { most: 1 })[0];
      return no(
        given,
        `The plan has no person and no schedule "${asked.slice(0, 40)}".${near === undefined ? ` It has: ${known.slice(0, 12).join(', ')}.` : ` Did you mean ${near}?`}`,
      );
    }
    const front = (config.publicUrl ?? addressOf(config)).replace(/\/$/, '');
    const secret = secretOf(config);
    for (const who of asked === undefined ? known : [asked])
      io.out(`${(entry(plan.people, who)?.name ?? who).padEnd(24)} ${front}${feedPath(secret, plan, who)}`);
    io.err(
      'Whoever has an address can read its turns. Another number in incident_bot.calendar_feeds revokes them all.',
    );
    return FINE;
  },
};
