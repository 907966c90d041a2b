import { z } from 'zod';
import type { TwilioConfig } from './adapters/pagers/twilio/settings.ts';
import { TWILIO_URL } from './adapters/pagers/twilio/settings.ts';
import { dialled } from './core/phone-text.ts';
import { hasNoLogin, isSafe, optional } from './setting.ts';

/** The settings of Twilio. Whether they go together says `twilioOf`. */
export const twilioSettings = {
  TWILIO_ACCOUNT_SID: optional('The Account SID (AC…) of your Twilio account: SMS and calls by Twilio'),
  TWILIO_AUTH_TOKEN: optional('The Auth Token that goes with TWILIO_ACCOUNT_SID; it signs what Twilio sends, too'),
  TWILIO_FROM: optional('What SMS come from: a number of your account (+1…) or a Messaging Service SID (MG…)'),
  TWILIO_VOICE_FROM: optional('The number that calls come from; without it the number in TWILIO_FROM'),
  TWILIO_API_URL: z
    .url({ protocol: /^https?$/ })
    .default(TWILIO_URL)
    .refine(hasNoLogin, {
      error: 'has a user or a password in it: take that out, and set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN',
    })
    .refine(isSafe, { error: 'has to begin with https: the Auth Token travels there' })
    .describe("Where Twilio's API is; another one only for tests"),
} as const;

export type { TwilioConfig } from './adapters/pagers/twilio/settings.ts';

const shape = z.object(twilioSettings);
type Refused = { readonly ok: false; readonly say: string };
type Read = { readonly ok: true; readonly twilio: TwilioConfig | undefined } | Refused;
const no = (say: string): Refused => ({ ok: false, say });

const WHERE = 'copy it from "Account Info" on the first page of console.twilio.com';
const NUMBER = 'a number in international form, such as +13135550100';
const HOW: Readonly<Record<string, string>> = {
  TWILIO_ACCOUNT_SID: WHERE,
  TWILIO_AUTH_TOKEN: WHERE,
  TWILIO_FROM: `write ${NUMBER}, or the SID of a Messaging Service (MG…)`,
};

/** The settings of Twilio as one: none of them means no Twilio, and every wrong set of them is one plain sentence. */
export function twilioOf(data: z.output<typeof shape>): Read {
  const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token, TWILIO_FROM: from, TWILIO_VOICE_FROM: voice } = data;
  const given = (['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM', 'TWILIO_VOICE_FROM'] as const).find(
    (key) => data[key] !== undefined,
  );
  if (given === undefined) return { ok: true, twilio: undefined };
  if (sid === undefined || token === undefined || from === undefined) {
    const missing = Object.keys(HOW).find((key) => data[key as keyof typeof data] === undefined) ?? '';
    return no(`${given} is set, but ${missing} is not: ${HOW[missing] ?? ''}.`);
  }
  const wrong = wrongSid(sid);
  if (wrong !== undefined) return no(wrong);
  const sender = senderOf(from);
  if (sender === undefined) return no(`TWILIO_FROM is not a sender: ${HOW['TWILIO_FROM'] ?? ''}.`);
  const calls = voice === undefined ? undefined : dialled(voice);
  if (voice !== undefined && calls === undefined) return no(`TWILIO_VOICE_FROM is not a number: write ${NUMBER}.`);
  const voiceFrom = calls ?? (sender.by === 'number' ? sender.number : undefined);
  const apiUrl = data.TWILIO_API_URL.replace(/\/+$/, '');
  return { ok: true, twilio: { accountSid: sid, authToken: token, from: sender, voiceFrom, apiUrl } };
}

function wrongSid(sid: string): string | undefined {
  if (sid.startsWith('SK'))
    return 'TWILIO_ACCOUNT_SID is an API key (SK…), and Twilio signs what it sends with the Auth Token of the account: set the Account SID (AC…) and its Auth Token.';
  return /^AC[0-9a-f]{32}$/i.test(sid)
    ? undefined
    : `TWILIO_ACCOUNT_SID is not AC and 32 letters and digits: ${WHERE}.`;
}

function senderOf(from: string): TwilioConfig['from'] | undefined {
  if (/^MG[0-9a-f]{32}$/i.test(from)) return { by: 'service', sid: from };
  const number = dialled(from);
  return number === undefined ? undefined : { by: 'number', number };
}
