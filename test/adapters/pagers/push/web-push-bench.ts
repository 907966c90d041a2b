import { webPushProvider } from '../../../../src/adapters/pagers/web-push/web-push.ts';
import { personId } from '../../../../src/core/ids.ts';
import type { MediaHost } from '../../../../src/ports/media.ts';
import { pushHost } from '../../../support/push-host.ts';
import { pushService } from '../../../support/push-service.ts';

export const ANN = personId('ann');
export const live = () => new AbortController().signal;

/** The provider before a real push service, and one browser that rings for Ann. */
export async function webPushBench(over: Partial<MediaHost> = {}) {
  const service = await pushService();
  const host = pushHost(over);
  const provider = webPushProvider({ services: [service.host] }, host);
  const [pager] = provider.pagers;
  if (pager === undefined) throw new Error('no pager');
  const { subscriptions } = provider;
  const bench = {
    service,
    host,
    provider,
    pager,
    subscriptions,
    /** One more browser that rings for somebody. */
    async letRing(person: string, name = 'Chrome on Android') {
      const { id, ...given } = await service.browser(await subscriptions.publicKey());
      const added = await subscriptions.add(personId(person), given, name);
      if (!added.ok) throw new Error(added.say);
      return { id, ...given };
    },
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
  return { ...bench, phone: await bench.letRing('ann') };
}
