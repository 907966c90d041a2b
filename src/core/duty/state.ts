import type { Book } from '../book.ts';
import type { PersonId } from '../ids.ts';
import type { Live, Override } from '../oncall.ts';
import { onCall } from '../oncall.ts';
import type { Change } from '../oncall-ahead.ts';
import { nextChange } from '../oncall-ahead.ts';
import type { Plan } from '../plan/schema.ts';
import type { Instant, Span } from '../time.ts';
import { span, spanMs } from '../time.ts';

/** What one person is told; `ports/notices.ts` takes it as it is. */
export type DutyNote = {
  readonly person: PersonId;
  readonly key: string;
  readonly subject: string;
  readonly text: string;
};

/** What is known of one schedule: who has it, and the next time that changes. */
export type Watch = {
  readonly holder: PersonId | null;
  /** The one who had it last: who has it again after a night that is nobody's need not be told. */
  readonly last: PersonId | null;
  readonly next: Change | null;
  /** Both were told of the next change. */
  readonly told: boolean;
};

/** Something that happened just now and that people do not know of yet. */
export type News =
  | { readonly kind: 'swap' | 'swap off'; readonly override: Override }
  /** Somebody else is on call than a moment ago, without a hand-over: the plan was changed, or a calendar. */
  | { readonly kind: 'sudden'; readonly schedule: string; readonly from: PersonId | null; readonly to: PersonId | null }
  /** A hand-over that people were told of does not take place. */
  | { readonly kind: 'off'; readonly schedule: string; readonly change: Change };

export type KnownGap = {
  readonly schedule: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Announced as near, or so near at the start that once was enough. */
  readonly near: boolean;
};

export type Owing = { readonly note: DutyNote; readonly attempt: number; readonly at: Instant };

export type Duty = {
  readonly book: Book | null;
  readonly planHash: string | null;
  readonly overrides: readonly Override[];
  readonly watches: Readonly<Record<string, Watch>>;
  readonly news: readonly News[];
  readonly newsAt: Instant | null;
  /** How often there was news: names its deadline. */
  readonly newsCount: number;
  readonly gaps: readonly KnownGap[];
  readonly nextLook: Instant | null;
  readonly owed: readonly Owing[];
};

export const beginDuty: Duty = {
  book: null,
  planHash: null,
  overrides: [],
  watches: {},
  news: [],
  newsAt: null,
  newsCount: 0,
  gaps: [],
  nextLook: null,
  owed: [],
};

const USUAL = span('30m');

/** How long before a hand-over people are told of it, in ms; undefined: not at all. */
export function noticeMs({ incident_bot: bot }: Plan): number | undefined {
  const said: Span | 'none' = bot.handover_notice ?? USUAL;
  return said === 'none' ? undefined : spanMs(said);
}

export const holderAt = (plan: Plan, schedule: string, asked: { readonly at: Instant; readonly live: Live }) =>
  onCall(plan, schedule, asked).person ?? null;

/** The schedule as it is from this instant on. */
export function watched(plan: Plan, schedule: string, asked: { readonly at: Instant; readonly live: Live }): Watch {
  const next = noticeMs(plan) === undefined ? undefined : nextChange(plan, schedule, asked);
  const holder = holderAt(plan, schedule, asked);
  return { holder, last: holder, next: next ?? null, told: false };
}

/** `2026-11-23T13:00:00.000Z` as a part of a name, without a colon: `20261123T130000`. */
export const named = (at: Instant) => at.replaceAll(/[-:]/g, '').slice(0, 15);
