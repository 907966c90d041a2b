import type { DeliveryReport } from '../../../../ports/media.ts';
import { withoutAddresses } from '../addresses.ts';
import type { Mark, Marks } from '../marks.ts';
import type { ReadMail } from './read-mail.ts';

const IDS = /<[pr]\.[A-Za-z0-9_.-]{1,700}@[^\s<>@]{1,255}>/g;
/** So much of what a report gives back is looked through for our id. */
const LOOKED_THROUGH = 64 * 1024;
/** RFC 3463: bad mailbox, bad domain, moved, takes no mail; mailbox disabled. */
const GONE = /^5\.(?:1\.(?:[0-6]|10)|2\.1)\b/;

/**
 * What a mail server reports about one of our mails (RFC 3464); undefined when it is no report, or about a mail that is not
 * ours: our id in it is signed, so nobody can make one up. A report of a delay says nothing yet.
 */
export function bounceIn(mail: ReadMail, marks: Marks): DeliveryReport | undefined {
  const status = mail.parts('message/delivery-status', 'message/global-delivery-status').join('\n\n');
  if (status === '') return undefined;
  const key = ourMark(mail, marks)?.key;
  const result = resultOf(status);
  if (key === undefined || result === undefined) return undefined;
  return {
    key,
    result,
    reason: result === 'delivered' ? '' : reasonOf(status),
    permanent: result === 'undelivered' && GONE.test(field(status, 'status')),
    delivery: `email/${mail.fingerprint}`,
  };
}

/** In what is given back of our mail, or in the mails that the report answers. */
function ourMark(mail: ReadMail, marks: Marks): Mark | undefined {
  const given = mail.parts('message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers');
  const texts = given.map((text) => text.slice(0, LOOKED_THROUGH).replaceAll(/\r?\n[ \t]+/g, ' '));
  const ids = [...texts.flatMap((text) => text.match(IDS) ?? []), ...mail.answersTo];
  return ids.map((id) => marks.readId(id)).find((mark) => mark !== undefined);
}

function resultOf(status: string): DeliveryReport['result'] | undefined {
  const action = field(status, 'action').toLowerCase();
  if (action === 'failed') return 'undelivered';
  return action === 'delivered' ? 'delivered' : undefined;
}

/** `550 5.1.1 no such user` of `smtp; 550 5.1.1 <ann@example.com>: no such user`. */
function reasonOf(status: string): string {
  const said = field(status, 'diagnostic-code').replace(/^[\w-]+\s*;\s*/, '');
  return withoutAddresses(`sent back: ${said === '' ? field(status, 'status') : said}`);
}

/** The first field of this name; folded lines are one. Our mails go to one person each, so there is one of each. */
function field(status: string, name: string): string {
  const unfolded = status.slice(0, LOOKED_THROUGH).replaceAll(/\r?\n[ \t]+/g, ' ');
  const line = unfolded.split(/\r?\n/).find((each) => each.toLowerCase().startsWith(`${name}:`));
  return (line?.slice(name.length + 1) ?? '').trim();
}
