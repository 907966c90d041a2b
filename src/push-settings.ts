import { z } from 'zod';
import type { NtfyConfig } from './adapters/pagers/ntfy/ntfy.ts';
import type { PagerDutyConfig } from './adapters/pagers/pagerduty/pagerduty.ts';
import type { WebPushConfig } from './adapters/pagers/web-push/web-push.ts';
import type { WebhookConfig } from './adapters/pagers/webhook/webhook.ts';
import { hasNoLogin, isSafe } from './setting.ts';

/** `instead`: what to do where somebody wrote `user:password@` into it. */
const address = (instead: string) =>
  z
    .url({ protocol: /^https?$/ })
    .refine(hasNoLogin, { error: `has a user or a password in it: ${instead}` })
    .refine(isSafe, { error: 'has to begin with https: what travels there is secret' });

const HOST_AND_PORT = /^(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::\d{1,5})?$/i;

/** The settings of the medium `push`. Whether they go together says `pushOf`. */
export const pushSettings = {
  WEB_PUSH: z
    .enum(['yes', 'no'], { error: 'is yes or no' })
    .default('no')
    .describe('Whether people may let the browsers of their phones ring (`push: app`); needs MUSTER_PUBLIC_URL'),
  WEB_PUSH_SERVICES: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((entry) => entry.trim().toLowerCase())
        .filter((entry) => entry !== ''),
    )
    .refine((entries) => entries.every((entry) => HOST_AND_PORT.test(entry)), {
      error: 'is a list like push.example.com,127.0.0.1:8090: hosts, with a port where it is not 443',
    })
    .describe('Hosts of push services beside those of Google, Mozilla, Microsoft and Apple, with commas; for tests'),
  NTFY_URL: address('take that out, and set NTFY_TOKEN to an access token of ntfy')
    .optional()
    .describe('Where ntfy is, such as https://ntfy.sh: pages by `push: ntfy:TOPIC`'),
  NTFY_TOKEN: z.string().trim().min(1).optional().describe('The access token of ntfy, where its topics are protected'),
  PAGERDUTY_ROUTING_KEY: z
    .string()
    .trim()
    .regex(/^[0-9a-z]{32}$/i, { error: 'is the integration key of PagerDuty: 32 letters and digits' })
    .optional()
    .describe('The integration key (Events API v2) of a service in PagerDuty: pages by `push: pagerduty`'),
  PAGERDUTY_API_URL: address('take that out, PAGERDUTY_ROUTING_KEY is enough')
    .optional()
    .describe('Where PagerDuty takes events; https://events.eu.pagerduty.com for its EU region'),
  PAGE_WEBHOOK_URL: address('take that out, what is posted is signed with PAGE_WEBHOOK_SECRET')
    .optional()
    .describe('A system of your own that pages are posted to, signed: pages by `push: webhook`'),
  PAGE_WEBHOOK_SECRET: z
    .string()
    .min(16, 'has at least 16 characters')
    .optional()
    .describe('What signs pages that are posted to PAGE_WEBHOOK_URL'),
} as const;

const shape = z.object(pushSettings);
type PushData = z.output<typeof shape>;

/** Each is there when it is set up. */
export type PushConfig = {
  readonly web: WebPushConfig | undefined;
  readonly ntfy: NtfyConfig | undefined;
  readonly pagerDuty: PagerDutyConfig | undefined;
  readonly webhook: WebhookConfig | undefined;
};

const PAGERDUTY = 'https://events.pagerduty.com';

type Read = { readonly ok: true; readonly push: PushConfig } | { readonly ok: false; readonly say: string };
const no = (say: string): Read => ({ ok: false, say });

/** The ways to push that are set up; a setting that needs another one is one plain sentence. */
export function pushOf(data: PushData): Read {
  const { NTFY_URL: ntfy, NTFY_TOKEN: token, PAGERDUTY_ROUTING_KEY: routingKey } = data;
  const { PAGE_WEBHOOK_URL: webhook, PAGE_WEBHOOK_SECRET: secret } = data;
  if (routingKey === undefined && data.PAGERDUTY_API_URL !== undefined)
    return no('PAGERDUTY_API_URL is set, but PAGERDUTY_ROUTING_KEY is not: copy the integration key of a service.');
  if (ntfy === undefined && token !== undefined)
    return no('NTFY_TOKEN is set, but NTFY_URL is not: set it too, such as https://ntfy.sh.');
  if (webhook === undefined && secret !== undefined)
    return no('PAGE_WEBHOOK_SECRET is set, but PAGE_WEBHOOK_URL is not: set the address that pages are posted to.');
  if (webhook !== undefined && secret === undefined)
    return no('PAGE_WEBHOOK_URL is set, but PAGE_WEBHOOK_SECRET is not: make one with openssl rand -hex 32.');
  return {
    ok: true,
    push: {
      web: data.WEB_PUSH === 'yes' ? { services: data.WEB_PUSH_SERVICES } : undefined,
      ntfy: ntfy === undefined ? undefined : { url: bare(ntfy), token },
      pagerDuty: routingKey === undefined ? undefined : { routingKey, url: bare(data.PAGERDUTY_API_URL ?? PAGERDUTY) },
      webhook: webhook === undefined || secret === undefined ? undefined : { url: webhook, secret },
    },
  };
}

const bare = (url: string) => url.replace(/\/+$/, '');
