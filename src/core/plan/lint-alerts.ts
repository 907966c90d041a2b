import { ALERT_KINDS } from '../alerts/alert.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Found } from './finding.ts';
import type { Plan } from './schema.ts';

/** L104: a source that nobody can read. L105: a source of Amazon's that may not speak. */
export function alertSources({ alerts }: Plan): readonly Found[] {
  return Object.entries(alerts).flatMap(([id, { kind, topics }]): readonly Found[] => {
    const reads = kind ?? ALERT_KINDS.find((one) => one === id);
    if (reads === undefined)
      return [
        {
          rule: 'L104',
          level: 'error',
          path: ['alerts', id],
          message: `\`${id}\` has no \`kind\`: nobody knows how to read what it sends.${didYouMean(id, ALERT_KINDS)}`,
          suggestion: `Write \`kind:\` with one of ${ALERT_KINDS.join(', ')}.`,
        },
      ];
    if (reads !== 'cloudwatch' || topics.length > 0) return [];
    return [
      {
        rule: 'L105',
        level: 'warn',
        path: ['alerts', id],
        message: `\`${id}\` names no topics, so nothing that comes from Amazon SNS is taken.`,
        suggestion: 'Write the ARN of each topic under `topics:`.',
      },
    ];
  });
}
