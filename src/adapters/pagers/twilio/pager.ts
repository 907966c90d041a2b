import type { Medium } from '../../../core/media.ts';
import { dialled, phoneText } from '../../../core/phone-text.ts';
import type { MediaHost } from '../../../ports/media.ts';
import type { PageMessage, Pager, PagerOutcome } from '../../../ports/pager.ts';
import { addressesOf } from './addresses.ts';
import { clientFor } from './client.ts';
import { requestRefusal } from './refusals.ts';
import { pageScript } from './script.ts';
import type { TwilioConfig } from './settings.ts';

/** Twilio refuses longer ones (error 21617). */
export const MOST_SMS = 1_600;
/** A sleeper needs a while; a voicemail takes the call sooner than this. In seconds. */
const RING_S = 45;

/** SMS and calls by Twilio. */
export function twilioPager(config: TwilioConfig, host: MediaHost): Pager {
  const media: readonly Medium[] = config.voiceFrom === undefined ? ['sms'] : ['sms', 'call', 'desk'];

  async function send(message: PageMessage, signal: AbortSignal): Promise<PagerOutcome> {
    signal.throwIfAborted();
    const to = dialled(message.to);
    if (to === undefined)
      return no(`the ${message.medium} number of ${message.person} is not in international form (+1 …)`, true);
    try {
      const sid = message.medium === 'sms' ? await text(message, to, signal) : await call(message, to, signal);
      if (typeof sid !== 'string' || sid === '') throw new Error('Twilio did not say which message it is');
      return { outcome: 'accepted', reference: sid };
    } catch (thrown) {
      const refused = refusedBy(thrown);
      if (refused === undefined) throw thrown;
      const { say, permanent } = requestRefusal(refused.status, refused.code);
      return no(say, permanent);
    }
  }

  async function text(message: PageMessage, to: string, signal: AbortSignal) {
    const addresses = addressesOf(host, message);
    const { sid } = await clientFor(config, signal).messages.create({
      to,
      body: phoneText(message, MOST_SMS),
      ...(config.from.by === 'number' ? { from: config.from.number } : { messagingServiceSid: config.from.sid }),
      ...(addresses === undefined ? {} : { statusCallback: addresses.status }),
    });
    return sid;
  }

  /**
   * The script travels with the call. Twilio listens beside it whether a machine answered, so that a person hears the page
   * at once; a machine then gets a message of its own (`/twilio/machine`).
   */
  async function call(message: PageMessage, to: string, signal: AbortSignal) {
    const addresses = addressesOf(host, message);
    const { sid } = await clientFor(config, signal).calls.create({
      to,
      from: config.voiceFrom ?? '',
      twiml: pageScript(message, addresses?.voice),
      timeout: RING_S,
      ...(addresses === undefined
        ? {}
        : {
            machineDetection: 'DetectMessageEnd',
            asyncAmd: 'true',
            asyncAmdStatusCallback: addresses.machine,
            statusCallback: addresses.status,
            statusCallbackEvent: ['completed'],
          }),
    });
    return sid;
  }

  return { name: 'twilio', media, takes: (to) => dialled(to) !== undefined, send };
}

const no = (reason: string, permanent: boolean): PagerOutcome => ({ outcome: 'failed', reason, permanent });

/** Twilio's answer when it said no, in both shapes that the SDK throws; undefined when nothing was answered. */
export function refusedBy(thrown: unknown): { readonly status: number; readonly code: number | undefined } | undefined {
  if (!(thrown instanceof Error) || !('status' in thrown) || typeof thrown.status !== 'number') return undefined;
  return { status: thrown.status, code: 'code' in thrown && typeof thrown.code === 'number' ? thrown.code : undefined };
}
