import type { Book } from '../core/book.ts';
import type { PersonId } from '../core/ids.ts';
import type { Medium } from '../core/media.ts';
import type { PageMessage } from '../core/message.ts';
import type { Instant } from '../core/time.ts';
import type { Shelf } from './chat.ts';
import type { Clock } from './clock.ts';
import type { Reply } from './door.ts';
import type { Log } from './log.ts';
import type { Pager } from './pager.ts';
import type { WebDoor } from './web-door.ts';

/**
 * A firm outside that carries messages, or a way of our own to do so: what it sends, what it delivers back, and what it says
 * about itself. Its settings stand in a file beside it; the composition loads it only when they are set.
 */
export interface Provider {
  /** `twilio`, `smtp`: for the log, for reasons and for the set-up. */
  readonly name: string;
  readonly pagers: readonly Pager[];
  /** Where it knocks with answers and reports. Each checks that it is really the provider who knocks. */
  readonly doors: readonly WebDoor[];
  /**
   * What would not work if a page left now, one plain sentence each with the next thing to do, the most urgent first: refused
   * credentials, a sender that is not verified, a balance that is used up. Never rejects; asked at the start, then now and then.
   */
  check(signal: AbortSignal): Promise<readonly string[]>;
  start?(): Promise<void>;
  /** Resolves within two seconds. */
  stop?(): Promise<void>;
}

/** Words that came back by a medium. */
export type Heard = {
  readonly medium: Medium;
  /** Number or address that they came from, as the provider writes it. */
  readonly from: string;
  /** As they were written: `ACK 42`, `1`, `start phones are down`. */
  readonly text: string;
  /** Known for sure, from something only this person was sent; then `from` is not looked at. */
  readonly person?: PersonId;
  /** What the message was about that this answers: `INC-42`, `TEST-7`; without it, the newest that went to them. */
  readonly about?: string;
  /** Unique name of what was delivered, the provider's own: the same one twice is one event, and gets the same answer. */
  readonly delivery: string;
};

/**
 * What to say back by the same medium, short and plain; undefined: say nothing, for a number that nobody knows has had its one
 * polite answer today. `ok` when it did something.
 */
export type HeardReply = { readonly ok: boolean; readonly say: string | undefined };

/** What a provider says later about a message that it took over. */
export type DeliveryReport = {
  /** The key of the attempt: `INC-42/page/1.0/ann/sms/2`. */
  readonly key: string;
  readonly result: 'delivered' | 'undelivered';
  /** The provider's own words about an undelivered one, without numbers or addresses. */
  readonly reason: string;
  /** Undelivered for ever: the number does not exist. */
  readonly permanent: boolean;
  /** Unique name of the report. */
  readonly delivery: string;
};

/** What was sent earlier, and who may answer it: what a signed token of ours says. */
export type Ticket = {
  readonly person: PersonId;
  readonly medium: Medium;
  readonly key: string;
  readonly about: string;
};

/** What a provider asks of Muster. The composition hands it over. */
export interface MediaHost {
  /** The time on the wall. */
  readonly clock: Clock;
  readonly log: Log;
  /** Seals and signs what leaves and must come back unchanged. */
  readonly secret: string;
  /** Where the outside reaches Muster, without a slash at its end; undefined: it cannot, so there are no links and no call-backs. */
  readonly publicUrl: string | undefined;
  book(): Book;
  /** The clock of the incidents. */
  now(): Promise<Instant>;
  /** The one door, for people who answer by a medium. Rejects only when the store fails: then let the provider try again. */
  hear(heard: Heard): Promise<HeardReply>;
  /** The one door, for a press on something that only this person was sent. */
  press(ticket: Ticket, digit: string, delivery: string): Promise<Reply>;
  /** Keeps what the provider reports. A message that nobody knows is passed over. Rejects only when the store fails. */
  report(report: DeliveryReport): Promise<void>;
  /** A short signed text for this message, in letters, digits, `-`, `_` and `.`; at most 400. */
  ticketFor(message: PageMessage): string;
  /** What it says, or undefined when it is not ours, was changed, or is older than 14 days. */
  readTicket(text: string): Ticket | undefined;
  /** The page in a browser where this person answers with one press; undefined without a public address, or if there is nothing to answer. */
  answerUrl(message: PageMessage): string | undefined;
  /** The message of this key as it would be sent now; undefined when it is over. */
  again(key: string): Promise<PageMessage | undefined>;
  readonly shelf: Shelf;
}
