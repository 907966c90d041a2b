import { circles } from './depends.ts';
import type { Found } from './finding.ts';
import type { Plan } from './schema.ts';

/** L046: systems that wait for each other. */
export function circularNeeds(plan: Plan): readonly Found[] {
  return circles(plan).map((circle): Found => {
    const chain = circle.slice(1).map((id, i) => `${String(circle[i])} needs ${id}`);
    return {
      rule: 'L046',
      level: 'error',
      path: ['systems', circle[0] ?? '', 'needs'],
      message: `${chain.join(', ')}: nothing can start first.`,
      suggestion:
        'Take out the need that is not real, or write it as `kind: degraded`, or give it an alternative with `any`.',
    };
  });
}
