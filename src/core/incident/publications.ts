import type { Decision, Moment } from '../aggregate.ts';
import { decided, refuse } from '../aggregate.ts';
import { nameOf, roleName } from '../book.ts';
import { nearest } from '../nearest.ts';
import { onCall } from '../oncall.ts';
import { entry } from '../plan/schema.ts';
import type { Audience } from '../plan/schema.ts';
import type { Instant } from '../time.ts';
import type { CommandOf } from './commands.ts';
import type { IncidentChange, IncidentEvent } from './events.ts';
import { COMMANDER } from './roles.ts';
import type { Facet, Incident } from './state.ts';

/** Words to an audience that the right person said yes to. The last of a thread promises nothing more. */
export type Publication = {
  readonly audience: string;
  readonly text: string;
  readonly at: Instant;
  /** When this audience hears again; null for the closing words. */
  readonly nextAt: Instant | null;
  readonly last: boolean;
};

/** Oldest first. */
export type Publications = readonly Publication[];

function evolve(slice: Publications, event: IncidentEvent): Publications {
  if (event.type !== 'published') return slice;
  const { audience, text, at, nextAt = null, last } = event;
  return [...slice, { audience, text, at, nextAt, last }];
}

export const publications: Facet<Publications> = { begin: [], evolve };

/** Approved words to an audience: by the right person, without forbidden words, with the next hour (R40, R41). */
export function publish(
  incident: Incident,
  { audience: id, text, nextAt, last }: CommandOf<'publish'>,
  moment: Moment,
): Decision<IncidentChange> {
  const { audiences, never_say: never } = incident.book.plan.comms;
  const audience = entry(audiences, id);
  if (audience === undefined) return noSuchAudience(id, Object.keys(audiences));
  const approvers = approversOf(incident, audience, moment);
  if (!approvers.some((person) => person === moment.by)) return notTheApprover(incident, { id, audience, approvers });
  const forbidden = never.find((words) => says(text, words));
  if (forbidden !== undefined)
    return refuse(
      'never-say',
      `The plan says never to write "${forbidden}" (comms.never_say). Say it another way; nothing was published.`,
    );
  if (last)
    return nextAt === null
      ? decided({ type: 'published', audience: id, text, last })
      : refuse('last-promises', 'Closing words promise no more news: leave out "by …", or leave out --last.');
  if (nextAt === null)
    return refuse(
      'next-update-missing',
      'Say when they hear again, even if there is no news: add "by 15:00". If these are the closing words, add --last.',
    );
  if (nextAt <= moment.at)
    return refuse('in-the-past', 'The next update cannot be promised for an hour that has passed.');
  return decided({ type: 'published', audience: id, text, nextAt, last });
}

function noSuchAudience(id: string, known: readonly string[]) {
  const near = nearest(id, known, { most: 1 })[0];
  const meant = near === undefined ? `It has: ${known.join(', ')}.` : `Did you mean ${near}?`;
  return refuse('no-such-audience', `The plan has no audience "${id.slice(0, 40)}". ${meant}`);
}

/** Whose yes an audience needs: the approver's; with `approver: none` the owner's own. */
export const approverOf = ({ owner, approver }: Audience): string => (approver === 'none' ? owner : approver);

/** The people who may say yes: the one named, whoever holds the role in this incident (else by the plan), whoever is on call. */
function approversOf({ book: { plan }, roles, escalation }: Incident, audience: Audience, moment: Moment) {
  const who: string = approverOf(audience);
  if (entry(plan.people, who) !== undefined) return [who];
  if (entry(plan.schedules, who) !== undefined) return [onCall(plan, who, moment).person ?? ''];
  const holder = entry(roles.holders, who);
  if (holder !== undefined) return [holder];
  const role = entry(plan.roles, who);
  if (role !== undefined) return [role.who, ...role.deputies];
  // Without a `roles` block whoever has it commands (domain 2.6).
  return who === COMMANDER ? escalation.acknowledged.map(({ person }) => person) : [];
}

function notTheApprover(
  { book, lifecycle }: Incident,
  asked: { readonly id: string; readonly audience: Audience; readonly approvers: readonly string[] },
) {
  const who = approverOf(asked.audience);
  const role = entry(book.plan.roles, who) !== undefined || who === COMMANDER;
  const names = asked.approvers.filter((person) => person !== '').map((person) => nameOf(book, person));
  const whose = role
    ? `the ${roleName(who)}${names.length === 0 ? '' : ` (${names.join(', ')})`}`
    : names.join(', ') || who;
  const way = role ? ` Or take the role: "role ${lifecycle.id} ${who} @name".` : '';
  return refuse(
    'not-the-approver',
    `Words to ${asked.id} go out only with the yes of ${whose}. Give them your text, so that they publish it.${way}`,
  );
}

/** Whether a text has these words in it, whatever their case, accents, gaps or invisible letters between them. */
export function says(text: string, words: string): boolean {
  const wanted = plainly(words);
  return wanted !== '' && ` ${plainly(text)} `.includes(` ${wanted} `);
}

const plainly = (text: string) =>
  text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
