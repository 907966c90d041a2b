import type { Aggregate, Decision, Moment } from '../aggregate.ts';
import { decided, refuse } from '../aggregate.ts';
import type { By } from '../incident/events.ts';
import type { PersonId } from '../ids.ts';
import type { Override } from '../oncall.ts';
import { MOST_STAND_INS } from '../oncall-calendar.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, msBetween } from '../time.ts';

/** The plan's own life, one stream for each plan: what was adopted, what was refused, who stands in for whom. */
export const UPKEEP = 'PLAN';

export type UpkeepChange =
  | { readonly type: 'planAdopted'; readonly planHash: string; readonly version: string }
  | { readonly type: 'planRefused'; readonly problems: number; readonly first: string }
  | {
      readonly type: 'overrideSet';
      readonly schedule: string;
      readonly who: PersonId;
      readonly from: Instant;
      readonly to: Instant;
      readonly why: string;
    }
  /** It ends now, or does not begin. */
  | { readonly type: 'overrideCancelled'; readonly n: number }
  /** What the schedule's calendar says from now on, instead of what it said before. */
  | { readonly type: 'calendarRead'; readonly schedule: string; readonly overrides: readonly CalendarSwap[] };

export type CalendarSwap = Pick<Override, 'who' | 'from' | 'to'> & { readonly why: string };

export type UpkeepCommand =
  | { readonly type: 'adopt'; readonly planHash: string; readonly version: string }
  | { readonly type: 'refusePlan'; readonly problems: number; readonly first: string }
  | ({ readonly type: 'override' } & Omit<Extract<UpkeepChange, { type: 'overrideSet' }>, 'type'>)
  | { readonly type: 'cancelOverride'; readonly n: number }
  | ({ readonly type: 'readCalendar' } & Omit<Extract<UpkeepChange, { type: 'calendarRead' }>, 'type'>);

export type Upkeep = {
  readonly planHash: string | null;
  readonly adoptedAt: Instant | null;
  /** The last edit of the plan, when it was refused and the one before stays in force. */
  readonly refused: { readonly problems: number; readonly first: string; readonly at: Instant } | null;
  /** Those of calendars first: what somebody says in so many words wins over them. */
  readonly overrides: readonly KeptOverride[];
  /** How many were ever made: the next one's number is one more. */
  readonly count: number;
};
/** `n`: its number, to cancel it by; 0 for those of a calendar, which are changed there. */
export type KeptOverride = Override & { readonly by: By; readonly n: number };

const begin: Upkeep = { planHash: null, adoptedAt: null, refused: null, overrides: [], count: 0 };
/** Calendars show who was on call in the last weeks. */
const KEPT_MS = 60 * DAY_MS;

function evolve(state: Upkeep, event: UpkeepChange & { readonly at: Instant; readonly by: By }): Upkeep {
  switch (event.type) {
    case 'planAdopted':
      return { ...state, planHash: event.planHash, adoptedAt: event.at, refused: null };
    case 'planRefused':
      return { ...state, refused: { problems: event.problems, first: event.first, at: event.at } };
    case 'overrideSet': {
      const { schedule, who, from, to, why, by } = event;
      const current = recent(state.overrides, event.at);
      const count = state.count + 1;
      return { ...state, count, overrides: [...current, { schedule, who, from, to, why, by, n: count }] };
    }
    case 'overrideCancelled':
      return {
        ...state,
        overrides: state.overrides.flatMap((one) => (one.n === event.n ? endedAt(one, event.at) : [one])),
      };
    case 'calendarRead': {
      const { schedule, by, at } = event;
      const all = recent(state.overrides, at);
      const was = all.filter((one) => one.schedule === schedule && one.source === 'calendar');
      const read = event.overrides.map((one) => ({ ...one, schedule, by, source: 'calendar', n: 0 }) as const);
      // What was so far stays what it was; of an event that repeats each hour no more than of one calendar counts.
      const before = was
        .flatMap((one) => (read.some((other) => isSame(one, other)) ? [] : endedAt(one, at)))
        .slice(-MOST_STAND_INS);
      const others = all.filter((one) => !was.includes(one));
      const isOfCalendar = (one: KeptOverride) => one.source === 'calendar';
      const calendars = [...others.filter(isOfCalendar), ...before, ...read];
      return { ...state, overrides: [...calendars, ...others.filter((one) => !isOfCalendar(one))] };
    }
    default:
      return state;
  }
}

const recent = (all: readonly KeptOverride[], at: Instant) => all.filter(({ to }) => msBetween(to, at) < KEPT_MS);
const isSame = (a: CalendarSwap | Override, b: CalendarSwap | Override) =>
  a.who === b.who && a.from === b.from && a.to === b.to;
const endedAt = (one: KeptOverride, at: Instant): readonly KeptOverride[] => {
  if (one.from >= at) return [];
  return one.to <= at ? [one] : [{ ...one, to: at }];
};

/** Those that count now or later, as they are listed. */
export const inForce = ({ overrides }: Upkeep, at: Instant): readonly KeptOverride[] =>
  overrides.filter(({ to }) => to > at).toSorted((a, b) => (a.from < b.from ? -1 : 1));

/** Somebody stands in for days or weeks. Longer is a slip of the year, or a change that belongs into the plan. */
const LONGEST_OVERRIDE_DAYS = 90;

function decide(state: Upkeep, command: UpkeepCommand, { at }: Moment): Decision<UpkeepChange> {
  switch (command.type) {
    case 'adopt': {
      const known = state.planHash === command.planHash && state.refused === null;
      return known ? decided() : decided({ ...command, type: 'planAdopted' });
    }
    case 'refusePlan':
      return state.refused?.first === command.first ? decided() : decided({ ...command, type: 'planRefused' });
    case 'override':
      if (command.from >= command.to)
        return refuse('override-empty', 'An override must end after it begins: … until 18:00.');
      if (msBetween(at, command.to) > LONGEST_OVERRIDE_DAYS * DAY_MS)
        return refuse(
          'override-too-long',
          `That ends on ${command.to.slice(0, 10)}, more than ${LONGEST_OVERRIDE_DAYS} days from now. Say a nearer end, as in "until 18:00" or "for 2w"; what shall stay so belongs into the plan's schedule.`,
        );
      return decided({ ...command, type: 'overrideSet' });
    case 'cancelOverride':
      return inForce(state, at).some(({ n }) => n === command.n && n > 0)
        ? decided({ type: 'overrideCancelled', n: command.n })
        : refuse(
            'no-such-override',
            `There is no override ${command.n} any more. "override list" shows those in force.`,
          );
    case 'readCalendar': {
      const { schedule, overrides } = command;
      const now = inForce(state, at).filter((one) => one.schedule === schedule && one.source === 'calendar');
      const next = overrides.filter(({ to }) => to > at);
      const isKnown = now.length === next.length && next.every((one) => now.some((other) => isSame(one, other)));
      return isKnown ? decided() : decided({ type: 'calendarRead', schedule, overrides: next });
    }
    default:
      return command satisfies never;
  }
}

export const upkeep: Aggregate<Upkeep, UpkeepChange, UpkeepCommand, { readonly kind: string }> = {
  prefixes: [UPKEEP],
  begin,
  pins: () => undefined,
  evolve,
  decide,
  live: () => false,
  deadlines: () => [],
  outstanding: () => [],
  pass: () => [],
  intend: () => [],
  settle: () => [],
};
