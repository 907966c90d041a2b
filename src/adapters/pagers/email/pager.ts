import type { PageMessage } from '../../../core/message.ts';
import type { Pager, PagerOutcome } from '../../../ports/pager.ts';
import { isPlainAddress } from './addresses.ts';
import { type LetterParts, letterOf } from './letter.ts';
import type { Post } from './post.ts';
import { connectionTrouble, faultOf, outcomeOf, type Refusal, refusalOf } from './refusals.ts';

/** Mail servers greet strangers slowly on purpose, and mails queue for a connection. In ms. */
const PATIENCE_MS = 20_000;

/** The pager, and what the mail server said to the newest page, if it was a no. */
export type MailPager = Pager & { readonly lastRefusal: () => Refusal | undefined };

/** Pages as mails. Accepted is what the mail server took over; whether it reached a mailbox, a bounce may tell later. */
export function mailPager(post: Post, parts: LetterParts): MailPager {
  let refused: Refusal | undefined;

  async function send(message: PageMessage, signal: AbortSignal): Promise<PagerOutcome> {
    signal.throwIfAborted();
    if (!isPlainAddress(message.to)) return { outcome: 'failed', reason: 'that is no e-mail address', permanent: true };
    const letter = letterOf(message, parts);
    try {
      await post.send({ ...letter, dsn: reportsFor(parts) }, signal);
      refused = undefined;
      return { outcome: 'accepted', reference: String(letter.messageId) };
    } catch (thrown) {
      signal.throwIfAborted();
      const fault = faultOf(thrown);
      refused = refusalOf(fault);
      if (refused !== undefined) return outcomeOf(refused);
      throw new Error(connectionTrouble(fault, parts.config.server), { cause: thrown });
    }
  }

  return { name: 'smtp', media: ['email'], patienceMs: PATIENCE_MS, send, lastRefusal: () => refused };
}

/**
 * Reports about delivery (RFC 3461) go to the sender's mailbox. That it arrived is asked for only where that is the mailbox that
 * Muster reads: nobody shall have to delete a hundred of them by hand.
 */
function reportsFor({ config: { from, answers } }: LetterParts) {
  const isRead = from.address.toLowerCase() === answers;
  return { return: 'headers', notify: isRead ? ['failure', 'delay', 'success'] : ['failure', 'delay'] };
}
