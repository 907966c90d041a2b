import type { MediaHost, Provider } from './ports/media.ts';
import type { PushSubscriptions } from './ports/push-subscriptions.ts';
import type { PushConfig } from './push-settings.ts';

/**
 * Whatever of the medium `push` is set up, each loaded only then, told apart by the address in the plan. One door takes the
 * presses on notifications of all of them.
 */
export async function pushProvidersOf(
  config: PushConfig,
  host: (provider: string) => MediaHost,
): Promise<readonly Provider[]> {
  const providers: Provider[] = [];
  if (config.web !== undefined) {
    const { webPushProvider } = await import('./adapters/pagers/web-push/web-push.ts');
    providers.push(webPushProvider(config.web, host('web-push')));
  }
  if (config.ntfy !== undefined) {
    const { ntfyProvider } = await import('./adapters/pagers/ntfy/ntfy.ts');
    providers.push(ntfyProvider(config.ntfy, host('ntfy')));
  }
  if (config.pagerDuty !== undefined) {
    const { pagerDutyProvider } = await import('./adapters/pagers/pagerduty/pagerduty.ts');
    providers.push(pagerDutyProvider(config.pagerDuty, host('pagerduty')));
  }
  if (config.webhook !== undefined) {
    const { webhookProvider } = await import('./adapters/pagers/webhook/webhook.ts');
    providers.push(webhookProvider(config.webhook, host('webhook')));
  }
  const [first, ...others] = providers;
  if (first === undefined) return [];
  const { pressDoor } = await import('./adapters/pagers/press-door/press-door.ts');
  return [{ ...first, doors: [...first.doors, pressDoor(host('press'))] }, ...others];
}

/** Where people let their phones ring, for the console; undefined where none of the providers rings browsers. */
export const subscriptionsOf = (providers: readonly Provider[]): PushSubscriptions | undefined =>
  providers.find(ringsBrowsers)?.subscriptions;

const ringsBrowsers = (provider: Provider): provider is Provider & { readonly subscriptions: PushSubscriptions } =>
  'subscriptions' in provider;
