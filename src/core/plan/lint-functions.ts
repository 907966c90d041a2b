import { spanMs } from '../time.ts';
import type { Found } from './finding.ts';
import type { Plan } from './schema.ts';

/** L033: a function planned to be back after its own point of no return. */
export function functionTimes(plan: Plan): readonly Found[] {
  return Object.entries(plan.functions).flatMap(([id, { rto, mtd }]): readonly Found[] => {
    if (mtd === undefined || spanMs(rto) <= spanMs(mtd)) return [];
    const message = `You plan to have \`${id}\` back in ${rto} (rto) but say that ${mtd} (mtd) is fatal.`;
    return [
      {
        rule: 'L033',
        level: 'error',
        path: ['functions', id, 'rto'],
        message,
        suggestion: `Make rto at most ${mtd}, or think again about mtd.`,
      },
    ];
  });
}
