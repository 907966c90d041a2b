import type { Alert } from '../../../src/core/alerts/alert.ts';
import type { AlertSource } from '../../../src/core/plan/schema.ts';
import { withBlocks } from '../../support/alert-story.ts';
import type { ReadAlerts } from '../../../src/ports/intake.ts';

/** The source `x` as a plan writes it. */
export function rulesOf(written: object): AlertSource {
  const rules = withBlocks({ alerts: { x: written } }).plan.alerts['x'];
  if (rules === undefined) throw new Error('no such source');
  return rules;
}

/** What a reader makes of a body. */
export const reading = (read: ReadAlerts, body: unknown, rules?: AlertSource) => read({ source: 'x', body, rules });

export async function alertsIn(read: ReadAlerts, body: unknown, rules?: AlertSource): Promise<readonly Alert[]> {
  const answered = await reading(read, body, rules);
  if (!answered.ok) throw new Error(answered.say);
  return answered.alerts;
}
