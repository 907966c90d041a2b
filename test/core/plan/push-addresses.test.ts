import { describe, expect, it } from 'vitest';
import { loadPlanText } from '../../../src/adapters/plan/load.ts';
import { isPushBy, readPushAddress } from '../../../src/core/push-address.ts';
import { minimalText } from './plan-of.ts';

const withPush = (to: string) =>
  loadPlanText(minimalText.replace('{ call: "+1 312 555 0142" }', `{ call: "+1 312 555 0142" }, { push: ${to} }`));

describe('`push` in the plan', () => {
  it.each([
    ['app', { by: 'app' }],
    ['ntfy:harbor_Ann-4711', { by: 'ntfy', topic: 'harbor_Ann-4711' }],
    ['pagerduty', { by: 'pagerduty', name: undefined }],
    ['pagerduty:network-team', { by: 'pagerduty', name: 'network-team' }],
    ['webhook', { by: 'webhook', name: undefined }],
    ['webhook:pager.17', { by: 'webhook', name: 'pager.17' }],
  ] as const)('may be %s', (to, address) => {
    const load = withPush(to);
    expect(load.ok && load.plan.people['sam']?.reach.at(-1)).toMatchObject({ medium: 'push', to });
    expect(readPushAddress(to)).toEqual(address);
    expect(isPushBy(address.by)(to)).toBe(true);
  });

  it.each([
    ['"App"', 'app (the console of Muster on their phone)'],
    ['"+1 312 555 0142"', 'is no way to push'],
    ['https://ntfy.sh/topic', 'ntfy:TOPIC'],
    ['ntfy', 'names no topic of ntfy'],
    ['"ntfy:"', 'names no topic of ntfy'],
    ['"ntfy:two words"', 'names no topic of ntfy'],
    [`ntfy:${'x'.repeat(65)}`, 'names no topic of ntfy'],
    ['"pagerduty:"', 'pagerduty:NAME'],
    ['true', 'is no way to push'],
    ['17', 'is no way to push'],
  ])('is not %s', (to, say) => {
    const load = withPush(to);
    expect(load.ok ? [] : load.problems.map((problem) => problem.message)).toEqual([expect.stringContaining(say)]);
  });
});
