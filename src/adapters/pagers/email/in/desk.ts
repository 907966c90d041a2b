import { createHash } from 'node:crypto';
import { answersTo } from '../../../../core/answers.ts';
import { personId } from '../../../../core/ids.ts';
import { DAY_MS, toMs } from '../../../../core/time.ts';
import type { MediaHost } from '../../../../ports/media.ts';
import { domainOf, tagIn } from '../addresses.ts';
import { answerIn, wordOf } from '../answer-word.ts';
import type { Mark, Marks } from '../marks.ts';
import type { MailConfig } from '../settings.ts';
import { autoReason } from './auto.ts';
import { bounceIn } from './bounce.ts';
import { firstLine } from './first-line.ts';
import type { MailReader } from './mail-reader.ts';
import type { ReadMail } from './read-mail.ts';
import type { Replies } from './replies.ts';

/** A mail that is no answer to a page, such as an alert: to `alerts+TOKEN@…`, or at the HTTP door with a token of others. */
export type OtherMail = {
  readonly token: string;
  /** As the mail says; nobody has proved it. */
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  /** In angle brackets; '' when it has none. */
  readonly messageId: string;
};
/** Those who take mail that is no answer. */
export interface TakeOtherMail {
  /** Whether the token is theirs. Asked before a mail is let in at all, so it is cheap. */
  knows(token: string): boolean;
  /** Resolves to false when the token is not theirs. Rejects when it has to be tried again. */
  take(mail: OtherMail): Promise<boolean>;
}

/** How a mail came in. What a door cannot know is undefined. */
export type Envelope = {
  /** MAIL FROM; '' when nobody wants an answer. */
  readonly from?: string;
  readonly to: readonly string[];
  /** The token of the HTTP door, when it is not ours. */
  readonly otherToken?: string;
};

/** `unreadable`: it is no mail. `unknown`: it is for somebody whom Muster does not know here. */
export type Taken = 'done' | 'unreadable' | 'unknown';

export interface Desk {
  /** Rejects only when what it says cannot be kept just now: then it has to come again. */
  take(raw: Uint8Array, envelope: Envelope): Promise<Taken>;
}

export type DeskParts = {
  readonly host: MediaHost;
  readonly config: MailConfig;
  readonly marks: Marks;
  readonly replies: Replies;
  readonly read: MailReader;
  readonly otherMail: TakeOtherMail | undefined;
};

/** An answer that was under way for longer is asked for again: what it says may no longer be meant. */
const FRESH_MS = DAY_MS;
/** The mark in a line of what is quoted: `(Ref: inc-42.ann.2bz.…)`. */
const REF = /\(Ref: ([a-z0-9._-]{10,100})\)/i;

/** What happens with a mail that has come in, whichever door it took. */
export function deskOf(parts: DeskParts): Desk {
  const { host, config, marks, replies } = parts;

  async function take(raw: Uint8Array, envelope: Envelope): Promise<Taken> {
    const mail = await parts.read(raw);
    if (mail === undefined) return 'unreadable';
    const token = envelope.otherToken ?? alertsToken([...envelope.to, ...mail.to], config);
    if (token !== undefined) return other(mail, token);
    const report = bounceIn(mail, marks);
    if (report !== undefined) {
      await host.report(report);
      return 'done';
    }
    const auto = autoReason(mail, envelope.from, config);
    if (auto === undefined) await answer(mail, [...envelope.to, ...mail.to]);
    else host.log.info({ provider: 'smtp', why: auto }, 'a mail came that answers nothing');
    return 'done';
  }

  async function other(mail: ReadMail, token: string): Promise<Taken> {
    const { from, subject, text, id } = mail;
    const taken = await parts.otherMail?.take({ token, from, subject, text, messageId: id });
    return taken === true ? 'done' : 'unknown';
  }

  async function answer(mail: ReadMail, to: readonly string[]): Promise<void> {
    const mark = markOf(mail, to);
    if (mark === undefined) {
      host.log.warn({ provider: 'smtp' }, 'a mail came without a mark of ours: nothing was done by it');
      if (isInThePlan(mail.from, host)) replies.hint(mail, NO_MARK);
      return;
    }
    const answers = answersTo(mark.about);
    const ageMs = toMs(host.clock.now()) - (mail.writtenMs ?? toMs(host.clock.now()));
    if (mark.isOld || ageMs > FRESH_MS || answers.length === 0) return replies.answer(mail, tooLate(mark), mark);
    const text = answerIn(firstLine(mail.text), answers);
    if (text === undefined) return replies.answer(mail, unclear(mark), mark);
    const { person, about } = mark;
    const delivery = deliveryOf(mail, mark);
    const reply = await host.hear({
      medium: 'email',
      from: mail.from,
      text,
      person: personId(person),
      about,
      delivery,
    });
    host.log.info({ provider: 'smtp', person, about, ok: reply.ok }, 'an answer came by mail');
    if (reply.say !== undefined) replies.answer(mail, reply.say, mark);
  }

  /** Where it went, then what it answers, then what it quotes: whichever is signed. */
  function markOf(mail: ReadMail, to: readonly string[]): Mark | undefined {
    const { answers } = config;
    const tags = answers === undefined ? [] : to.flatMap((address) => tagIn(address, answers) ?? []);
    const found = [...tags.map(marks.readTag), ...mail.answersTo.map(marks.readId)].find((mark) => mark !== undefined);
    return found ?? marks.readTag(REF.exec(mail.text)?.[1] ?? '');
  }

  return { take };
}

/** What stands behind `alerts+` at the domain of the answers. */
export function alertsToken(to: readonly string[], { answers }: MailConfig): string | undefined {
  if (answers === undefined) return undefined;
  const alerts = `alerts@${domainOf(answers)}`;
  return to.map((address) => tagIn(address, alerts)).find((token) => token !== undefined && token !== '');
}

const isInThePlan = (from: string, host: MediaHost) =>
  from !== '' &&
  Object.values(host.book().plan.people).some(({ reach }) =>
    reach.some(({ medium, to }) => medium === 'email' && to.toLowerCase() === from),
  );

/** The same mail about the same is one event, however often it is delivered. */
const deliveryOf = ({ fingerprint }: ReadMail, { person, about }: Mark) =>
  `email/${createHash('sha256').update([fingerprint, person, about].join('\n')).digest('base64url')}`;

const NO_MARK =
  'Muster cannot tell who wrote this: anybody can write any sender into a mail, so the sender alone counts for nothing. Nothing was done. Reply to the very mail that paged you, or use its link, another way that paged you, or the console.';

const tooLate = ({ about }: Mark) =>
  `Your answer about ${about} came too late to count: the mail that it answers, or the answer itself, is too old. Nothing was done. See in the console how it stands, and answer there.`;

const unclear = ({ about }: Mark) =>
  `Your answer about ${about} was not understood, so nothing was done. Reply again, with one word alone in the first line, above what is quoted: ${answersTo(
    about,
  )
    .map((each) => `${wordOf(each)} (${each.label})`)
    .join(', ')}. To answer about anything else, reply to its own mail.`;
