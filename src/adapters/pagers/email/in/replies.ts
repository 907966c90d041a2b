import type { SendMailOptions } from 'nodemailer';
import { DAY_MS, HOUR_MS, toMs } from '../../../../core/time.ts';
import type { MediaHost } from '../../../../ports/media.ts';
import { headerLine, isPlainAddress } from '../addresses.ts';
import { fewAtOnce } from '../few-at-once.ts';
import { replyTo } from '../letter.ts';
import type { Mark, Marks } from '../marks.ts';
import { type Post, postOf } from '../post.ts';
import { faultOf } from '../refusals.ts';
import type { MailConfig } from '../settings.ts';
import type { ReadMail } from './read-mail.ts';

/** Answers of ours to one address in an hour, and hints to one that sent no mark in a day. */
const PER_HOUR = 10;
const HINTS_PER_DAY = 1;
/** Addresses that are remembered; beyond that the oldest is forgotten. */
const MOST_ADDRESSES = 2_000;
const MOST_WAITING = 50;
const WITHIN_MS = 30_000;

export interface Replies {
  /**
   * Begins to send `say` to whoever wrote the mail; a failure is logged. Never throws. The mark goes back as old as it came, and
   * an old one not at all.
   */
  answer(mail: ReadMail, say: string, mark?: Mark): void;
  /** The same for somebody who sent no mark: once a day at most. */
  hint(mail: ReadMail, say: string): void;
  /** Gives up what has not left. */
  stop(): void;
}

type Parts = { readonly host: MediaHost; readonly config: MailConfig; readonly marks: Marks; readonly post?: Post };

/**
 * What Muster says back by mail. It has one connection of its own, so that no page waits behind it; it is marked as a program's
 * answer, goes to nobody twice for the same mail, and to one address only so often: two programs cannot talk for ever.
 */
export function repliesOf({ host, config, marks, post = postOf(config.server, fewAtOnce(1)) }: Parts): Replies {
  const limits = limiter(() => toMs(host.clock.now()));
  const stopped = new AbortController();
  let waiting = 0;

  function send(mail: ReadMail, say: string, mark: Mark | undefined) {
    if (stopped.signal.aborted || waiting >= MOST_WAITING) return;
    waiting += 1;
    const letter = letterTo(mail, say, mark?.isOld === true ? undefined : mark);
    post
      .send(letter, AbortSignal.any([stopped.signal, AbortSignal.timeout(WITHIN_MS)]))
      .catch((thrown: unknown) => {
        const { code, responseCode } = faultOf(thrown);
        host.log.warn({ provider: 'smtp', code, responseCode }, 'an answer by mail could not be sent');
      })
      .finally(() => (waiting -= 1));
  }

  function letterTo(mail: ReadMail, say: string, mark: Mark | undefined): SendMailOptions {
    const subject = headerLine(mail.subject);
    const tag = mark === undefined ? undefined : marks.tag(mark);
    const own = mark === undefined ? [] : [referenceOf(mark, marks)].flat();
    return {
      from: { name: headerLine(config.from.name), address: config.from.address },
      to: { name: '', address: mail.from },
      subject: /^re:/i.test(subject) ? subject : `Re: ${subject === '' ? 'your mail' : subject}`,
      date: new Date(toMs(host.clock.now())),
      ...(mail.id === '' ? {} : { inReplyTo: mail.id }),
      references: [...own, ...(mail.id === '' ? [] : [mail.id])],
      ...replyTo(config, tag),
      text: `${say}\n${tag === undefined ? '' : `\n(Ref: ${tag})\n`}`,
      // RFC 3834 3.1.7; nothing of any kind shall come back to this one.
      headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' },
      xMailer: false,
    };
  }

  return {
    answer(mail, say, mark) {
      if (!isPlainAddress(mail.from) || !limits.allows(`answer ${mail.from}`, PER_HOUR, HOUR_MS)) return;
      if (limits.allows(`mail ${mail.fingerprint}`, 1, DAY_MS)) send(mail, say, mark);
    },
    hint(mail, say) {
      if (isPlainAddress(mail.from) && limits.allows(`hint ${mail.from}`, HINTS_PER_DAY, DAY_MS))
        send(mail, say, undefined);
    },
    stop: () => stopped.abort(new Error('Muster is stopping')),
  };
}

/** So that an answer to our answer is known, too. */
const referenceOf = ({ person, about, key, made }: Mark, marks: Marks) => [
  marks.thread(about),
  ...(key === undefined ? [] : [marks.reference({ ...NO_MESSAGE, key, person, incident: about }, made)]),
];

const NO_MESSAGE = { medium: 'email', to: '', subject: '', text: '', drill: false } as const;

function limiter(nowMs: () => number) {
  const seen = new Map<string, readonly number[]>();
  return {
    /** Counts this time when it is allowed. */
    allows(what: string, most: number, withinMs: number): boolean {
      const now = nowMs();
      const lately = (seen.get(what) ?? []).filter((at) => now - at < withinMs);
      if (lately.length >= most) return false;
      seen.delete(what);
      seen.set(what, [...lately, now]);
      const [oldest] = seen.keys();
      if (seen.size > MOST_ADDRESSES && oldest !== undefined) seen.delete(oldest);
      return true;
    },
  };
}
