import type { Aggregate, Deadline, Decision, Moment, Owed, Settled } from '../aggregate.ts';
import { decided, refuse } from '../aggregate.ts';
import { retryMs } from '../incident/effects.ts';
import type { Instant } from '../time.ts';
import { MINUTE_MS, plusMs, shortTime } from '../time.ts';
import type { AlertChange, AlertCommand, AlertEffect } from './events.ts';
import type { Group } from './group.ts';
import { beginGroup, opened, together, withItems } from './group.ts';
import type { Groups } from './take.ts';
import { take } from './take.ts';

/** The alerts of one source, one stream for each: `ALERT-alertmanager`. */
export const ALERTS = 'ALERT-';
export const alertStream = (source: string) => `${ALERTS}${source}`;

/** What a source says that nobody has answered, or that belongs to an incident; oldest first. */
export type AlertSourceState = { readonly groups: Groups };

const begin: AlertSourceState = { groups: {} };

function evolve(state: AlertSourceState, event: AlertChange & { readonly at: Instant }): AlertSourceState {
  switch (event.type) {
    case 'proposed':
    case 'joined': {
      const group = beginGroup(event);
      return { groups: { ...state.groups, [group.id]: group } };
    }
    case 'folded':
      return changed(state, event.group, (group) => ({
        ...withItems(group, event),
        ...(event.hit === undefined ? {} : { hit: event.hit }),
        ...(event.pageAt === undefined ? {} : { pageAt: event.pageAt }),
      }));
    case 'repeated':
      return changed(state, event.group, (group) => ({ ...group, seenAt: event.at }));
    case 'confirmed':
    case 'reserved': {
      const confirmedBy = event.type === 'confirmed' ? event.who : null;
      const { incident, at } = event;
      // `incident` is kept, and the alerts wait: there is no timeline yet.
      return changed(state, event.proposal, (group) => ({
        ...group,
        stage: 'opening',
        reserved: incident,
        confirmedBy,
        tries: 0,
        triedAt: at,
      }));
    }
    case 'opened':
      return changed(state, event.proposal, (group) => (group.stage === 'opened' ? group : opened(group, event)));
    case 'dismissed':
      return changed(state, event.proposal, (group) => ({ ...group, stage: 'dismissed', seenAt: event.at }));
    case 'told':
      return changed(state, event.proposal, (group) => ({ ...group, told: true }));
    case 'noted':
      return changed(state, event.group, (group) => ({
        ...group,
        facts: group.facts.filter(({ n }) => n > event.upTo),
        tries: 0,
        triedAt: event.at,
      }));
    case 'notTold':
      return changed(state, event.proposal, (group) => ({
        ...group,
        tellTries: group.tellTries + 1,
        tellAt: plusMs(event.at, retryMs(group.tellTries + 1)),
      }));
    case 'notOpened':
    case 'notNoted': {
      const id = event.type === 'notNoted' ? event.group : event.proposal;
      return changed(state, id, (group) => ({ ...group, tries: group.tries + 1, triedAt: event.at }));
    }
    case 'cleared':
      return without(state, [event.proposal]);
    case 'ended':
      return without(state, event.groups);
    default:
      return state;
  }
}

function changed(state: AlertSourceState, id: string, change: (group: Group) => Group): AlertSourceState {
  const group = Object.hasOwn(state.groups, id) ? state.groups[id] : undefined;
  return group === undefined ? state : { groups: { ...state.groups, [id]: change(group) } };
}

const without = ({ groups }: AlertSourceState, ids: readonly string[]): AlertSourceState => ({
  groups: Object.fromEntries(Object.entries(groups).filter(([id]) => !ids.includes(id))),
});

function decide(state: AlertSourceState, command: AlertCommand, moment: Moment): Decision<AlertChange> {
  if (command.type === 'take') return take(state.groups, command, moment);
  const { proposal } = command;
  const group = Object.hasOwn(state.groups, proposal) ? state.groups[proposal] : undefined;
  if (group === undefined) return noProposal(proposal);
  if (group.stage !== 'proposed') return isOver(group);
  if (command.type === 'dismiss') return decided({ ...command, type: 'dismissed' });
  return command.type === 'confirm'
    ? decided({ ...command, type: 'confirmed' })
    : decided({ ...command, type: 'reserved' });
}

export const noProposal = (proposal: string) =>
  refuse('no-such-proposal', `There is no proposal ${proposal.slice(0, 20)} that waits. "alerts" shows those that do.`);

const isOver = ({ id, stage, reserved, incident }: Group) =>
  stage === 'dismissed'
    ? refuse('is-dismissed', `${id} was said to be nothing. If it is something: "start" and a few words.`)
    : refuse('is-open', `${id} is ${incident ?? reserved ?? 'an incident'} already.`);

/** The no to whoever answers a proposal too late, in the reader's zone: what became of it, and what to say now. */
export function answeredAlready(group: Group, { at, zone }: { readonly at: Instant; readonly zone: string }) {
  const { id, stage, reserved, incident, openedAt } = group;
  const number = incident ?? reserved;
  if (stage === 'dismissed' || number === null) return isOver(group);
  const nothing = `If it is nothing: "cancel ${number} WHY".`;
  return openedAt === null
    ? refuse('is-open', `${id} is being opened as ${number}. ${nothing}`)
    : refuse('is-open', `${id} became ${number} at ${shortTime(openedAt, zone, at)}. ${nothing}`);
}

/** Counts alone are put on a timeline so often at most. */
const COUNTS_EVERY_MS = MINUTE_MS;

function outstanding({ groups }: AlertSourceState): readonly Owed<AlertEffect>[] {
  return Object.values(groups).flatMap((group) => [...tells(group), ...opens(group), ...notes(group)]);
}

/** After a failure, later; never given up. */
const tryAt = ({ tries, triedAt }: Group, at: Instant): Instant => (tries === 0 ? at : plusMs(triedAt, retryMs(tries)));

function tells(group: Group): readonly Owed<AlertEffect>[] {
  const { id, source, stage, told, tellAt, tellTries } = group;
  if (stage !== 'proposed' || told) return [];
  const effect = { kind: 'tellProposal', source, proposal: id } as const;
  return [{ key: `${id}/tell/${tellTries}`, at: tellAt, lane: 'house', class: 'at least once', effect }];
}

/** Owed when a person said so, or when nobody said anything in time and the source has not taken it back. */
function opens(group: Group): readonly Owed<AlertEffect>[] {
  const { id, source, stage, pageAt, resolvedAt, triedAt, tries } = group;
  const hour = stage === 'opening' ? triedAt : stage === 'proposed' && resolvedAt === null ? pageAt : null;
  if (hour === null) return [];
  const at = tryAt(group, hour);
  const effect = { kind: 'openProposal', source, proposal: id } as const;
  return [{ key: `${id}/open/${stage}/${tries}`, at, lane: 'page', class: 'find or make', effect }];
}

function notes(group: Group): readonly Owed<AlertEffect>[] {
  const { id, source, incident, stage, tries, triedAt, lastAt } = group;
  const facts = together(group.facts);
  const [first] = facts;
  if (stage !== 'opened' || incident === null || first === undefined) return [];
  const onlyCounts = facts.every(({ key, all }) => key === '' && !all);
  const at = onlyCounts && tries === 0 ? plusMs(triedAt, COUNTS_EVERY_MS) : tryAt(group, lastAt);
  const effect = { kind: 'noteAlerts', incident, source, group: id, facts } as const;
  return [{ key: `${id}/note/${first.n}/${tries}`, at, lane: 'room', class: 'at least once', effect }];
}

/** What the source took back by itself, and nobody answered, ends when it stayed quiet. */
function deadlines({ groups }: AlertSourceState): readonly Deadline[] {
  return Object.values(groups).flatMap(({ id, stage, resolvedAt, withinMs }) => {
    if (stage !== 'proposed' || resolvedAt === null) return [];
    const key = `${id}/clear/${resolvedAt}`.replaceAll(':', '.');
    return [{ key, at: plusMs(resolvedAt, withinMs), lane: 'house', facet: 'alerts' } as const];
  });
}

function settle(_state: AlertSourceState, { effect }: Owed<AlertEffect>, { outcome }: Settled): readonly AlertChange[] {
  const reason = outcome.outcome === 'accepted' ? '' : outcome.reason;
  const done = outcome.outcome === 'accepted';
  switch (effect.kind) {
    case 'tellProposal': {
      const { proposal } = effect;
      if (!done) return [{ type: 'notTold', proposal, reason }];
      const people = outcome.reference.split(' ').filter((one) => one !== '');
      return [{ type: 'told', proposal, people }];
    }
    case 'openProposal': {
      const { proposal } = effect;
      if (!done) return [{ type: 'notOpened', proposal, reason }];
      const incident = outcome.reference as Extract<AlertChange, { type: 'opened' }>['incident'];
      return [{ type: 'opened', proposal, incident }];
    }
    case 'noteAlerts': {
      const { group, facts } = effect;
      return [done ? { type: 'noted', group, upTo: facts.at(-1)?.n ?? 0 } : { type: 'notNoted', group, reason }];
    }
    default:
      return effect satisfies never;
  }
}

export const alertSources: Aggregate<AlertSourceState, AlertChange, AlertCommand, AlertEffect> = {
  prefixes: [ALERTS],
  begin,
  pins: () => undefined,
  evolve,
  decide,
  // What waits for a person waits in sight, whether or not an hour is set.
  live: ({ groups }) => Object.values(groups).some(({ stage }) => stage === 'proposed' || stage === 'opening'),
  deadlines,
  outstanding,
  pass: (_state, { key }) => [{ type: 'cleared', proposal: key.slice(0, key.indexOf('/')) }],
  intend: () => [],
  settle,
};
