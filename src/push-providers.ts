import type { MediaHost, Provider } from './ports/media.ts';
import type { PushSubscriptions } from './ports/push-subscriptions.ts';
import type { PushConfig } from './push-settings.ts';

export type PushProviders = {
  readonly providers: readonly Provider[];
  /** For the console, where people let their phones ring. */
  readonly subscriptions: PushSubscriptions | undefined;
};

/**
 * Whatever of the medium `push` is set up, each loaded only then, told apart by the address in the plan. One door takes the
 * presses on notifications of all of them.
 */
export async function pushProvidersOf(config: PushConfig, host: (provider: string) => MediaHost): Promise<PushProviders> {
  const providers: Provider[] = [];
  let subscriptions: PushSubscriptions | undefined;
  if (config.web !== undefined) {
    const { webPushProvider } = await import('./adapters/pagers/web-push/web-push.ts');
    const web = webPushProvider(config.web, host('web-push'));
    ({ subscriptions } = web);
    providers.push(web);
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
  if (first === undefined) return { providers, subscriptions };
  const { pressDoor } = await import('./adapters/pagers/press-door/press-door.ts');
  return { providers: [{ ...first, doors: [...first.doors, pressDoor(host('press'))] }, ...others], subscriptions };
}
