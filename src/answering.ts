import { createHmac } from 'node:crypto';
import { answersTo } from './core/answers.ts';
import type { Book } from './core/book.ts';
import { nameOf } from './core/book.ts';
import { asMessage, card } from './core/card.ts';
import type { IncidentId, PersonId } from './core/ids.ts';
import { readIncidentId } from './core/ids.ts';
import type { Page } from './core/incident/page.ts';
import type { Incident } from './core/incident/state.ts';
import { asInThePlan, whose } from './core/plan/whose.ts';
import type { Instant } from './core/time.ts';
import { DAY_MS, msBetween } from './core/time.ts';
import { HOW_TO_WRITE, readShortWords } from './core/words/short-words.ts';
import type { Clock } from './ports/clock.ts';
import type { Reply, Said, Speaker, Via } from './ports/door.ts';
import type { Heard, HeardReply, MediaHost, Ticket } from './ports/media.ts';
import type { PageMessage } from './core/message.ts';

export type AnsweringParts = {
  readonly say: (said: Said) => Promise<Reply>;
  readonly book: () => Book;
  /** What goes on, newest first; private ones too. */
  readonly open: () => Promise<readonly Incident[]>;
  readonly clock: Clock;
  readonly secret: string;
  readonly again: (key: string) => Promise<PageMessage | undefined>;
  /** An answer came back by this way: it reaches the person. */
  readonly proved: (person: PersonId, via: Via, delivery: string) => Promise<void>;
  /** The test that this person was sent last, if it still waits for an answer. */
  readonly lastTest: (person: PersonId) => Promise<{ readonly about: string; readonly at: Instant } | undefined>;
};

/** A number that the plan does not know gets one answer in so long, in ms; of that many numbers at most. */
const STRANGER_EVERY_MS = DAY_MS;
const MOST_STRANGERS = 1_000;
const TO_A_STRANGER = 'This is an automatic service of a firm. It does not know this number and cannot help you here.';
const NO_SUCH_ANSWER: Reply = {
  ok: false,
  card: card('That is none of the answers. Nothing was done.', { tone: 'warn' }),
  code: 'no-such-answer',
  incident: null,
};
/** What answers a test even while a page waits: nobody says it to a page. */
const TO_A_TEST = /^(?:ok|okay|reached)\b/i;
const YES = /^(?:ok|okay|reached|yes|1|ack)\b/i;
/** The incident that a text names: `ACK 42`, `DONE INC-42 3`. */
const NAMED = /^\S+\s+((?:inc|ex)[-\s]?\d{1,9}|\d{1,9})\b/i;

/** Who answers, and by which way of theirs, if that is known. */
type Source = { readonly person: PersonId; readonly via: Via | undefined };

/** People who answer by the medium that reached them: their few words become a line for the one door. */
export function answeringOf(parts: AnsweringParts): Pick<MediaHost, 'hear' | 'press'> {
  const strangers = new Map<string, Instant>();

  async function hear(heard: Heard): Promise<HeardReply> {
    const open = await parts.open();
    const found = sourceOf(heard, open);
    if (found === 'nobody') return toAStranger(heard);
    if (found === 'several')
      return { ok: false, say: 'Several people of the plan use this number. Sign in to the console, or call.' };
    const line = await lineOf(heard, found.person, open);
    if (line === undefined) return { ok: false, say: `That was not understood, and nothing was done. ${HOW_TO_WRITE}` };
    const reply = await spoken(found, line, heard.delivery);
    return { ok: reply.ok, say: inShort(reply, line.words) };
  }

  async function press(ticket: Ticket, digit: string, delivery: string): Promise<Reply> {
    const { person, medium, about, key } = ticket;
    const answer = answersTo(about).find((one) => one.digit === digit);
    if (answer === undefined) return NO_SUCH_ANSWER;
    const sent = await parts.again(key);
    const via = sent === undefined ? undefined : { medium, to: sent.to };
    return spoken({ person, via }, { words: answer.words, here: readIncidentId(about) }, delivery);
  }

  async function spoken({ person, via }: Source, line: Line, delivery: string): Promise<Reply> {
    const reply = await parts.say({
      words: line.words,
      speaker: speakerOf(parts.book(), person),
      delivery,
      ...(line.here === undefined ? {} : { here: line.here }),
      ...(via === undefined ? {} : { via }),
    });
    if (reply.ok && via !== undefined) await parts.proved(person, via, delivery);
    return reply;
  }

  /** Whose words these are: told for sure, or by the address; of several people at one phone, the one who was paged there. */
  function sourceOf(
    { person, medium, from, about, text }: Heard,
    open: readonly Incident[],
  ): Source | 'nobody' | 'several' {
    const books = [parts.book(), ...open.map(({ book }) => book)];
    const all = [...new Set(books.flatMap(({ plan }) => whose(plan, medium, from)))];
    const asked = readIncidentId(about ?? NAMED.exec(text.trim())?.[1] ?? '');
    const paged = all.filter((one) =>
      open.some(
        ({ lifecycle, escalation }) =>
          (asked === undefined || lifecycle.id === asked) &&
          escalation.pages.some((page) => page.person === one && page.sentAt !== null),
      ),
    );
    const candidates = person === undefined ? (all.length > 1 ? paged : all) : [person];
    const [only] = candidates;
    if (all.length === 0 && person === undefined) return 'nobody';
    if (only === undefined || candidates.length > 1) return 'several';
    const to = books.map(({ plan }) => asInThePlan(plan, only, { medium, from })).find((one) => one !== undefined);
    return { person: only, via: to === undefined ? undefined : { medium, to } };
  }

  async function lineOf(heard: Heard, person: PersonId, open: readonly Incident[]): Promise<Line | undefined> {
    const text = heard.text.trim();
    if (/^start\s+\S/i.test(text)) return { words: text, here: undefined };
    const test = heard.about?.startsWith('TEST-') === true ? heard.about : (await parts.lastTest(person))?.about;
    // A page that waits for its answer goes before a test: a "1" must never miss it.
    const waits = newestPage(open, person, isUnanswered);
    const answersTest = (waits === undefined ? YES : TO_A_TEST).test(text) && !NAMED.test(text);
    if (test !== undefined && (test === heard.about ? YES.test(text) : answersTest))
      return { words: `reached ${test}`, here: undefined };
    const about = heard.about ?? waits ?? newestPage(open, person, () => true);
    const read = readShortWords(text, about === undefined ? undefined : readIncidentId(about));
    return read === undefined ? undefined : { words: read.words, here: read.incident };
  }

  /** One polite answer a day, and no information. Numbers are remembered by a keyed hash only. */
  function toAStranger({ medium, from }: Heard): HeardReply {
    const who = createHmac('sha256', parts.secret).update(`stranger\n${medium}\n${from}`).digest('base64url');
    const now = parts.clock.now();
    for (const [one, at] of strangers) if (msBetween(at, now) >= STRANGER_EVERY_MS) strangers.delete(one);
    if (strangers.has(who) || strangers.size >= MOST_STRANGERS) return { ok: false, say: undefined };
    strangers.set(who, now);
    return { ok: false, say: TO_A_STRANGER };
  }

  return { hear, press };
}

type Line = { readonly words: string; readonly here: IncidentId | undefined };
const isUnanswered = ({ state }: Page) => state === 'sent' || state === 'timed out';

/** The incident whose page went to this person last. */
function newestPage(open: readonly Incident[], person: PersonId, is: (page: Page) => boolean): string | undefined {
  const all = open.flatMap(({ lifecycle, escalation }) =>
    escalation.pages.flatMap((page) =>
      page.person === person && page.sentAt !== null && is(page) ? [{ id: lifecycle.id, at: page.sentAt }] : [],
    ),
  );
  return all.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1)?.id;
}

/** A card as one message; how an incident stands is asked for its facts, not for its roles. */
function inShort({ card: shown, ok }: Reply, words: string): string {
  if (!ok || !words.startsWith('status')) return asMessage(shown);
  const facts = shown.blocks.flatMap((block) => (block.kind === 'facts' ? block.facts : []));
  const wanted = facts.filter(([label]) => ['State', 'Who has it', 'In charge', 'Next update'].includes(label));
  return [shown.title, ...wanted.map(([label, value]) => `${label}: ${value}`)].join('\n');
}

const speakerOf = (book: Book, id: PersonId): Speaker => ({ id, name: nameOf(book, id), by: id });
