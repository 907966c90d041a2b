import { severityOf } from '../book.ts';
import { entry } from '../plan/schema.ts';
import { audiencesOf, entriesOf } from '../playbook/run.ts';
import type { Instant } from '../time.ts';
import { inWords, isExact, MINUTE_MS, msBetween, plusMs, spanMs } from '../time.ts';
import type { Facts, Stretch } from './facts.ts';
import type { Measure } from './measure.ts';
import { between, notRecorded } from './measure.ts';

/** An update counts as on time until so long after it was due, in ms (domain 3.2). */
const GRACE_MS = 5 * MINUTE_MS;
/** The audience of the incident's own updates (domain 2.2). */
const STAFF = 'staff';

export function wordMeasures(facts: Facts): readonly Measure[] {
  return [...audiencesTold(facts).map(({ measure }) => measure), cadenceKept(facts), longestSilence(facts)];
}

type AudienceTold = {
  readonly audience: string;
  readonly first: Instant | undefined;
  readonly kept: boolean | undefined;
  readonly measure: Measure;
};

/** Per audience: the first word that went out, by an update, approved words or a `say` step marked as done, less the declaration. */
export function audiencesTold(facts: Facts): readonly AudienceTold[] {
  const { plan } = facts.book;
  return Object.entries(plan.comms.audiences).map(([audience, rule]) => {
    const word = firstWord(facts, audience);
    const first = word?.at;
    const measure = between(`Time to first word, ${audience.replaceAll(/[-_]/g, ' ')}`, facts.declared.at, first);
    const within = rule.first_within === 'none' || !isExact(rule.first_within) ? undefined : rule.first_within;
    const kept =
      within === undefined || typeof measure.value !== 'number' ? undefined : measure.value <= spanMs(within);
    const notes = [
      ...(within === undefined
        ? []
        : [`wanted within ${within}${kept === undefined ? '' : kept ? ': kept' : ': not kept'}`]),
      ...(word === undefined || word.how === '' ? [] : [word.how]),
    ];
    return { audience, first, kept, measure: notes.length === 0 ? measure : { ...measure, note: notes.join('; ') } };
  });
}

/** By which way a word went out, where that must be said: Muster itself sends nothing to an audience. */
const BY_HAND = 'marked as sent by hand; Muster did not send it';
const ON_RECORD = 'approved and on record; people pass it on, Muster did not send it';
const ON_THE_PAGE = 'on the public status page';

type Word = { readonly at: Instant; readonly how: string };

/** In the same moment, updates and approved words count before a step that was marked as done. */
function firstWord(facts: Facts, audience: string): Word | undefined {
  const { events, run, book } = facts;
  const approved = isOnThePage(facts, audience) ? ON_THE_PAGE : ON_RECORD;
  const published = events.flatMap((event): readonly Word[] => {
    if (event.type === 'published' && event.audience === audience) return [{ at: event.at, how: approved }];
    return audience === STAFF && event.type === 'updatePosted' ? [{ at: event.at, how: '' }] : [];
  });
  const said = entriesOf(run).flatMap(({ step, state, endedAt }): readonly Word[] => {
    const to = audiencesOf(step).find((one) => entry(book.plan.comms.audiences, one) !== undefined);
    const isDone = step.say !== undefined && to === audience && state === 'done';
    return isDone && endedAt !== null ? [{ at: endedAt, how: BY_HAND }] : [];
  });
  return [...published, ...said].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))[0];
}

/** No exercise and no private incident has a part in the public page. */
const isOnThePage = ({ book, drill, private: isPrivate }: Facts, audience: string) =>
  !drill && !isPrivate && book.plan.comms.status_page?.audiences.includes(audience) === true;

/**
 * Updates on time ÷ updates due, with five minutes of grace. One is due `update_every` after the declaration and after each
 * update, or when the last update promised it; an update before its hour meets it, and one that is missed makes the next
 * due `update_every` later. Those not yet due when it was restored do not count.
 */
export function cadenceKept(facts: Facts): Measure {
  const name = 'Cadence kept';
  let met = 0;
  let missed = 0;
  for (const stretch of facts.stretches) {
    const counted = countUpdates(facts, stretch);
    met += counted.met;
    missed += counted.missed;
  }
  if (met + missed === 0) return notRecorded(name, 'no update was due');
  return { name, value: met / (met + missed), text: `${met} of ${met + missed} updates on time` };
}

function countUpdates({ events, declared, book }: Facts, stretch: Stretch) {
  let severity: string = declared.severity;
  let from = stretch.from;
  let promised: Instant | null = null;
  let met = 0;
  let missed = 0;
  const dueAt = (): Instant | null => {
    const every = severityOf(book, severity)?.update_every;
    return promised ?? (every === undefined || !isExact(every) ? null : plusMs(from, spanMs(every)));
  };
  const passUntil = (at: Instant) => {
    for (let due = dueAt(); due !== null && plusMs(due, GRACE_MS) < at; due = dueAt()) {
      missed += 1;
      from = plusMs(due, GRACE_MS);
      promised = null;
    }
  };
  for (const event of events) {
    const inside = event.at >= stretch.from && event.at <= stretch.to;
    if (inside) passUntil(event.at);
    if (event.type === 'severityChanged' && event.at <= stretch.to) severity = event.to;
    if (!inside || event.type !== 'updatePosted') continue;
    met += 1;
    from = event.at;
    promised = event.nextAt;
  }
  passUntil(stretch.to);
  return { met, missed };
}

/** The longest time without an update while it was worked on, its beginning and its end included. */
export function longestSilence({ events, stretches }: Facts): Measure {
  const name = 'Longest silence';
  const gaps = stretches.flatMap(({ from, to }) => {
    const posted = events
      .filter((event) => event.type === 'updatePosted' && event.at >= from && event.at <= to)
      .map(({ at }) => at);
    const marks = [from, ...posted, to];
    return marks.slice(1).map((mark, nth) => msBetween(marks[nth] ?? from, mark));
  });
  if (gaps.length === 0) return notRecorded(name);
  const value = Math.max(...gaps);
  return { name, value, text: inWords(value) };
}
