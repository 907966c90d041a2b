import { z } from 'zod';
import { personId, playbookId, policyId, functionId, systemId, whoId } from '../ids.ts';
import { span } from '../time.ts';
import { phone, secret } from './contacts.ts';
import { type Read, block, choose, id, leaf, listOf, oneOf, refuse, shown, text, whole, yesNo } from './leaves.ts';
import { testPages } from './test-pages.ts';
import { anySpan, date, dateOrTime, exactOr, exactSpan, zone } from './times.ts';

/** The plan's own life: the blocks `plan`, `exercises`, `near_miss` and `incident_bot`. */
const calendar = leaf((value): Read<string> => {
  if (typeof value === 'string' && /^(?:us-federal|[A-Z]{2}(?:-[A-Z0-9]{1,4}){0,2})$/.test(value)) return { value };
  return refuse(
    'L004',
    `${shown(value)} is not a holiday calendar. Write us-federal, or a country and region such as AT or DE-BY.`,
  );
});
const holidaysBlock = block({ calendar: calendar.exactOptional(), extra: listOf(date).default([]) });

const acceptedGap = block({
  rule: leaf((value): Read<string> =>
    typeof value === 'string' && /^L\d{3}$/.test(value)
      ? { value }
      : refuse('L000', `${shown(value)} is not a rule such as L064.`),
  ),
  /** The id it is about; left out: wherever this rule speaks. */
  item: text.exactOptional(),
  why: text,
  by: id(whoId),
  until: date,
});

export const head = block({
  company: text,
  timezone: zone,
  /** Keeps the plan true. */
  owner: id(whoId),
  /** Signs it off; alone may accept a change. */
  approved_by: id(whoId).exactOptional(),
  version: text.exactOptional(),
  headcount: whole(1, 1_000_000).exactOptional(),
  reviewed: date.exactOptional(),
  review_every: anySpan.default(span('3mo')),
  review_slices: listOf(block({ month: whole(1, 12), parts: listOf(text) })).default([]),
  review_also_when: listOf(text).default([]),
  /** The playbook of an incident that nothing else fits. */
  playbook: id(playbookId).default(playbookId('unclear-trouble')),
  holidays: choose<z.output<typeof holidaysBlock>>((value) =>
    typeof value === 'string' ? calendar.transform((name) => ({ calendar: name, extra: [] })) : holidaysBlock,
  ).exactOptional(),
  peaks: listOf(block({ id: id((name) => name), when: text, why: text.exactOptional() })).default([]),
  /** What each medium needs to work: `email: [m365-mail]`. */
  media: z.record(z.string(), listOf(id(systemId))).default({}),
  accepted_gaps: listOf(acceptedGap).default([]),
});

export const EXERCISE_KINDS = [
  'walk-through',
  'tabletop',
  'drill',
  'restore',
  'functional',
  'failover',
  'phone',
  'call-tree',
  'credential',
  'vendor',
  'recall',
] as const;

export const exercise = block({
  kind: oneOf(...EXERCISE_KINDS),
  every: anySpan,
  playbook: id(playbookId).exactOptional(),
  system: id(systemId).exactOptional(),
  function: id(functionId).exactOptional(),
  vendor: id(whoId).exactOptional(),
  policy: id(policyId).exactOptional(),
  /** A phone test of the plan. */
  test: text.exactOptional(),
  scope: text.exactOptional(),
  last: date.exactOptional(),
  result: oneOf('pass', 'partial', 'fail').exactOptional(),
  measured: exactSpan.exactOptional(),
  /** Where the measured recovery point was: how old the restored data were. */
  measured_point: exactSpan.exactOptional(),
  by: id(whoId).exactOptional(),
  /** People who must sit out. */
  without: listOf(id(personId)).default([]),
});

export const nearMiss = block({
  receives: listOf(id(whoId)).default([]),
  policy: text.default('Reporting is never a reason for discipline. Deliberate harm and crime are not covered.'),
  reply_within: anySpan.default(span('5bd')),
  publish: oneOf('never', 'weekly', 'monthly', 'quarterly').default('monthly'),
  min_reports_to_publish: whole(1, 1_000).default(3),
  web_form: yesNo.default(true),
});

export const incidentBot = block({
  front_doors: listOf(text).default([]),
  fallback: listOf(text).default([]),
  runs_on: id(systemId).exactOptional(),
  out_of_band: block({
    bridge: phone.exactOptional(),
    bridge_pin: secret.exactOptional(),
    group: text.exactOptional(),
  }).exactOptional(),
  offline_pack: block({
    holders: listOf(id(whoId)),
    every: anySpan.default(span('1mo')),
    last: dateOrTime.exactOptional(),
  }).exactOptional(),
  heartbeat: block({ watched_by: id(whoId), every: exactSpan }).exactOptional(),
  /** How long before a hand-over the one who ends and the one who begins are told; half an hour unless said otherwise. */
  handover_notice: exactOr('none').exactOptional(),
  /** The number in the addresses of calendar feeds: another one makes the addresses given out so far useless. */
  calendar_feeds: whole(1, 1_000_000).exactOptional(),
  /** How long after the end an incident's chat channel is archived; never while it is left out. */
  archive_after: exactSpan.exactOptional(),
  /** Where people talk: a link to a call that is always open. */
  meeting: z.url({ protocol: /^https$/ }).exactOptional(),
  /** Test messages that Muster sends by itself; none without it. */
  test_pages: testPages.exactOptional(),
});
