import { z } from 'zod';
import { card, facts, list, text } from '../src/core/card.ts';
import { shortTime } from '../src/core/time.ts';
import { command } from '../src/command.ts';

export default command({
  group: 'plan',
  summary: 'The continuity plan in force: functions, systems, people, playbooks',
  usage: 'plan [show]',
  args: z.object({}),
  run({ desk, at, zone }) {
    const { plan, playbooks, hash } = desk.book;
    const { refused } = desk.upkeep;
    const functions = Object.entries(plan.functions).map(
      ([id, it]) => `${id}: ${it.name} (RTO ${it.rto}${it.mtd === undefined ? '' : `, MTD ${it.mtd}`})`,
    );
    const broken =
      refused === null
        ? []
        : [
            text(
              `THE LAST EDIT WAS REFUSED ${shortTime(refused.at, zone, at)}: ${refused.first} (${refused.problems} ${refused.problems === 1 ? 'problem' : 'problems'}). The plan before it is in force.`,
            ),
          ];
    return {
      say: card(`Plan of ${plan.plan.company}`, {
        tone: refused === null ? 'plain' : 'warn',
        blocks: [
          ...broken,
          facts(
            ['Version', plan.plan.version ?? 'not given'],
            ['Hash', hash.slice(0, 12)],
            ['Owner', plan.people[plan.plan.owner]?.name ?? plan.plan.owner],
            ['People', String(Object.keys(plan.people).length)],
            ['Systems', String(Object.keys(plan.systems).length)],
          ),
          list(functions, 'Functions'),
          list(
            Object.entries(playbooks).map(([id, it]) => `${id}: ${it.title}`),
            'Playbooks',
          ),
        ],
      }),
    };
  },
});
