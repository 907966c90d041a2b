import { type WhoId, personId, severityId, whoId } from '../ids.ts';
import { MEDIA, type Medium } from '../media.ts';
import { type Span, span } from '../time.ts';
import { way } from './contacts.ts';
import { block, choose, id, listOf, oneOf, oneOrMore, someOf, text, whole, yesNo } from './leaves.ts';
import { forward } from './stretch.ts';
import { dateOrTime, exactOr, exactSpan, hours, quiet, zone } from './times.ts';

/** People, and how they are reached: the blocks `people`, `roles`, `severities` and `escalation`. */
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
