import type { DeliveryReport, MediaHost } from '../../../ports/media.ts';
import type { Answering } from './knock.ts';
import { type Machines, isMachine } from './machines.ts';
import { deliveryRefusal } from './refusals.ts';

type Result = Pick<DeliveryReport, 'result' | 'reason' | 'permanent'>;
const DELIVERED: Result = { result: 'delivered', reason: '', permanent: false };
const undelivered = (reason: string, permanent = false): Result => ({ result: 'undelivered', reason, permanent });

/** SIP answers for a number that is not there (RFC 3261, 21.4.5, 21.4.11, 21.4.22 and 21.6.3): not found, gone, incomplete, nowhere. */
const NOT_THERE = ['404', '410', '484', '604'];

/**
 * What became of a message. Only its end is reported: what is on its way says nothing, and late or repeated reports of it
 * change nothing. The same end has the same name.
 */
export const statusAnswering =
  ({ host, machines }: { readonly host: MediaHost; readonly machines: Machines }): Answering =>
  async ({ fields, ticket: given }) => {
    const ticket = host.readTicket(given);
    const { CallSid: call, MessageSid: message } = fields;
    const sid = call ?? message;
    const status = fields['CallStatus'] ?? fields['MessageStatus'] ?? '';
    if (ticket === undefined || sid === undefined) return undefined;
    const result = call === undefined ? ofText(status, fields) : ofCall(status, fields, machines.has(call));
    if (result === undefined) return undefined;
    await host.report({ key: ticket.key, ...result, delivery: `twilio/${sid}/${status}` });
    return undefined;
  };

type Fields = Readonly<Record<string, string>>;
const codeOf = ({ ErrorCode: code = '' }: Fields) => (/^\d{1,6}$/.test(code) ? Number(code) : undefined);

/** MessageStatus: twilio.com/docs/messaging/guides/track-outbound-message-status. */
function ofText(status: string, fields: Fields): Result | undefined {
  if (status === 'delivered' || status === 'read') return DELIVERED;
  if (status !== 'undelivered' && status !== 'failed') return undefined;
  const { say, permanent } = deliveryRefusal(codeOf(fields));
  return undelivered(say, permanent);
}

/** CallStatus: twilio.com/docs/voice/api/call-resource. A voicemail is no person. */
function ofCall(status: string, fields: Fields, machine: boolean): Result | undefined {
  switch (status) {
    case 'completed':
      return machine || isMachine(fields['AnsweredBy']) ? undelivered('a voicemail took the call') : DELIVERED;
    case 'busy':
      return undelivered('the line was busy');
    case 'no-answer':
      return undelivered('nobody picked up');
    case 'canceled':
      return undelivered('the call was taken back');
    case 'failed': {
      if (NOT_THERE.includes(fields['SipResponseCode'] ?? ''))
        return undelivered('the network does not know this number: correct it in the plan', true);
      const { say, permanent } = deliveryRefusal(codeOf(fields));
      return undelivered(codeOf(fields) === undefined ? 'the call could not be connected' : say, permanent);
    }
    default:
      return undefined;
  }
}
