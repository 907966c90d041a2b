import type { Book } from '../../../src/core/book.ts';
import { MEDIA, type Medium } from '../../../src/core/media.ts';
import { MINUTE_MS, SECOND_MS } from '../../../src/core/time.ts';
import type { Effect } from '../../../src/core/incident/effects.ts';
import { MUSTER } from '../../../src/core/incident/events.ts';
import type { PagerAnswer } from '../../support/scripted-pager.ts';
import { type Story, sampleBook, story } from '../../support/story.ts';
import { planOf } from '../plan/plan-of.ts';

/** Where on the ladder the page stands that something happens to: three levels of one person each, two rounds, then the alarm. */
export const POSITIONS = {
  'the first level': { person: 'ann', minute: 0 },
  'a level in the middle': { person: 'bob', minute: 5 },
  'the last level of a round': { person: 'cat', minute: 10 },
  'the last level of all': { person: 'cat', minute: 25 },
  'the alarm after the last round': { person: 'dan', minute: 30 },
} as const;
export type Position = keyof typeof POSITIONS;
export const positions = Object.keys(POSITIONS) as readonly Position[];

/** The nth person's address of a medium, as the plan writes it. */
function addressOf(medium: Medium, n: number): string {
  if (medium === 'chat') return `person${n}`;
  if (medium === 'push') return `ntfy:person${n}`;
  return medium === 'email' ? `person${n}@northwind.example` : `"+43 1 555 01 0${n}"`;
}

/** The second way of everybody, another than the one that is looked at. */
export const otherThan = (medium: Medium): Medium => (medium === 'call' ? 'sms' : 'call');

/** Everybody is reached by the medium first, by another one then. */
function bookOn(medium: Medium): Omit<Book, 'hash'> {
  const way = (one: Medium, n: number) => `{ ${one}: ${addressOf(one, n)} }`;
  const people = ['ann', 'bob', 'cat', 'dan', 'eve'].map(
    (id, i) => `  ${id}: { name: ${id}, reach: [ ${way(medium, i + 1)}, ${way(otherThan(medium), i + 1)} ] }`,
  );
  const plan = planOf(`
plan: { company: Northwind, timezone: Europe/Vienna, owner: eve }
people:
${people.join('\n')}
functions: { reception: { name: Reception, rto: 4h } }
escalation:
  default:
    levels: [ { page: [ann], wait: 5m }, { page: [bob], wait: 5m }, { page: [cat], wait: 5m } ]
    repeat: 2
    if_nobody: { page: [dan] }
`);
  return { ...sampleBook, plan };
}
const books = new Map(MEDIA.map((medium) => [medium, bookOn(medium)]));
const bookFor = (medium: Medium) => books.get(medium) ?? bookOn(medium);

/** Pages of the ladder and the alarm that were handed to the provider: whom, by what, and so many seconds after the turn began. */
export type Asked = { readonly person: string; readonly medium: Medium; readonly after: number };

/** One person's turn on the ladder, from the hour at which it begins. */
export interface Turn {
  readonly told: Story;
  readonly person: string;
  asked(): readonly Asked[];
  /** The first page of the turn by the medium that is looked at: its state, and whether it is known to have arrived. */
  page(): Promise<string>;
  passTo(seconds: number): Promise<void>;
  report(result: 'delivered' | 'undelivered', permanent?: boolean): Promise<void>;
}

/** INC-1, told by Eve and answered by nobody so far, at the hour at which the position is paged. */
export async function turnAt(position: Position, medium: Medium, answers: readonly PagerAnswer[]): Promise<Turn> {
  const { person, minute } = POSITIONS[position];
  const begins = minute * MINUTE_MS;
  const all: { readonly person: string; readonly medium: Medium; readonly ms: number }[] = [];
  const since = { ms: 0, now: () => 0 };
  const told = await story({
    book: bookFor(medium),
    performers: (usual) => {
      const page = usual['page'];
      if (page === undefined) throw new Error('a story has pages');
      const perform: typeof page.perform = (effect, signal) => {
        const { message, page: key } = effect as Extract<Effect, { readonly kind: 'page' }>;
        // Calls by name and check-backs (`c1`, `p1`) are no part of the ladder.
        if (!/^page\/[cp]/.test(key)) all.push({ person: message.person, medium: message.medium, ms: since.now() });
        return page.perform(effect, signal);
      };
      return { ...usual, page: { ...page, perform } };
    },
  });
  since.ms = Date.parse(told.clock.now());
  since.now = () => Date.parse(told.clock.now()) - since.ms;
  const script = () => answers.length > 0 && told.pager.script({ person, medium }, ...answers);
  if (begins === 0) script();
  await told.say('start the roof leaks --sev 2', 'eve');
  if (begins > 0) {
    await told.pass(begins - SECOND_MS);
    script();
    await told.pass(SECOND_MS);
  }
  const { pages } = (await told.incident()).escalation;
  const key = pages.findLast((one) => one.person === person && one.medium === medium)?.key ?? '';
  const pass = (ms: number) => told.pass(Math.max(0, begins + ms - since.now()));
  return {
    told,
    person,
    asked: () =>
      all.filter(({ ms }) => ms >= begins).map(({ ms, ...one }) => ({ ...one, after: (ms - begins) / SECOND_MS })),
    async page() {
      const page = (await told.incident()).escalation.pages.find((one) => one.key === key);
      return page === undefined ? 'forgotten' : `${page.state}${page.deliveredAt === undefined ? '' : ', arrived'}`;
    },
    passTo: (seconds) => pass(seconds * SECOND_MS),
    async report(result, permanent = false) {
      const command = {
        type: 'reportDelivery',
        provider: 'scripted',
        page: key,
        attempt: 1,
        result,
        reason: 'says the provider',
        permanent,
      } as const;
      await told.engine().handle({ stream: 'INC-1', command, by: MUSTER, reply: () => '' });
      await told.pass(0);
    },
  };
}
