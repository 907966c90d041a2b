import type { PageMessage } from '../core/message.ts';
import type { Reply } from './door.ts';
import type { Ticket } from './media.ts';

/** What the page behind a link in a message shows. */
export type AnswerLook = {
  readonly ticket: Ticket;
  /** What was sent, as it would read now; undefined once it is over. */
  readonly message: PageMessage | undefined;
  /** Why nothing need be answered any more: who has it, since when. It can be answered all the same. */
  readonly ending: string | undefined;
  /** What was answered by this link before: it works once. */
  readonly done: Reply | undefined;
};

/** Answers to messages by a link that only their reader was sent. */
export interface AnswerLinks {
  /** Changes nothing: mail scanners open every link. Undefined when the link is not ours, was changed or is too old. */
  look(ticket: string): Promise<AnswerLook | undefined>;
  /** Once used, the same answer comes back whatever is pressed. */
  press(ticket: string, digit: string): Promise<Reply | undefined>;
}
