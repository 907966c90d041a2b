import { bytesOf, cutToBytes } from './cut-bytes.ts';
import { DRILL_MARK } from './incident/page-text.ts';
import type { PageMessage } from './message.ts';

/** Subject and text as they may leave: those of a drill begin with its mark, also where whoever wrote them forgot it. */
export function withMark(message: PageMessage): Pick<PageMessage, 'subject' | 'text'> {
  const marked = (said: string) => (message.drill && !said.startsWith(DRILL_MARK) ? `${DRILL_MARK} ${said}` : said);
  return { subject: marked(message.subject), text: marked(message.text) };
}

/** How to answer a page in words (`Answer ACK 42 …`): nothing that is written reaches Muster from a notification. */
const IN_WORDS = 'Answer ACK ';

/**
 * The same for a notification, with a title of at most so many bytes over the text: a first line that only repeats the title is
 * not said twice, and stays where the title had to be cut; how to answer in words is left out.
 */
export function titled(message: PageMessage, mostBytes: number): { readonly title: string; readonly body: string } {
  const { subject, text } = withMark(message);
  const lines = text.split('\n').filter((line) => !line.startsWith(IN_WORDS));
  const repeats = lines.length > 1 && lines[0] === subject && bytesOf(subject) <= mostBytes;
  return { title: cutToBytes(subject, mostBytes), body: lines.slice(repeats ? 1 : 0).join('\n') };
}
