import type { PageMessage } from '../../../core/message.ts';
import type { MediaHost } from '../../../ports/media.ts';

/** Where Twilio knocks. The first two are entered in its console, the others travel with what is sent. */
export const SMS_PATH = '/twilio/sms';
export const CALL_PATH = '/twilio/call';
export const VOICE_PATH = '/twilio/voice';
export const MACHINE_PATH = '/twilio/machine';
export const STATUS_PATH = '/twilio/status';

/** The call-backs of one message; undefined without a public address. */
export function addressesOf(host: Pick<MediaHost, 'publicUrl' | 'ticketFor'>, message: PageMessage) {
  const { publicUrl } = host;
  if (publicUrl === undefined) return undefined;
  const ticket = host.ticketFor(message);
  return {
    voice: voiceAddress(publicUrl, ticket, 1),
    machine: `${publicUrl}${MACHINE_PATH}/${ticket}`,
    status: `${publicUrl}${STATUS_PATH}/${ticket}`,
  };
}

/** Where the key goes that is pressed in this round. */
export const voiceAddress = (publicUrl: string, ticket: string, round: number) =>
  `${publicUrl}${VOICE_PATH}/${ticket}?round=${round}`;

/** What to enter at a number of Twilio, for the set-up. */
export const twilioAddresses = (publicUrl: string) => [
  { what: 'Twilio, your number, "A message comes in" (POST)', url: `${publicUrl}${SMS_PATH}` },
  { what: 'Twilio, your number, "A call comes in" (POST)', url: `${publicUrl}${CALL_PATH}` },
];
