import twilio from 'twilio';
import { cut } from '../../../core/phone-text.ts';
import type { MediaHost } from '../../../ports/media.ts';
import type { Answering } from './knock.ts';
import { MOST_SMS } from './pager.ts';

/**
 * Words that came by SMS. STOP and START (`OptOutType`) are between the phone and Twilio, which has answered them; a lone HELP
 * is heard, for it is what people write who need some.
 */
export const textAnswering =
  (host: MediaHost): Answering =>
  async ({ fields }) => {
    const { MessageSid: sid = '', From: from = '', Body: text = '', OptOutType: opted = '' } = fields;
    if (text.trim() === '' || opted === 'STOP' || opted === 'START') return reply(undefined);
    try {
      const { say } = await host.hear({ medium: 'sms', from, text, delivery: `twilio/${sid}` });
      return reply(say);
    } catch (cause) {
      // Twilio does not send it again of its own accord, so the person has to.
      host.log.error({ reason: String(cause) }, 'an answer by SMS was not kept');
      return reply('Muster could not keep that. Please send it again, or answer in the console.');
    }
  };

function reply(say: string | undefined): string {
  const response = new twilio.twiml.MessagingResponse();
  if (say !== undefined && say !== '') response.message(cut(say.replaceAll(CONTROLS, ' '), MOST_SMS));
  return response.toString();
}

/** XML has no place for them; line breaks may stay. */
const CONTROLS = /(?!\n)\p{Cc}/gu;
