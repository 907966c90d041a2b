import type { Book } from '../book.ts';
import { nameOf, severityName, severityOf } from '../book.ts';
import { SPARED } from '../people.ts';
import { isOutsider } from '../plan/outsiders.ts';
import { entry } from '../plan/schema.ts';
import { reachLine } from '../reach/picture.ts';
import type { Reachability } from '../reach/proofs.ts';
import { inWords, msBetween, shortTime, spanMs } from '../time.ts';
import { waysByPerson, waysInWords } from '../timeline/paging-words.ts';
import type { Reading } from './cards.ts';
import { ALARM_EVERY } from './escalation.ts';
import type { NotPaged, PlannedPage } from './events.ts';
import { DRILL_MARK } from './page-text.ts';
import type { WouldBePaged } from './who-would-be-paged.ts';

export type Previewed = {
  readonly book: Book;
  readonly reading: Reading;
  /** What people call the platform that they read this in: `Slack`. */
  readonly chat: string;
  /** Of these people, those who have no account there; undefined while nobody could look. */
  readonly missing: (people: readonly string[]) => readonly string[] | undefined;
  /** What is known of the ways to people; missing where nobody keeps that. */
  readonly reach?: Reachability | undefined;
};

type Turn = { readonly afterMs: number; readonly pages: readonly PlannedPage[] };

/** Who will be paged and how, one plain sentence a line: whoever is about to start reads it before they do. */
export function previewWords(would: WouldBePaged, about: Previewed): readonly string[] {
  return [
    ...(would.kind === 'drill' ? [`${DRILL_MARK}: every page says so, and nobody outside the firm is called.`] : []),
    would.because,
    howBad(would, about),
    ...turnsOf(would, about).map((turn, n) => turnWords(turn, n, about)),
    ...atTheEnd(would, about),
    ...would.calls.map(({ why, pages }) => `Called at once by name: ${people(pages, about)} (${why}).`),
    ...unreached(would, about),
    ...provedLine(would, about),
  ];
}

function howBad({ severity, kind }: WouldBePaged, { book }: Previewed): string {
  const rule = severityOf(book, severity);
  const name = severityName(book, severity);
  const sleep = rule?.wake === false ? ' It wakes nobody: quiet hours hold pages back.' : '';
  if (kind === 'drill' || rule?.decide_within === undefined || rule.if_undecided === undefined)
    return `How bad: ${name}.${sleep}`;
  const within = inWords(spanMs(rule.decide_within));
  return `How bad: ${name}.${sleep} Undecided after ${within} it becomes ${severityName(book, rule.if_undecided)}, and is paged like that.`;
}

/** The first round, with what is paged at one instant taken together. */
function turnsOf({ levels }: WouldBePaged, { reading }: Previewed): readonly Turn[] {
  const first = levels.filter(({ round }) => round === (levels[0]?.round ?? 0));
  return [...Map.groupBy(first, ({ at }) => at)].map(([at, rungs]) => ({
    afterMs: msBetween(reading.at, at),
    pages: rungs.flatMap(({ pages }) => pages),
  }));
}

function turnWords({ afterMs, pages }: Turn, n: number, about: Previewed): string {
  const when = n === 0 ? 'First' : `If nobody answers in ${inWords(afterMs)}`;
  return `${when}: ${pages.length === 0 ? 'NOBODY, the plan reaches no one here' : people(pages, about)}.`;
}

/** `Ann Berg by SMS, then call; Bob Lund by SMS (quiet hours until 06:00 EST)`. */
function people(pages: readonly PlannedPage[], { reading: { at, zone } }: Previewed): string {
  const all = [...waysByPerson(pages).values()].map((own) => {
    const until = own[0]?.heldUntil ?? null;
    const asleep = until === null ? '' : ` (quiet hours until ${shortTime(until, zone, at)}, paged then)`;
    return `${own[0]?.name ?? ''} ${waysInWords(own)}${asleep}`;
  });
  return all.join('; ') || 'nobody';
}

function atTheEnd({ levels, alarm }: WouldBePaged, { reading }: Previewed): readonly string[] {
  const rounds = Map.groupBy(levels, ({ round }) => round);
  const [, second] = [...rounds.values()];
  const again =
    second?.[0] === undefined
      ? []
      : [
          `Then from the first again after ${inWords(msBetween(reading.at, second[0].at))}, ${rounds.size} rounds in all.`,
        ];
  if (alarm === undefined) return again;
  const names = [...new Set(alarm.pages.map(({ name }) => name))].join(', ') || 'nobody, the plan reaches no one';
  const after = inWords(msBetween(reading.at, alarm.at));
  const when = alarm.at === reading.at ? 'At once' : `If nobody has answered after ${after}`;
  return [
    ...again,
    `${when}: an alarm to ${names}, again every ${inWords(spanMs(ALARM_EVERY))} until somebody has it.`,
  ];
}

/** The first two levels of the first round: whether those who count now were ever proved reachable. */
function provedLine({ levels }: WouldBePaged, { book, reading: { at, zone }, reach }: Previewed): readonly string[] {
  const first = levels.filter(({ round, level }) => round === (levels[0]?.round ?? 0) && level < 2);
  const people = first.flatMap(({ pages }) => pages.map(({ person }) => person));
  const line = reachLine({ plan: book.plan, people, reach, at, zone });
  return line === undefined ? [] : [line];
}

/** Whoever is not reached, or not in the platform that this is read in, is named before it is too late. */
function unreached({ levels, calls, alarm }: WouldBePaged, { book, chat, missing }: Previewed): readonly string[] {
  const all = [...levels, ...calls, ...(alarm === undefined ? [] : [alarm])];
  const pages = all.flatMap((one) => one.pages);
  const own = [...waysByPerson(pages).keys()].filter(
    (id) => entry(book.plan.people, id) !== undefined && !isOutsider(book.plan, id),
  );
  const gone = missing(own) ?? [];
  const onlyChat = (id: string) => pages.every(({ person, medium }) => person !== id || medium === 'chat');
  const names = (ids: readonly string[]) => ids.map((id) => nameOf(book, id)).join(', ');
  const lost = gone.filter(onlyChat);
  const others = gone.filter((id) => !onlyChat(id));
  return [
    ...notPagedWords(
      book,
      all.flatMap((one) => one.notPaged),
    ),
    ...(lost.length === 0
      ? []
      : [`CANNOT BE REACHED: ${names(lost)}, only by chat in the plan and not found in ${chat}.`]),
    ...(others.length === 0 ? [] : [`Not found in ${chat}, so reached by their other ways only: ${names(others)}.`]),
  ];
}

function notPagedWords(book: Book, notPaged: readonly NotPaged[]): readonly string[] {
  const each = new Map(notPaged.map((one) => [`${one.who} ${one.why}`, one]));
  const spared = [...each.values()].filter(({ why }) => why === SPARED).map(({ who }) => nameOf(book, who));
  const others = [...each.values()].filter(({ why }) => why !== SPARED);
  return [
    ...others.map(({ who, why }) => `Not paged: ${nameOf(book, who)}: ${why}.`),
    ...(spared.length === 0 ? [] : [`Would have called, but not in an exercise: ${spared.join(', ')}.`]),
  ];
}
