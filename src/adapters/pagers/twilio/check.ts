import type { MediaHost } from '../../../ports/media.ts';
import { CALL_PATH, SMS_PATH } from './addresses.ts';
import { clientFor } from './client.ts';
import { refusedBy } from './pager.ts';
import { requestRefusal } from './refusals.ts';
import type { TwilioConfig } from './settings.ts';

/** In the account's currency: a few dozen calls, time enough to fill it up. */
const LOW_BALANCE = 10;
const CONSOLE = 'console.twilio.com';

type Parts = {
  readonly config: TwilioConfig;
  readonly host: Pick<MediaHost, 'publicUrl'>;
  readonly signal: AbortSignal;
};
type Client = ReturnType<typeof clientFor>;

/** What would not work at Twilio if a page left now, the most urgent first. Never rejects. */
export async function checkTwilio(parts: Parts): Promise<readonly string[]> {
  const client = clientFor(parts.config, parts.signal);
  const account = await asked(() => client.api.v2010.accounts(parts.config.accountSid).fetch());
  if (!account.ok) return [account.say, ...withoutAddress(parts)];
  const { status, type } = account.value;
  return [
    ...(String(status) === 'active'
      ? []
      : [`The account at Twilio is ${status}: nothing leaves. Look at ${CONSOLE}, usually the balance is used up.`]),
    ...(await sender(client, parts)),
    ...(await balance(client, parts)),
    ...(String(type) === 'Trial'
      ? [
          `The account at Twilio is a trial: only numbers verified there are reached, and every message begins with Twilio's own words. Upgrade it at ${CONSOLE}.`,
        ]
      : []),
    ...withoutAddress(parts),
  ];
}

const withoutAddress = ({ host }: Parts) =>
  host.publicUrl === undefined
    ? [
        'MUSTER_PUBLIC_URL is not set: Twilio carries pages out, but no answer by SMS or key comes back, and nobody knows what arrived. Calls tell people to answer in another way.',
      ]
    : [];

/** Subaccounts and some keys may not ask; then nothing is said. */
async function balance(client: Client, { config }: Parts): Promise<readonly string[]> {
  const found = await asked(() => client.api.v2010.accounts(config.accountSid).balance.fetch());
  if (!found.ok) return [];
  const left = Number(found.value.balance);
  if (!Number.isFinite(left) || left >= LOW_BALANCE) return [];
  return [
    `Twilio has ${left.toFixed(2)} ${found.value.currency} left, which is soon used up: add to it at ${CONSOLE}, or let it fill up by itself there.`,
  ];
}

async function sender(client: Client, parts: Parts): Promise<readonly string[]> {
  const { from, voiceFrom } = parts.config;
  const texts =
    from.by === 'service'
      ? await service(client, from.sid)
      : await number(client, { ...parts, number: from.number, for: 'sms' });
  if (voiceFrom === undefined)
    return [
      ...texts,
      'TWILIO_FROM is a Messaging Service and TWILIO_VOICE_FROM is not set: nobody can be called. Set it to a number of yours that can call.',
    ];
  return [...texts, ...(await number(client, { ...parts, number: voiceFrom, for: 'voice' }))];
}

async function service(client: Client, sid: string): Promise<readonly string[]> {
  const found = await asked(() => client.messaging.v1.services(sid).fetch());
  return found.ok
    ? []
    : ['Twilio does not know the Messaging Service in TWILIO_FROM: copy its SID (MG…) from its console.'];
}

type Numbered = Parts & { readonly number: string; readonly for: 'sms' | 'voice' };
const SETTING = { sms: 'TWILIO_FROM', voice: 'TWILIO_VOICE_FROM or TWILIO_FROM' } as const;

/** Whether the number is the account's, can do it, and sends what comes in to Muster. */
async function number(client: Client, { host, number: phoneNumber, for: use }: Numbered): Promise<readonly string[]> {
  const owned = await asked(() => client.api.v2010.account.incomingPhoneNumbers.list({ phoneNumber, limit: 1 }));
  if (!owned.ok) return [owned.say];
  const [found] = owned.value;
  if (found === undefined) return foreign(client, phoneNumber, use);
  if (!found.capabilities[use])
    return [
      `The number in ${SETTING[use]} can do no ${use === 'sms' ? 'SMS' : 'calls'}: take one that can at ${CONSOLE}.`,
    ];
  if (host.publicUrl === undefined) return [];
  const wanted = `${host.publicUrl}${use === 'sms' ? SMS_PATH : CALL_PATH}`;
  const set = use === 'sms' ? found.smsUrl : found.voiceUrl;
  if (set === wanted) return [];
  const where = use === 'sms' ? 'A message comes in' : 'A call comes in';
  return [
    `Answers by ${use === 'sms' ? 'SMS' : 'calling back'} do not reach Muster: at the number in ${SETTING[use]}, set "${where}" to ${wanted} (POST).`,
  ];
}

/** Calls may come from a number that the account has only verified; SMS may not. */
async function foreign(client: Client, phoneNumber: string, use: 'sms' | 'voice'): Promise<readonly string[]> {
  const verified =
    use === 'voice'
      ? await asked(() => client.api.v2010.account.outgoingCallerIds.list({ phoneNumber, limit: 1 }))
      : undefined;
  if (verified?.ok === true && verified.value.length > 0) return [];
  return [
    `The number in ${SETTING[use]} does not belong to the account at Twilio: take one of "Active numbers" at ${CONSOLE}.`,
  ];
}

type Asked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly say: string };

async function asked<T>(ask: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { ok: true, value: await ask() };
  } catch (thrown) {
    const refused = refusedBy(thrown);
    if (refused === undefined)
      return { ok: false, say: 'Twilio cannot be reached from here: look at the network, and at status.twilio.com.' };
    const { say } = requestRefusal(refused.status, refused.code);
    return { ok: false, say: `${say.charAt(0).toUpperCase()}${say.slice(1)}.` };
  }
}
