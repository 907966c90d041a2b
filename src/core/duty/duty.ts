import type { Aggregate, Deadline, Decision, Moment, Owed } from '../aggregate.ts';
import { decided } from '../aggregate.ts';
import type { Book } from '../book.ts';
import { retryMs } from '../incident/effects.ts';
import { GATHER_MS } from '../notices/notices.ts';
import type { Override } from '../oncall.ts';
import type { Instant } from '../time.ts';
import { plusMs } from '../time.ts';
import { look, lookAfter, NEAR_MS, nearNotes } from './gaps.ts';
import type { Duty, DutyNote, KnownGap } from './state.ts';
import { beginDuty, named, noticeMs, watched } from './state.ts';
import { taken } from './taken.ts';
import { handOverNotes, newsNotes } from './words.ts';

/** Who is on call and who will be: told to those it concerns, and to the plan's owner where nobody is. One stream. */
export const DUTY = 'DUTY';

export type DutyChange =
  /** Pins the plan. Sent whenever the plan or the overrides changed, and at the start. */
  | { readonly type: 'dutyTaken'; readonly planHash: string; readonly overrides: readonly Override[] }
  | { readonly type: 'newsTold'; readonly notes: readonly DutyNote[] }
  | { readonly type: 'handOverTold'; readonly schedule: string; readonly notes: readonly DutyNote[] }
  | { readonly type: 'handedOver'; readonly schedule: string }
  | { readonly type: 'gapsSeen'; readonly gaps: readonly KnownGap[]; readonly notes: readonly DutyNote[] }
  | {
      readonly type: 'gapNear';
      readonly schedule: string;
      readonly from: Instant;
      readonly notes: readonly DutyNote[];
    }
  | { readonly type: 'noteKept'; readonly person: string; readonly key: string }
  | { readonly type: 'noteNotKept'; readonly person: string; readonly key: string; readonly reason: string };
export type DutyCommand = {
  readonly type: 'takeDuty';
  readonly planHash: string;
  readonly overrides: readonly Override[];
};
export type TellEffect = { readonly kind: 'tellPerson'; readonly note: DutyNote };

type Happened = DutyChange & { readonly at: Instant };

const liveOf = ({ overrides }: Duty) => ({ overrides });
const owing = (state: Duty, notes: readonly DutyNote[], at: Instant): Duty => ({
  ...state,
  owed: [...state.owed, ...notes.map((note) => ({ note, attempt: 1, at }))],
});

function evolve(state: Duty, event: Happened, book: Book | undefined): Duty {
  switch (event.type) {
    case 'dutyTaken':
      return book === undefined ? state : taken(state, event, book);
    case 'newsTold':
      return owing({ ...state, news: [], newsAt: null }, event.notes, event.at);
    case 'handOverTold':
      return owing(withWatch(state, event.schedule, { told: true }), event.notes, event.at);
    case 'handedOver': {
      const watch = state.watches[event.schedule];
      if (watch === undefined || watch.next === null || state.book === null) return state;
      const after = watched(state.book.plan, event.schedule, { at: watch.next.at, live: liveOf(state) });
      return withWatch(state, event.schedule, { ...after, last: after.holder ?? watch.last });
    }
    case 'gapsSeen': {
      const { book: pinned, watches } = state;
      if (pinned === null) return state;
      const { plan } = pinned;
      const ahead = { at: event.at, live: liveOf(state) };
      // Nobody else was in sight for months: they may be by now.
      const looked = Object.entries(watches).map(([id, one]) => [
        id,
        one.next === null ? watched(plan, id, ahead) : one,
      ]);
      const nextLook = lookAfter(event.at, plan.plan.timezone);
      const after = { ...state, gaps: event.gaps, nextLook, watches: Object.fromEntries(looked) as Duty['watches'] };
      return owing(after, event.notes, event.at);
    }
    case 'gapNear': {
      const isIt = (gap: KnownGap) => gap.schedule === event.schedule && gap.from === event.from;
      const gaps = state.gaps.map((gap) => (isIt(gap) ? { ...gap, near: true } : gap));
      return owing({ ...state, gaps }, event.notes, event.at);
    }
    case 'noteKept':
      return { ...state, owed: state.owed.filter(({ note }) => !isNote(note, event)) };
    case 'noteNotKept': {
      const again = (one: Duty['owed'][number]) => ({
        ...one,
        attempt: one.attempt + 1,
        at: plusMs(event.at, retryMs(one.attempt)),
      });
      return { ...state, owed: state.owed.map((one) => (isNote(one.note, event) ? again(one) : one)) };
    }
    default:
      return state;
  }
}

const isNote = (note: DutyNote, { person, key }: { readonly person: string; readonly key: string }) =>
  note.person === person && note.key === key;

function withWatch(state: Duty, schedule: string, change: Partial<Duty['watches'][string]>): Duty {
  const watch = state.watches[schedule];
  return watch === undefined ? state : { ...state, watches: { ...state.watches, [schedule]: { ...watch, ...change } } };
}

/** Nothing when it is the same as before; what is over needs no mention. */
function decide(state: Duty, { planHash, overrides }: DutyCommand, { at }: Moment): Decision<DutyChange> {
  const ahead = (all: readonly Override[]) => JSON.stringify(all.filter(({ to }) => to > at));
  const isKnown = state.planHash === planHash && ahead(state.overrides) === ahead(overrides);
  if (isKnown) return decided();
  return decided({ type: 'dutyTaken', planHash, overrides: overrides.filter(({ to }) => to > at) });
}

type Passing = Deadline & { readonly change: (around: Moment) => DutyChange };

/** What must happen by when, each with the event that it becomes. */
function passings(state: Duty): readonly Passing[] {
  const { book, news, newsAt, nextLook, gaps } = state;
  if (book === null) return [];
  const { plan } = book;
  const live = liveOf(state);
  const asked = { lane: 'house', facet: 'duty' } as const;
  const lead = noticeMs(plan);
  const found: Passing[] = [];
  if (newsAt !== null)
    found.push({
      ...asked,
      key: `${DUTY}/news/${state.newsCount}`,
      at: newsAt,
      change: () => ({ type: 'newsTold', notes: news.flatMap((one) => newsNotes({ plan, live, at: newsAt }, one)) }),
    });
  if (nextLook !== null)
    found.push({
      ...asked,
      key: `${DUTY}/look/${named(nextLook)}`,
      at: nextLook,
      change: ({ at }) => ({ type: 'gapsSeen', ...look({ plan, live, at }, gaps) }),
    });
  for (const { schedule, from, near } of gaps) {
    if (near) continue;
    found.push({
      ...asked,
      key: `${DUTY}/gap/${schedule}/${named(from)}`,
      at: plusMs(from, -NEAR_MS),
      change: ({ at }) => ({
        type: 'gapNear',
        schedule,
        from,
        notes: nearNotes({ plan, live, at }, { schedule, from }),
      }),
    });
  }
  for (const [schedule, { next, told, last }] of Object.entries(state.watches)) {
    if (next === null || lead === undefined) continue;
    const name = `${schedule}/${named(next.at)}`;
    // Whoever was on call and is no more need not hear of it a turn later.
    const notes = (at: Instant) =>
      next.until > at ? handOverNotes({ plan, live, at }, { schedule, change: next, last }) : [];
    if (told)
      found.push({
        ...asked,
        key: `${DUTY}/over/${name}`,
        at: next.at,
        change: () => ({ type: 'handedOver', schedule }),
      });
    else
      found.push({
        ...asked,
        key: `${DUTY}/tell/${name}`,
        at: plusMs(next.at, -lead - GATHER_MS),
        change: ({ at }) => ({ type: 'handOverTold', schedule, notes: notes(at) }),
      });
  }
  return found;
}

const outstanding = ({ owed }: Duty): readonly Owed<TellEffect>[] =>
  owed.map(({ note, attempt, at }) => ({
    key: `${DUTY}/note/${note.key}/${note.person}/${attempt}`,
    at,
    lane: 'house',
    class: 'at least once',
    effect: { kind: 'tellPerson', note },
  }));

export const duty: Aggregate<Duty, DutyChange, DutyCommand, TellEffect> = {
  prefixes: [DUTY],
  begin: beginDuty,
  pins: (event) => (event.type === 'dutyTaken' ? event.planHash : undefined),
  evolve,
  decide,
  live: () => false,
  deadlines: (state) => passings(state).map(({ key, at, lane, facet }) => ({ key, at, lane, facet })),
  outstanding,
  pass(state, { key }, moment) {
    const found = passings(state).find((one) => one.key === key);
    return found === undefined ? [] : [found.change(moment)];
  },
  intend: () => [],
  settle(_state, { effect }, { outcome }) {
    const { person, key } = effect.note;
    if (outcome.outcome === 'accepted') return [{ type: 'noteKept', person, key }];
    return [{ type: 'noteNotKept', person, key, reason: outcome.reason }];
  },
};
