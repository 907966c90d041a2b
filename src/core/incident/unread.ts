import type { Card } from '../card.ts';
import { text } from '../card.ts';
import { ROOM_EVENTS } from './room-events.ts';
import { STEP_EVENTS } from '../playbook/event-types.ts';
import { shortTime } from '../time.ts';
import type { IncidentChange, IncidentEvent } from './events.ts';
import type { Incident } from './state.ts';

/** An event of the record that could not be taken in, or only in part. */
export type Unread = { readonly event: IncidentEvent; readonly why: string };

/** So many are told apart; a log of a later version may be full of them. */
const MOST_KEPT = 50;

type Type = IncidentChange['type'];
/** Every type there is. A type that is missing here does not compile. */
const TYPES: { readonly [Name in Type]: true } = {
  declared: true,
  impactMoved: true,
  severityChanged: true,
  hitChanged: true,
  madePrivate: true,
  planAdopted: true,
  functionRestored: true,
  restored: true,
  closed: true,
  reopened: true,
  cancelled: true,
  levelPaged: true,
  paged: true,
  exhausted: true,
  pageSent: true,
  pageFailed: true,
  pageDelivered: true,
  pageUndelivered: true,
  nothingSent: true,
  acknowledged: true,
  declined: true,
  helpAsked: true,
  progressAsked: true,
  acknowledgementLapsed: true,
  rolesAssigned: true,
  roleAssigned: true,
  commanderSilent: true,
  reliefProposed: true,
  markPassed: true,
  workaroundStarted: true,
  workaroundEnded: true,
  recoveryPointNoted: true,
  updatePosted: true,
  updateMissed: true,
  published: true,
  sideSaid: true,
  noted: true,
  decided: true,
  clockDecided: true,
  clockAsked: true,
  alertNoted: true,
  hookConfirmed: true,
  hookIntended: true,
  hookReturned: true,
  hookInDoubt: true,
  postmortemWritten: true,
  postmortemFailed: true,
  postmortemAsked: true,
  postmortemEdited: true,
  reviewReminded: true,
  actionAdded: true,
  actionDone: true,
  actionVerified: true,
  actionReminded: true,
  auditRepaired: true,
  ...ROOM_EVENTS,
  ...STEP_EVENTS,
};

export const isKnownType = (type: string) => Object.hasOwn(TYPES, type);

/** Fields that mean the same kind of thing in every event that has them; a wrong one would spoil what is shown and asked. */
const NUMBERS = ['step', 'n', 'run', 'frame', 'round', 'level', 'call', 'alarm', 'ask', 'attempt', 'percent', 'waitMs'];
const LISTS =
  'functions systems pages notPaged numbers gaps alsoPassed clocks keep items steps openSteps superseded back people'.split(
    ' ',
  );
const TEXTS = [
  'person',
  'text',
  'why',
  'title',
  'severity',
  'function',
  'system',
  'role',
  'due',
  'what',
  'reason',
  'audience',
];
const INSTANTS = ['at', 'firstReportedAt', 'restoredAt', 'nextAt', 'dueAt', 'newest', 'since'];
const INSTANTS_OR_NULL = ['impactStartedAt', 'startedAt', 'heldUntil', 'until', 'againAt'];

const isInstant = (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
type Check = { readonly is: (value: unknown) => boolean; readonly what: string };
const CHECKS = new Map<string, Check>([
  ...NUMBERS.map((name) => [name, { is: Number.isFinite, what: 'number' }] as const),
  ...LISTS.map((name) => [name, { is: Array.isArray, what: 'list' }] as const),
  ...TEXTS.map((name) => [name, { is: (value: unknown) => typeof value === 'string', what: 'text' }] as const),
  ...INSTANTS.map((name) => [name, { is: isInstant, what: 'time' }] as const),
  ...INSTANTS_OR_NULL.map(
    (name) => [name, { is: (value: unknown) => value === null || isInstant(value), what: 'time' }] as const,
  ),
]);

/** Why an event cannot be taken in, in words; undefined when every field is what it should be. */
export function misread(event: IncidentEvent): string | undefined {
  for (const [name, value] of Object.entries(event)) {
    const check = CHECKS.get(name);
    if (check !== undefined && !check.is(value)) return wrong(name, value, check.what);
  }
  if (event.type === 'impactMoved' && !isInstant(event.to)) return wrong('to', event.to, 'time');
  if (event.type === 'severityChanged' && typeof event.to !== 'string') return wrong('to', event.to, 'severity');
  const { holders } = event as { readonly holders?: unknown };
  if (event.type === 'rolesAssigned' && (typeof holders !== 'object' || holders === null))
    return wrong('holders', holders, 'list of names');
  return undefined;
}

const wrong = (name: string, value: unknown, what: string) =>
  `${name} is ${(JSON.stringify(value) ?? 'missing').slice(0, 40)}, which is no ${what}`;

/** The incident with one more event on its list of those that could not be read. */
export function withUnread(incident: Incident, event: IncidentEvent, why: string): Incident {
  const unread = [...incident.lifecycle.unread, { event, why }].slice(0, MOST_KEPT);
  return { ...incident, lifecycle: { ...incident.lifecycle, unread } };
}

/** The events that were understood: what is told from the record is told from these. */
export function readable(incident: Incident, events: readonly IncidentEvent[]): readonly IncidentEvent[] {
  const { unread } = incident.lifecycle;
  if (unread.length === 0) return events;
  const left = new Set(unread.map(({ event }) => JSON.stringify(event)));
  return events.filter(
    (event) => isKnownType(event.type) && misread(event) === undefined && !left.has(JSON.stringify(event)),
  );
}

/** `Part of INC-3's record could not be read: …; it goes on paging.` Undefined for a record that was read whole. */
export function illness({ lifecycle, book }: Incident): string | undefined {
  const [first] = lifecycle.unread;
  if (first === undefined) return undefined;
  const { at, type } = first.event;
  const when = isInstant(at) ? ` of ${shortTime(at, book.plan.plan.timezone, at)}` : '';
  const more = lifecycle.unread.length === 1 ? '' : ` and ${lifecycle.unread.length - 1} more`;
  const goesOn = lifecycle.phase === 'open' ? 'it goes on paging' : 'the rest of it was understood';
  return `Part of ${lifecycle.id}'s record could not be read: "${String(type)}"${when} (${first.why})${more}; ${goesOn}.`;
}

/** A card about an incident says so when part of the record is missing in it; once. */
export function withIllness(shown: Card, incident: Incident): Card {
  const say = illness(incident);
  const has = shown.blocks.some((block) => block.kind === 'text' && block.text === say);
  return say === undefined || has ? shown : { ...shown, blocks: [text(say), ...shown.blocks] };
}
