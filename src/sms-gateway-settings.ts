import { z } from 'zod';
import { type SmsGatewayConfig, isKannel } from './adapters/pagers/sms-gateway/settings.ts';
import { hasNoLogin, optional } from './setting.ts';

/** The settings of a gateway for SMS. Whether they go together says `smsGatewayOf`. */
export const smsGatewaySettings = {
  SMS_GATEWAY_URL: optional(
    "Your own SMS gateway: kannel's sendsms address, or one with {to} and {text} in it; comes after Twilio",
  ),
  SMS_GATEWAY_USER: optional('The user at the SMS gateway'),
  SMS_GATEWAY_PASSWORD: optional('The password that goes with SMS_GATEWAY_USER'),
  SMS_GATEWAY_FROM: optional('What SMS by the gateway come from: a number, or a name where carriers allow one'),
} as const;

export type { SmsGatewayConfig } from './adapters/pagers/sms-gateway/settings.ts';

const shape = z.object(smsGatewaySettings);
type Refused = { readonly ok: false; readonly say: string };
const no = (say: string): Refused => ({ ok: false, say });
const PLACES = ['to', 'digits', 'text', 'from', 'key', 'report'];

/** The settings of the gateway as one: no address means no gateway, and every wrong set of them is one plain sentence. */
export function smsGatewayOf(
  data: z.output<typeof shape>,
): { readonly ok: true; readonly smsGateway: SmsGatewayConfig | undefined } | Refused {
  const { SMS_GATEWAY_URL: url, SMS_GATEWAY_USER: user, SMS_GATEWAY_PASSWORD: password, SMS_GATEWAY_FROM: from } = data;
  if (url === undefined) {
    const given = Object.keys(smsGatewaySettings).find((key) => data[key as keyof typeof data] !== undefined);
    return given === undefined
      ? { ok: true, smsGateway: undefined }
      : no(`${given} is set, but SMS_GATEWAY_URL is not: write the address of the gateway.`);
  }
  const trouble = wrongUrl(url);
  if (trouble !== undefined) return no(`SMS_GATEWAY_URL ${trouble}.`);
  if ((user === undefined) !== (password === undefined))
    return no('SMS_GATEWAY_USER and SMS_GATEWAY_PASSWORD go together: set both, or none.');
  if (isKannel({ url }) && user === undefined)
    return no(
      'SMS_GATEWAY_URL has no {to}, so it is spoken to as kannel, which needs SMS_GATEWAY_USER and SMS_GATEWAY_PASSWORD (its sendsms-user).',
    );
  const login = user === undefined || password === undefined ? undefined : { user, password };
  return { ok: true, smsGateway: { url, login, from } };
}

function wrongUrl(url: string): string | undefined {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return 'is no address that begins with https:// or http://';
  if (!hasNoLogin(url)) return 'has a user in it: write that into SMS_GATEWAY_USER and SMS_GATEWAY_PASSWORD';
  const places = [...url.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
  const unknown = places.find((name) => !PLACES.includes(name));
  if (unknown !== undefined) return `has {${unknown}} in it: there are ${PLACES.map((name) => `{${name}}`).join(', ')}`;
  if (places.length > 0 && (isKannel({ url }) || !places.includes('text')))
    return 'needs both {to} (or {digits}, without the +) and {text}, or no place at all for kannel';
  return undefined;
}
