import express from 'express';
import type { MediaHost } from '../../../ports/media.ts';
import type { WebDoor } from '../../../ports/web-door.ts';
import { CALL_PATH, MACHINE_PATH, SMS_PATH, STATUS_PATH, VOICE_PATH } from './addresses.ts';
import { callInAnswering } from './call-in.ts';
import { clientFor } from './client.ts';
import { type Answering, answeredBy, rawForm, refusals } from './knock.ts';
import { machines } from './machines.ts';
import type { TwilioConfig } from './settings.ts';
import { statusAnswering } from './status.ts';
import { textAnswering } from './text-in.ts';
import { machineAnswering, voiceAnswering } from './voice.ts';

/** A voicemail does not wait longer for its message. */
const SAY_WITHIN_MS = 5_000;

/** Where Twilio knocks; nowhere without a public address, for then it could not. */
export function twilioDoors(config: TwilioConfig, host: MediaHost): readonly WebDoor[] {
  const { publicUrl } = host;
  if (publicUrl === undefined) return [];
  const parts = { host, publicUrl, machines: machines() };
  const say = async (call: string, twiml: string) => {
    await clientFor(config, AbortSignal.timeout(SAY_WITHIN_MS)).calls(call).update({ twiml });
  };
  const router = express.Router();
  const door = (path: string, answering: Answering) =>
    router.post(path, rawForm, answeredBy(answering, { config, host, publicUrl }));
  door(SMS_PATH, textAnswering(host));
  door(CALL_PATH, callInAnswering(parts));
  door(`${VOICE_PATH}/:ticket`, voiceAnswering(parts));
  door(`${MACHINE_PATH}/:ticket`, machineAnswering({ ...parts, say }));
  door(`${STATUS_PATH}/:ticket`, statusAnswering(parts));
  router.use('/twilio', refusals({ host }));
  // Express types its own request; what it is given is the plain one of Node.
  return [{ path: '/', handle: router as unknown as WebDoor['handle'] }];
}
