import { answersTo } from '../../../core/answers.ts';
import type { HeardReply, MediaHost } from '../../../ports/media.ts';
import { CALL_PATH } from './addresses.ts';
import type { Answering } from './knock.ts';
import { MOST_ROUNDS, askScript, firstSentences, lastScript, menu } from './script.ts';

/** What is asked of the one door for somebody who calls in: how it stands with what they were paged for last. */
const HOW_IT_STANDS = 'status';
const NO_PAGE = 'Muster has no page of yours that is still open.';
const STRANGER =
  'This is Muster. It does not know the number that you call from. Look in the console, or call a colleague.';
/** Of the newest page that went to whoever calls; a key that does not fit is refused by the door, in words. */
const ANSWERS = answersTo('INC-1');

/** Somebody calls Muster's own number, for example after a voicemail: they hear how it stands and answer by key. */
export const callInAnswering =
  ({ host, publicUrl }: { readonly host: MediaHost; readonly publicUrl: string }): Answering =>
  async ({ fields, round }) => {
    const { CallSid: call = '', From: from = '', Digits: digit = '' } = fields;
    const hear = (text: string, delivery: string) =>
      host.hear({ medium: 'call', from, text, delivery: `twilio/${call}/${delivery}` });
    const open = async (lead: string) => {
      if (round > MOST_ROUNDS) return lastScript(lead);
      const { ok, say } = await hear(HOW_IT_STANDS, `open/${round}`);
      if (say === undefined) return lastScript(STRANGER);
      // The keys are offered all the same: they may answer a test of whether somebody can be reached.
      const said = [lead, 'This is Muster.', ok ? firstSentences(say) : NO_PAGE, menu(ANSWERS)].join(' ').trim();
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
