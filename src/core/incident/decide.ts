import type { Decision, Moment } from '../aggregate.ts';
import { decided, refuse } from '../aggregate.ts';
import { isWorse, nameOf, severityIds, severityName } from '../book.ts';
import { plusMs } from '../time.ts';
import type { CommandOf, IncidentCommand } from './commands.ts';
import { noteAlerts } from './alert-notes.ts';
import { closing, ending } from './decide-end.ts';
import { acknowledge, declare } from './decide-start.ts';
import type { IncidentChange } from './events.ts';
import { callFor, climb, replaceDecliner } from './ladder.ts';
import { isLive } from './lifecycle.ts';
import { deliveryReported } from './page-report.ts';
import { publish } from './publications.ts';
import { raiseSeverity } from './severity.ts';
import type { Room } from './room.ts';
import type { Incident } from './state.ts';
import { decideStep, stepsAfterClock } from './decide-step.ts';
import { updateEveryMs } from './updates.ts';
import { writing } from './writing.ts';

type Decided = Decision<IncidentChange>;
type Rule<Type extends IncidentCommand['type']> = (
  incident: Incident,
  command: CommandOf<Type>,
  moment: Moment,
) => Decided;

/** Answers a command with events or with a refusal. Pure: the same state, command and moment always give the same answer. */
export function decide(incident: Incident, command: IncidentCommand, moment: Moment): Decided {
  if (command.type === 'declare') return declare(incident, command, moment);
  const { id, title, phase } = incident.lifecycle;
  if (title === '') return refuse('no-such-incident', 'There is no such incident. "list" shows those that are open.');
  if (!isLive(incident) && !AFTER_THE_END.has(command.type))
    return refuse('is-over', `${id} is ${phase}. "reopen ${id}" opens it again, "start" begins a new one.`);
  const rule = RULES[command.type] as Rule<typeof command.type>;
  return rule(incident, command, moment);
}

const AFTER_THE_END = new Set<IncidentCommand['type']>([
  'note',
  'reopen',
  'addAction',
  'finishAction',
  'verifyAction',
  'writePostmortem',
  'editPostmortem',
  'moveImpact',
  'noteRecoveryPoint',
  'publish',
  'join',
  'enterRoom',
  'leaveRoom',
  'loseRoom',
  'findRoom',
  'noteAlerts',
  'reportDelivery',
]);

const RULES: { readonly [Type in Exclude<IncidentCommand['type'], 'declare'>]: Rule<Type> } = {
  ...ending,
  acknowledge: (incident, command, moment) => decided(...acknowledge(incident, command, moment)),
  decline(incident, { person, why }, moment) {
    const story = writing(incident, moment);
    story.add({ type: 'declined', person, why });
    const had = incident.escalation.acknowledged.some((other) => other.person === person);
    const alone = had && incident.escalation.acknowledged.length === 1;
    if (incident.lifecycle.phase !== 'open') return decided(...story.changes());
    if (alone) story.add({ type: 'acknowledgementLapsed', people: [person] });
    if (alone || (incident.escalation.status === 'paging' && wasAsked(incident, person)))
      story.addAll(replaceDecliner(story.now(), `${nameOf(incident.book, person)} can't`, moment));
    return decided(...story.changes());
  },
  askHelp(incident, { person, why }, moment) {
    const story = writing(incident, moment);
    if (!incident.escalation.acknowledged.some((other) => other.person === person))
      story.addAll(acknowledge(incident, { person }, moment));
    story.add({ type: 'helpAsked', person, why });
    story.addAll(nextLevel(story.now(), `${nameOf(incident.book, person)} needs one more`, moment));
    return decided(...story.changes());
  },
  escalate(incident, { why }, moment) {
    const story = writing(incident, moment);
    const { acknowledged, seeking } = incident.escalation;
    const has = acknowledged.find(({ person }) => person === moment.by) ?? acknowledged[0];
    if (has !== undefined && seeking === null) story.add({ type: 'helpAsked', person: has.person, why });
    story.addAll(nextLevel(story.now(), why, moment));
    return decided(...story.changes());
  },
  page(incident, { targets, why, asks = { what: 'join' } }, moment) {
    const call = callFor(incident, { targets, why, asks }, moment);
    if (call.pages.length > 0) return decided(call);
    const reasons = call.notPaged.map(({ who, why: reason }) => `${nameOf(incident.book, who)}: ${reason}`).join('; ');
    return refuse('nobody-reachable', `Nobody could be paged. ${reasons || 'The plan does not know them.'}`);
  },
  takeRole(incident, { role, person, why }) {
    const from = incident.roles.holders[role] ?? null;
    const same = from === person && incident.roles.accepted[role] !== undefined;
    return same ? decided() : decided({ type: 'roleAssigned', role, person, from, why });
  },
  setSeverity(incident, { to, why }, moment) {
    const known = severityIds(incident.book);
    if (!known.includes(to))
      return refuse('no-such-severity', `There is no severity "${to}". There are: ${known.join(', ')}.`);
    if (incident.lifecycle.phase === 'restored' && isWorse(to, incident.lifecycle.severity)) return itIsBack(incident);
    if (incident.lifecycle.phase === 'restored' && to === incident.lifecycle.severity)
      return refuse(
        'is-so',
        `${incident.lifecycle.id} is ${severityName(incident.book, to)} already. Nothing was done.`,
      );
    if (to === incident.lifecycle.severity) return decided({ type: 'severityChanged', from: to, to, why });
    return decided(...raiseSeverity(incident, { to, why }, moment));
  },
  note: (_incident, { text }) => decided({ type: 'noted', text }),
  decideSomething: (_incident, { text }) => decided({ type: 'decided', text }),
  update(incident, { text, nextAt }, moment) {
    const every = updateEveryMs(incident) ?? 3_600_000;
    return decided({ type: 'updatePosted', text, nextAt: nextAt ?? plusMs(moment.at, every) });
  },
  sayOf: (_incident, { side, text, owner, againAt }) => decided({ type: 'sideSaid', side, text, owner, againAt }),
  publish,
  moveImpact(incident, { to, why }, moment) {
    if (to > moment.at) return refuse('in-the-future', 'The impact cannot have begun in the future.');
    return decided({ type: 'impactMoved', from: incident.lifecycle.impactStartedAt, to, why });
  },
  setHit(incident, { functions, systems }) {
    if (incident.lifecycle.phase === 'restored') return itIsBack(incident);
    return decided({ type: 'hitChanged', functions, systems });
  },
  makePrivate: (incident, { why }) => (incident.lifecycle.private ? decided() : decided({ type: 'madePrivate', why })),
  adoptPlan: (incident, { book }) =>
    incident.book.hash === book.hash ? decided() : decided({ type: 'planAdopted', planHash: book.hash }),
  startWorkaround(incident, { function: id, note }) {
    const running = incident.clocks.workarounds[id];
    if (running !== undefined && running.to === null)
      return refuse('already-running', `The workaround for ${nameOfFunction(incident, id)} is in use already.`);
    return decided({ type: 'workaroundStarted', function: id, note });
  },
  endWorkaround(incident, { function: id, note }) {
    const used = incident.clocks.workarounds[id];
    if (used === undefined || used.to !== null)
      return refuse('not-running', `The workaround for ${nameOfFunction(incident, id)} is not in use.`);
    return decided({ type: 'workaroundEnded', function: id, note });
  },
  noteRecoveryPoint: (_incident, { system, newest }) => decided({ type: 'recoveryPointNoted', system, newest }),
  decideClock(incident, { clock, answer, startedAt, why }, moment) {
    if (answer === 'does not apply' && why === '')
      return refuse('reason-needed', 'Say why it does not apply: the reason is kept.');
    const story = writing(incident, moment);
    story.add({ type: 'clockDecided', clock, answer, why, startedAt });
    if (answer !== 'not yet') story.addAll(stepsAfterClock(story.now(), clock, moment));
    return decided(...story.changes());
  },
  step: (incident, { order }, moment) => decideStep(incident, order, moment),
  close: closing,
  noteAlerts,
  join: (_incident, { person }) => decided({ type: 'joinAsked', person }),
  enterRoom: (_incident, { platform, person, name }) => decided({ type: 'roomEntered', platform, person, name }),
  leaveRoom: (_incident, { platform, person, name }) => decided({ type: 'roomLeft', platform, person, name }),
  loseRoom: ({ rooms }, { platform, why }) =>
    rooms.open[platform]?.lost === why ? decided() : decided({ type: 'channelLost', platform, why }),
  reportDelivery: (incident, report) => decided(...deliveryReported(incident, report)),
  findRoom: ({ rooms }, { platform }) =>
    isThere(rooms.open[platform]) ? decided() : decided({ type: 'channelFound', platform }),
};

const isThere = (room: Room | undefined) => room === undefined || (room.lost === null && !room.archived);

/** Paged in the round under way. The no of somebody who was never asked is noted, and hurries nobody. */
const wasAsked = ({ escalation: { pages, round } }: Incident, person: string) =>
  pages.some((page) => page.person === person && page.round === round);

function nextLevel(incident: Incident, why: string, moment: Moment): readonly IncidentChange[] {
  const { escalation } = incident;
  const moved = {
    ...incident,
    escalation: { ...escalation, lastRound: Math.max(escalation.lastRound, escalation.round) },
  };
  return climb(moved, { round: Math.max(0, escalation.round), level: escalation.level + 1, why, lateMs: 0 }, moment);
}

/** What was restored and breaks again is opened again, so that it has its clocks and is paged. */
const itIsBack = ({ lifecycle: { id } }: Incident) =>
  refuse(
    'is-restored',
    `${id} counts as restored. Is it back? Say "reopen ${id}" first: then you have it and the clocks run again.`,
  );

const nameOfFunction = (incident: Incident, id: string) => incident.book.plan.functions[id]?.name ?? id;
