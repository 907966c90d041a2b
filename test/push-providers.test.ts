import { describe, expect, it } from 'vitest';
import { pushProvidersOf, subscriptionsOf } from '../src/push-providers.ts';
import { pushHost } from './support/push-host.ts';

const ALL = {
  web: { services: [] },
  ntfy: { url: 'https://ntfy.sh', token: undefined },
  pagerDuty: { routingKey: '0123456789abcdef0123456789abcdef', url: 'https://events.pagerduty.com' },
  webhook: { url: 'https://a.example', secret: 'sixteen characters' },
};
const NONE = { web: undefined, ntfy: undefined, pagerDuty: undefined, webhook: undefined };
const ADDRESSES = ['app', 'ntfy:topic', 'pagerduty', 'pagerduty:net', 'webhook', 'webhook:net'];

describe('the ways to push', () => {
  it('are none, and nobody may knock, when none is set up', async () => {
    const providers = await pushProvidersOf(NONE, () => pushHost());
    expect(providers).toEqual([]);
    expect(subscriptionsOf(providers)).toBeUndefined();
  });

  it('carry each address of the plan by exactly one of them', async () => {
    const providers = await pushProvidersOf(ALL, () => pushHost());
    expect(subscriptionsOf(providers)).toBeDefined();
    const pagers = providers.flatMap((provider) => provider.pagers);
    expect(pagers.map(({ media }) => media)).toEqual(Array(4).fill(['push']));
    for (const to of ADDRESSES) expect(pagers.filter((pager) => pager.takes?.(to))).toHaveLength(1);
    for (const to of ['', 'Ann', 'https://a.example'])
      expect(pagers.filter((pager) => pager.takes?.(to) !== false)).toHaveLength(0);
  });

  it.each(Object.keys(ALL))('have one door for presses, with %s alone too', async (only) => {
    const alone = { ...NONE, [only]: ALL[only as keyof typeof ALL] };
    for (const config of [alone, ALL]) {
      const providers = await pushProvidersOf(config, () => pushHost());
      expect(providers.flatMap(({ doors }) => doors).map(({ path }) => path)).toEqual(['/push/press']);
    }
  });
});
