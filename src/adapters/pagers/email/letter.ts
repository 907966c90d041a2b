import type { SendMailOptions } from 'nodemailer';
import { answersTo } from '../../../core/answers.ts';
import type { PageMessage } from '../../../core/message.ts';
import { type Instant, toMs } from '../../../core/time.ts';
import { domainOf, headerLine, localOf, withTag } from './addresses.ts';
import { wordOf } from './answer-word.ts';
import { type Door, htmlOf, NOBODY_READS } from './letter-html.ts';
import type { Marks } from './marks.ts';
import type { MailConfig } from './settings.ts';

const DRILL_MARK = 'EXERCISE';

/** Where mail of ours may be answered, and with what signs. */
export type LetterParts = {
  readonly config: MailConfig;
  readonly marks: Marks;
  /** `answerUrl` of the host. */
  readonly answerUrl: (message: PageMessage) => string | undefined;
  readonly now: () => Instant;
};

/**
 * A page as a mail: plain text that is complete in itself, and the same with buttons. Only a button's page is opened by a press;
 * nothing is answered by opening a link, for mail scanners open them all.
 */
export function letterOf(message: PageMessage, parts: LetterParts): SendMailOptions {
  const { config, marks, now } = parts;
  const marked = withDrillMark(message);
  const answers = answersTo(message.incident);
  const mark = answers.length === 0 || config.answers === undefined ? undefined : marks.tag(markOf(message));
  const door = answers.length === 0 ? undefined : doorOf(message, parts, mark);
  const text = [marked.text, ...howToAnswer(message, door), ...(mark === undefined ? [] : [`(Ref: ${mark})`])];
  return {
    from: { name: headerLine(config.from.name), address: config.from.address },
    // An object: what stands in it is never read as a list.
    to: { name: '', address: message.to },
    subject: marked.subject,
    date: new Date(toMs(now())),
    messageId: marks.messageId(message),
    ...(answers.length === 0 ? {} : threadOf(message, marks)),
    ...(door?.by === undefined || door.by === 'nothing' ? {} : replyTo(config, mark)),
    text: `${text.join('\n\n')}\n`,
    html: htmlOf({ ...marked, drill: message.drill, answers, door, mark }),
    // RFC 3834: no vacation answers to this, please; the second is Microsoft's word for the same.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply, RN, NRN' },
    priority: 'high',
    xMailer: false,
  };
}

/** The reference first that all mails about it have, then the one that says whose this one is. */
export const threadOf = (message: PageMessage, marks: Marks) => ({
  inReplyTo: marks.thread(message.incident),
  references: [marks.thread(message.incident), marks.reference(message)],
});

const markOf = ({ person, incident }: PageMessage) => ({ person, about: incident });

/** With a tag if it fits; the references of the answer say the same. */
export function replyTo({ answers }: MailConfig, mark: string | undefined): Pick<SendMailOptions, 'replyTo'> {
  if (answers === undefined) return {};
  return { replyTo: { name: '', address: (mark && withTag(answers, mark)) ?? answers } };
}

/** A drill's page never leaves without its mark, and has it no more often than it was given. */
function withDrillMark({ subject, text, drill }: PageMessage): { readonly subject: string; readonly text: string } {
  const marked = (given: string) => (drill && !given.startsWith(DRILL_MARK) ? `${DRILL_MARK}: ${given}` : given);
  // How to answer by text message stands in every text; a mail has its own words for it.
  const own = text.split('\n').filter((line) => !line.startsWith('Answer ACK '));
  return { subject: headerLine(marked(subject)), text: marked(own.join('\n')) };
}

function doorOf(message: PageMessage, { config, answerUrl }: LetterParts, mark: string | undefined): Door {
  const url = answerUrl(message);
  if (url !== undefined) return { by: 'page', url, mail: config.answers !== undefined };
  if (config.answers === undefined) return { by: 'nothing' };
  const address = (mark && withTag(config.answers, mark)) ?? config.answers;
  const to = `${encodeURIComponent(localOf(address))}@${domainOf(address)}`;
  const ref = mark === undefined ? '' : `\n\n(Ref: ${mark})`;
  return {
    by: 'mail',
    // RFC 6068; opening it writes a mail and sends none.
    urlFor: (answer) =>
      `mailto:${to}?subject=${encodeURIComponent(`Re: ${message.incident}`)}&body=${encodeURIComponent(wordOf(answer) + ref)}`,
  };
}

function howToAnswer(message: PageMessage, door: Door | undefined): readonly string[] {
  if (door === undefined) return [];
  const words = answersTo(message.incident)
    .map((answer) => `  ${wordOf(answer).padEnd(8)}${answer.label}`)
    .join('\n');
  const byMail = `reply to this mail with one word alone in the first line:\n${words}`;
  switch (door.by) {
    case 'page':
      return [`To answer, open ${door.url} and press one button.`, ...(door.mail ? [`Or ${byMail}`] : [NOBODY_READS])];
    case 'mail':
      return [`To answer, ${byMail}`];
    case 'nothing':
      return [NOBODY_READS];
    default:
      return door satisfies never;
  }
}
