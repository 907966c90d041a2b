import type { z } from 'zod';
import { type WhoId, personId, severityId, whoId } from '../ids.ts';
import { MEDIA, type Medium } from '../media.ts';
import { type Span, span } from '../time.ts';
import { way } from './contacts.ts';
import { block, choose, id, listOf, oneOf, oneOrMore, someOf, text, whole, yesNo } from './leaves.ts';
import { type PlainTime, dateOrTime, exactOr, exactSpan, hours, quiet, turnSpan, zone } from './times.ts';

type Stretch = { readonly from: PlainTime; readonly to: PlainTime };

/** Refuses a stretch that ends before it begins. A day as the end counts to its evening when `wholeDays`. */
const forward =
  (wholeDays: boolean) =>
  ({ value: { from, to }, issues }: z.core.ParsePayload<Stretch>) => {
    const ends = wholeDays && to.length === 10 ? `${to}T24:00` : to;
    const message = `This ends (${to}) before it begins (${from}).`;
    if (ends <= from) issues.push({ code: 'custom', message, params: { rule: 'L004' }, input: to, path: ['to'] });
  };

/** People, and how they are reached: the blocks `people`, `roles`, `schedules`, `severities` and `escalation`. */
export const person = block({
  name: text,
  title: text.exactOptional(),
  /** The firm, when it is another one than the plan's own. */
  org: text.exactOptional(),
  /** Without it a drill never reaches somebody of another firm (domain 6.2, D2). */
  drills: oneOf('allowed').exactOptional(),
  site: text.exactOptional(),
  timezone: zone.exactOptional(),
  /** Nobody is paged in these hours unless the severity wakes people. */
  quiet: quiet.exactOptional(),
  /** Working hours; they do not stop a page (domain 2.6). */
  hours: hours.exactOptional(),
  reach: someOf(way),
  /** Whole days both included; with an hour exact and `to` excluded (domain 2.6). */
  away: listOf(
    block({ from: dateOrTime, to: dateOrTime, cover: id(personId).exactOptional(), why: text.exactOptional() }).check(
      forward(true),
    ),
  ).default([]),
});

export const role = block({
  /** `bot` holds a role that no person is paged for. */
  who: id(personId),
  deputies: listOf(id(personId)).default([]),
  duty: text.exactOptional(),
});

export const schedule = block({
  timezone: zone.exactOptional(),
  rotate: block({ people: someOf(id(personId)), every: turnSpan, from: dateOrTime }),
  overrides: listOf(
    block({ who: id(personId), from: dateOrTime, to: dateOrTime, why: text.exactOptional() }).check(forward(false)),
  ).default([]),
});

/** Everything but `means` has a default in `built-in.ts`; `decide_within: none` switches a built-in one off. */
export const severity = block({
  name: text.exactOptional(),
  means: text.exactOptional(),
  wake: yesNo.exactOptional(),
  ack: exactSpan.exactOptional(),
  update_every: exactSpan.exactOptional(),
  postmortem: oneOf('required', 'optional', 'none').exactOptional(),
  private: choose<boolean | 'ask'>((value) => (typeof value === 'boolean' ? yesNo : oneOf('ask'))).exactOptional(),
  decide_within: exactOr('none').exactOptional(),
  if_undecided: id(severityId).exactOptional(),
});

export type Level = { readonly page: readonly WhoId[]; readonly by?: readonly Medium[]; readonly wait: Span };
export type Policy = {
  readonly levels: readonly Level[];
  /** Rounds over all levels before nobody answered. */
  readonly repeat: number;
  /** Whom to page after the last round; left out: everyone with a phone. */
  readonly if_nobody?: { readonly page: readonly WhoId[]; readonly by?: readonly Medium[]; readonly say?: string };
  /** How long an acknowledged incident may stay without a step, note or update before Muster pages again. */
  readonly check_back: Span;
  /** Which form the plan uses: a short list ends with everyone with a phone, levels must say whom (L023). */
  readonly written: 'list' | 'levels';
};

export const LEVEL_WAIT = span('5m');
export const ROUNDS = 2;
export const CHECK_BACK = span('15m');

const media = listOf(oneOf(...MEDIA));

const level = block({ page: oneOrMore(id(whoId)), by: media.exactOptional(), wait: exactSpan.default(LEVEL_WAIT) });

const levels = block({
  levels: someOf(level),
  repeat: whole(1, 20).default(ROUNDS),
  if_nobody: block({ page: listOf(id(whoId)), by: media.exactOptional(), say: text.exactOptional() }).exactOptional(),
  check_back: exactSpan.default(CHECK_BACK),
}).transform((policy) => ({ ...policy, written: 'levels' as const }));

/** `[dana, sam, msp]`: a level each, then everyone with a phone (domain 2.2). */
const chain = someOf(oneOrMore(id(whoId))).transform((targets) => ({
  levels: targets.map((page) => ({ page, wait: LEVEL_WAIT })),
  repeat: ROUNDS,
  check_back: CHECK_BACK,
  written: 'list' as const,
}));

export const policy = choose<Policy>((value) => (Array.isArray(value) ? chain : levels));
