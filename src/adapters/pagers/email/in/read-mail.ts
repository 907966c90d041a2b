import { createHash } from 'node:crypto';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { isPlainAddress } from '../addresses.ts';

/** A mail as far as Muster looks at it. Everything in it was written by others; nothing of it is believed by itself. */
export type ReadMail = {
  /** Its Message-ID in brackets; '' without one that can stand in a header. */
  readonly id: string;
  /** Tells this very mail from every other: of its id, or of all its bytes when it has none. */
  readonly fingerprint: string;
  /** Small letters; '' when it names nobody, or no single plain address. */
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  /** When its sender says that it was written; undefined when that cannot be read. Milliseconds since 1970. */
  readonly writtenMs: number | undefined;
  /** All addresses that it says it went to. */
  readonly to: readonly string[];
  /** The mails that it answers, the nearest first, in brackets. */
  readonly answersTo: readonly string[];
  /** The values of a header by its small-letter name, in order. */
  header(name: string): readonly string[];
  /** Parts that are no text to read, by their type: `message/delivery-status`, `text/rfc822-headers`. */
  parts(...types: readonly string[]): readonly string[];
};

/** What is read of a mail, as plain values that can be handed from one thread to another. */
export type MailData = Omit<ReadMail, 'header' | 'parts'> & {
  /** In order, names in small letters. */
  readonly headers: readonly { readonly key: string; readonly value: string }[];
  /** The parts that `parts` can be asked for. */
  readonly given: readonly { readonly type: string; readonly text: string }[];
};

/** So many bytes of a mail are read, headers and all: an answer stands at the very beginning, pictures of signatures at the end. */
export const READ_BYTES = 256 * 1024;
/** So much of a page of HTML, and of a text, in characters. Turning HTML into text takes the square of its length at worst. */
const READ_HTML = 64 * 1024;
const READ_TEXT = 128 * 1024;
/** A mail that a person or a mail server writes has a handful. Reading them takes the square of their number at worst. */
const MOST_PARTS = 200;
/** What a report of a mail server is made of. */
const OF_REPORTS = /^(?:message\/|text\/rfc822-headers$)/;

const LIMITS = { maxNestingDepth: 30, maxHeadersSize: 256 * 1024, maxRfc822NestingDepth: 2 } as const;
/** Where a mail server writes to whom it delivered, beside what the writer wrote. */
const WENT_TO = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-forwarded-to'];
const MOST_ADDRESSES = 50;
const MOST_IDS = 100;

/**
 * Undefined when it is no mail. Never throws, whatever it is given. A hostile mail can keep it busy for seconds: what comes from
 * outside is read beside the process (./mail-reader.ts).
 */
export async function readData(raw: Uint8Array): Promise<MailData | undefined> {
  try {
    const first = raw.subarray(0, READ_BYTES);
    if (hasTooManyParts(first)) return undefined;
    const mail = await PostalMime.parse(first, { ...LIMITS, attachmentEncoding: 'utf8' });
    // RFC 5322 3.6: every mail says who wrote it.
    if (!mail.headers.some(({ key }) => key === 'from')) return undefined;
    return dataOf(mail, raw, mail.text ?? (await textOfHtml(mail.html?.slice(0, READ_HTML))));
  } catch {
    // Nested too deep, headers too long, or a mail that the parser cannot bear: for us it is none.
    return undefined;
  }
}

/** A mail out of what was read. */
export const asMail = ({ headers, given, ...mail }: MailData): ReadMail => ({
  ...mail,
  header: (name) => headers.filter(({ key }) => key === name).map(({ value }) => value),
  parts: (...types) => given.filter(({ type }) => types.includes(type)).map(({ text }) => text),
});

/** RFC 2046 5.1.1: a part begins after a line of two hyphens and the boundary that a header tells. */
function hasTooManyParts(raw: Uint8Array): boolean {
  const text = Buffer.from(raw).toString('latin1');
  const told = text.matchAll(/boundary\s{0,5}=\s{0,5}(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))/gi);
  const boundaries = new Set(Array.from(told, ([, quoted, plain]) => `--${quoted ?? plain ?? ''}`));
  const parts = text.split(/\r\n|\r|\n/).filter((line) => line.startsWith('--') && boundaries.has(line.trimEnd()));
  return parts.length > MOST_PARTS;
}

function dataOf(mail: Email, raw: Uint8Array, text: string): MailData {
  const header = (name: string) => mail.headers.filter(({ key }) => key === name).map(({ value }) => value);
  const [id = ''] = idsIn(mail.messageId ?? '');
  const written = Date.parse(mail.date ?? '');
  return {
    id,
    fingerprint: createHash('sha256')
      .update(id === '' ? raw : id)
      .digest('base64url'),
    from: only(mail.from),
    subject: (mail.subject ?? '').slice(0, 500),
    text: text.slice(0, READ_TEXT),
    writtenMs: Number.isNaN(written) ? undefined : written,
    to: [...flat([...(mail.to ?? []), ...(mail.cc ?? [])]), ...WENT_TO.flatMap(header).map(bare)].slice(
      0,
      MOST_ADDRESSES,
    ),
    // RFC 5322 3.6.4: References ends with what it answers.
    answersTo: [...idsIn(mail.inReplyTo ?? ''), ...idsIn(mail.references ?? '').toReversed()].slice(0, MOST_IDS),
    headers: mail.headers.map(({ key, value }) => ({ key, value })),
    given: mail.attachments
      .filter(({ mimeType }) => OF_REPORTS.test(mimeType))
      .map(({ mimeType, content }) => ({
        type: mimeType,
        text: typeof content === 'string' ? content : new TextDecoder().decode(content),
      })),
  };
}

/** RFC 5322 3.6.4, without what could begin another header. */
const idsIn = (text: string): readonly string[] =>
  text.slice(0, 65_536).match(/<[^\s<>@]{1,700}@[^\s<>@]{1,255}>/g) ?? [];

const flat = (addresses: readonly Address[]): readonly string[] =>
  addresses.flatMap((one) => (one.group === undefined ? [one.address] : one.group.map(({ address }) => address)));

const bare = (value: string) => value.replace(/^.*<([^<>]*)>.*$/s, '$1').trim();

function only(from: Address | undefined): string {
  const [address = '', ...more] = from === undefined ? [] : flat([from]);
  return more.length === 0 && isPlainAddress(address) ? address.toLowerCase() : '';
}

/**
 * The text of a mail that has HTML only, by the reader that is here already: beside an empty text it makes one of the HTML.
 * What is quoted is marked first, for the bar beside it is drawn by a style.
 */
async function textOfHtml(html: string | undefined): Promise<string> {
  if (html === undefined) return '';
  const marked = html.replaceAll(QUOTED, (found) => `<br>${QUOTED_FROM_HERE}<br>${found}`);
  const boundary = `b${createHash('sha256').update(marked).digest('hex')}`;
  const both = [
    `Content-Type: multipart/mixed; boundary=${boundary}`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain',
    '',
    '',
    `--${boundary}`,
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(marked).toString('base64'),
    `--${boundary}--`,
  ].join('\r\n');
  const read = await PostalMime.parse(both, LIMITS);
  return read.text ?? '';
}

export const QUOTED_FROM_HERE = '-----quoted-----';
/** How Gmail, Apple Mail, Thunderbird (`blockquote`), Outlook and Yahoo begin what they quote. */
const QUOTED = /<blockquote\b|<div\b[^>]{0,300}\b(?:gmail_quote|divRplyFwdMsg|appendonsend|yahoo_quoted)\b/gi;
