import { answersTo } from '../../../core/answers.ts';
import { asMessage } from '../../../core/card.ts';
import type { MediaHost } from '../../../ports/media.ts';
import { voiceAddress } from './addresses.ts';
import type { Answering, Knock } from './knock.ts';
import { type Machines, isMachine } from './machines.ts';
import { MOST_ROUNDS, againScript, hangUpScript, lastScript, firstSentences, voicemailScript } from './script.ts';

type Parts = { readonly host: MediaHost; readonly publicUrl: string; readonly machines: Machines };

const OVER = 'This is over, thank you.';
const TOO_OLD = 'This call can no longer be answered. Look in the console.';
const NO_SUCH_KEY = 'That key means nothing here.';
const NOT_KEPT = 'Your answer could not be kept. Please press the key again.';
const ENOUGH = 'Nothing was answered. Answer by text message, or in the console.';

/** A key that was pressed on a call that Muster made. What a machine seems to press is never an answer. */
export const voiceAnswering =
  ({ host, publicUrl, machines }: Parts): Answering =>
  async ({ fields, ticket: given, round }: Knock) => {
    const ticket = host.readTicket(given);
    if (ticket === undefined) return lastScript(TOO_OLD);
    const { CallSid: call = '', Digits: digit = '', AnsweredBy: answeredBy } = fields;
    if (isMachine(answeredBy) || machines.has(call))
      return voicemailScript(ticket.about, (await host.again(ticket.key))?.drill ?? false);
    const again = async (lead: string) => {
      if (round >= MOST_ROUNDS) return lastScript(`${lead} ${ENOUGH}`.trim());
      const message = await host.again(ticket.key);
      if (message === undefined) return lastScript(OVER);
      return againScript(message, { lead, action: voiceAddress(publicUrl, given, round + 1) });
    };
    if (digit === '9') return again('');
    if (!answersTo(ticket.about).some((answer) => answer.digit === digit)) return again(NO_SUCH_KEY);
    try {
      // The key without its round: pressed once more, it is the same answer.
      const reply = await host.press(ticket, digit, `twilio/${call}/${digit}`);
      return lastScript(firstSentences(asMessage(reply.card)));
    } catch (cause) {
      host.log.error({ reason: String(cause), key: ticket.key }, 'an answer by phone was not kept');
      return again(NOT_KEPT);
    }
  };

/** Leaves a message with the machine that took this call, once. */
export const machineAnswering =
  ({ host, machines, say }: Parts & { readonly say: (call: string, script: string) => Promise<void> }): Answering =>
  async ({ fields, ticket: given }: Knock) => {
    const { CallSid: call = '', AnsweredBy: answeredBy = '' } = fields;
    const ticket = host.readTicket(given);
    if (ticket === undefined || !isMachine(answeredBy) || !machines.add(call)) return undefined;
    const message = answeredBy === 'fax' ? undefined : await host.again(ticket.key);
    try {
      await say(call, message === undefined ? hangUpScript() : voicemailScript(ticket.about, message.drill));
    } catch (cause) {
      host.log.warn({ reason: reasonOf(cause), key: ticket.key }, 'a voicemail got no message');
    }
    return undefined;
  };

/** Twilio's own sentences may hold the number. */
const reasonOf = (cause: unknown) =>
  cause instanceof Error && 'code' in cause
    ? `code ${String(cause.code)}`
    : cause instanceof Error
      ? cause.name
      : 'unknown';
