import { answersTo } from '../../../core/answers.ts';
import type { HeardReply, MediaHost } from '../../../ports/media.ts';
import { CALL_PATH } from './addresses.ts';
import type { Answering } from './knock.ts';
import { MOST_ROUNDS, askScript, firstSentences, lastScript, menu } from './script.ts';

/** What is asked of the one door for somebody who calls in. */
const WHAT_IS_OPEN = 'list';
const STRANGER =
  'This is Muster. It does not know the number that you call from. Look in the console, or call a colleague.';
/** Of the newest page that went to whoever calls; a key that does not fit is refused by the door, in words. */
const ANSWERS = answersTo('INC-1');

/** Somebody calls Muster's own number, for example after a voicemail: they hear what is open and answer by key. */
export const callInAnswering =
  ({ host, publicUrl }: { readonly host: MediaHost; readonly publicUrl: string }): Answering =>
  async ({ fields, round }) => {
    const { CallSid: call = '', From: from = '', Digits: digit = '' } = fields;
    const hear = (text: string, delivery: string) =>
      host.hear({ medium: 'call', from, text, delivery: `twilio/${call}/${delivery}` });
    const open = async (lead: string) => {
      if (round > MOST_ROUNDS) return lastScript(lead);
      const { say } = await hear(WHAT_IS_OPEN, `open/${round}`);
      if (say === undefined) return lastScript(STRANGER);
      const said = [lead, 'This is Muster.', firstSentences(say), menu(ANSWERS)].join(' ').trim();
      return askScript(said, `${publicUrl}${CALL_PATH}?round=${round + 1}`);
    };
    try {
      if (digit === '' || digit === '9') return await open('');
      if (!ANSWERS.some((answer) => answer.digit === digit)) return await open('That key means nothing here.');
      return lastScript(saidBack(await hear(digit, digit)));
    } catch (cause) {
      host.log.error({ reason: String(cause) }, 'an answer by phone was not kept');
      return lastScript('Your answer could not be kept. Please call again, or answer in the console.');
    }
  };

const saidBack = ({ say }: HeardReply) => (say === undefined ? STRANGER : firstSentences(say));
