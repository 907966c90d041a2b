import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PageMessage } from '../../../core/message.ts';
import { DAY_MS, type Instant, toMs } from '../../../core/time.ts';
import { domainOf } from './addresses.ts';

/**
 * What a mark of ours says: who was written to, and about what. `key` is the attempt, where there was room for it. `isOld`:
 * it is ours, but made so long ago that nobody answers by it any more.
 */
export type Mark = {
  readonly person: string;
  readonly about: string;
  readonly key: string | undefined;
  /** The week in which it was made: weeks since 1970, in base 36. */
  readonly made: string;
  readonly isOld: boolean;
};

/**
 * Signed marks that go out with a mail and come back with its answer. They hold all that is needed to know whose answer it is,
 * so nothing is stored, and they hold the week in which they were made: an answer counts in that week and the next.
 */
export interface Marks {
  /** The same for the same attempt, so that a repeat of it is the same mail. In angle brackets. */
  messageId(message: PageMessage): string;
  /**
   * The same mark under another name, for References: Microsoft 365 and Amazon give a mail a Message-ID of their own, and then
   * only what stands in References comes back. `made` as in `tag`.
   */
  reference(message: PageMessage, made?: string): string;
  /** What all mails about one incident refer to, so that a mailbox shows them as one thread. */
  thread(about: string): string;
  /**
   * A short one in small letters for the plus tag of an address and for a line of text: `inc-42.ann.2bz.k3…`. An address may be
   * changed to small letters on its way. Undefined when a name does not fit into it. With `made` it is as old as the mark that
   * it continues: whoever holds a mark cannot have it renewed by writing to Muster.
   */
  tag(of: Pick<Mark, 'person' | 'about'> & Partial<Pick<Mark, 'made'>>): string | undefined;
  /** Reads a Message-ID or a reference, with or without brackets. */
  readId(id: string): Mark | undefined;
  readTag(tag: string): Mark | undefined;
}

const WEEK_MS = 7 * DAY_MS;
/** A mark counts for the rest of its week and the whole next one: seven days at least, fourteen at most. */
const WEEKS = 1;

/** 80 bits: nobody guesses one over a network in two weeks, and it leaves room in 64 octets. */
const TAG_MAC_BYTES = 10;
const ID_MAC_BYTES = 16;

const ABOUT = /^[A-Z]{1,8}-\d{1,9}$/;
const PERSON = /^[a-z0-9_-]{1,60}$/;
const TAG = /^([a-z]{1,8}-\d{1,9})\.([a-z0-9_-]{1,60})\.([a-z0-9]{1,6})\.([a-z0-9]{16})$/;
const ID = /^<?[pr]\.([A-Za-z0-9_-]{1,600})\.([A-Za-z0-9_-]{22})@[^\s<>@]{1,255}>?$/;

export function marksOf(secret: string, sender: string, now: () => Instant): Marks {
  const domain = domainOf(sender);
  const mac = (purpose: 'tag' | 'id' | 'thread', text: string, bytes: number) =>
    createHmac('sha256', secret).update(`muster mail ${purpose} 1\n${text}`).digest().subarray(0, bytes);
  const weekNow = () => Math.floor(toMs(now()) / WEEK_MS);
  const week = () => weekNow().toString(36);
  const ageOf = (made: string) => {
    const weeks = weekNow() - Number.parseInt(made, 36);
    // From the future: a clock was set back. It is ours all the same, but nothing is done by it.
    return { made, isOld: !(weeks >= 0 && weeks <= WEEKS) };
  };

  function id(kind: 'p' | 'r', { key, person, incident }: PageMessage, made = week()): string {
    const text = JSON.stringify([key, person, incident, made]);
    const signed = mac('id', text, ID_MAC_BYTES).toString('base64url');
    return `<${kind}.${Buffer.from(text).toString('base64url')}.${signed}@${domain}>`;
  }

  return {
    messageId: (message) => id('p', message),
    reference: (message, made) => id('r', message, made),
    thread: (about) => `<t.${about.toLowerCase()}.${mac('thread', about, 9).toString('base64url')}@${domain}>`,
    tag({ person, about, made = week() }) {
      if (!ABOUT.test(about) || !PERSON.test(person)) return undefined;
      const text = `${about.toLowerCase()}.${person}.${made}`;
      return `${text}.${base32(mac('tag', text, TAG_MAC_BYTES))}`;
    },
    readId(given) {
      const [, payload = '', signed = ''] = ID.exec(given.trim()) ?? [];
      const text = Buffer.from(payload, 'base64url').toString('utf8');
      if (payload === '' || !isSame(Buffer.from(signed, 'base64url'), mac('id', text, ID_MAC_BYTES))) return undefined;
      const [key = '', person = '', about = '', made = ''] = JSON.parse(text) as readonly string[];
      return { key, person, about, ...ageOf(made) };
    },
    readTag(given) {
      const [, about = '', person = '', made = '', signed = ''] = TAG.exec(given.trim().toLowerCase()) ?? [];
      const wanted = base32(mac('tag', `${about}.${person}.${made}`, TAG_MAC_BYTES));
      if (about === '' || !isSame(Buffer.from(signed), Buffer.from(wanted))) return undefined;
      return { key: undefined, person, about: about.toUpperCase(), ...ageOf(made) };
    },
  };
}

/** Sixteen digits and small letters. */
const base32 = (ten: Buffer) =>
  BigInt(`0x${ten.toString('hex')}`)
    .toString(32)
    .padStart(16, '0');

const isSame = (given: Buffer, wanted: Buffer) => given.length === wanted.length && timingSafeEqual(given, wanted);
