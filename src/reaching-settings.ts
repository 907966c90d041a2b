import { z } from 'zod';
import type { MailConfig } from './mail-settings.ts';
import { mailOf, mailSettings } from './mail-settings.ts';
import type { PushConfig } from './push-settings.ts';
import { pushOf, pushSettings } from './push-settings.ts';
import type { SlackConfig } from './slack-settings.ts';
import { slackOf, slackSettings } from './slack-settings.ts';
import type { SmsGatewayConfig } from './sms-gateway-settings.ts';
import { smsGatewayOf, smsGatewaySettings } from './sms-gateway-settings.ts';
import type { TwilioConfig } from './twilio-settings.ts';
import { twilioOf, twilioSettings } from './twilio-settings.ts';

/** The settings of everything by which real people are reached. */
export const reachingSettings = {
  ...slackSettings,
  ...twilioSettings,
  ...smsGatewaySettings,
  ...pushSettings,
  ...mailSettings,
};

/** Settings that would reach real people; with any of them time must run as it does. */
export const REAL = [
  'SLACK_BOT_TOKEN',
  'SLACK_CLIENT_ID',
  'TEAMS_APP_ID',
  'SMTP_URL',
  'TWILIO_ACCOUNT_SID',
  'SMS_GATEWAY_URL',
  'WEB_PUSH',
  'NTFY_URL',
  'PAGERDUTY_ROUTING_KEY',
  'PAGE_WEBHOOK_URL',
];

/** By what real people are reached; undefined is what is not set up. */
export type Reaching = {
  readonly slack: SlackConfig | undefined;
  readonly twilio: TwilioConfig | undefined;
  readonly smsGateway: SmsGatewayConfig | undefined;
  readonly push: PushConfig;
  readonly mail: MailConfig | undefined;
};

const shape = z.object(reachingSettings);
type Data = z.output<typeof shape> & { readonly MUSTER_PUBLIC_URL?: string | undefined; readonly MUSTER_HOST: string };

/** All of it, or the first sentence about settings that do not go together. */
export function reachingOf(
  data: Data,
): { readonly ok: true; readonly reaching: Reaching } | { readonly ok: false; readonly say: string } {
  const slack = slackOf(data);
  if (!slack.ok) return slack;
  const twilio = twilioOf(data);
  if (!twilio.ok) return twilio;
  const smsGateway = smsGatewayOf(data);
  if (!smsGateway.ok) return smsGateway;
  const push = pushOf(data);
  if (!push.ok) return push;
  const mail = mailOf(data);
  if (!mail.ok) return mail;
  return {
    ok: true,
    reaching: {
      slack: slack.slack,
      twilio: twilio.twilio,
      smsGateway: smsGateway.smsGateway,
      push: push.push,
      mail: mail.mail,
    },
  };
}
