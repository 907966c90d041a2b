import type { Deadline, Moment } from '../aggregate.ts';
import type { Instant } from '../time.ts';
import { fromMs, latest, MINUTE_MS, plusMs } from '../time.ts';
import { waitOf } from './escalation.ts';
import type { IncidentChange } from './events.ts';
import { callFor, climb, policyOf } from './ladder.ts';
import type { Incident } from './state.ts';
import { busyUntil } from './steps.ts';

/** How long an asked person has to show a sign of life, in ms. */
const ANSWER_MS = 5 * MINUTE_MS;

/** How long an acknowledged incident may stay without a sign of work, in ms: `check_back` of the policy, or the severity's `ack`. */
function checkBackMs(incident: Incident): number {
  return waitOf(incident, policyOf(incident).check_back);
}

/** Silence counts from the last thing anybody did, and not while a step is under way within its planned time. */
const quietSince = (incident: Incident): Instant =>
  latest(incident.escalation.lastHeardAt, busyUntil(incident.steps) ?? fromMs(0));

/** Acknowledgement is not progress: an incident that somebody has but nobody works on is asked about, then paged on. */
export function progressDeadline(incident: Incident): readonly Deadline[] {
  const { lifecycle, escalation } = incident;
  if (lifecycle.phase !== 'open') return [];
  const asked = escalation.progressAskedAt;
  if (asked !== null) {
    const key = `${lifecycle.id}/lapse/${escalation.progressAsks}`;
    return [{ key, at: plusMs(asked, ANSWER_MS), lane: 'page', facet: 'escalation' }];
  }
  const at = plusMs(quietSince(incident), checkBackMs(incident));
  return [{ key: `${lifecycle.id}/progress/${escalation.progressAsks + 1}`, at, lane: 'page', facet: 'escalation' }];
}

export function passProgress(incident: Incident, moment: Moment): readonly IncidentChange[] {
  const { escalation } = incident;
  const people = escalation.acknowledged.map(({ person }) => person);
  if (escalation.progressAskedAt === null) {
    const { pages, notPaged } = callFor(incident, { targets: people, why: '' }, moment);
    return [{ type: 'progressAsked', ask: escalation.progressAsks + 1, pages, notPaged }];
  }
  const moved = {
    ...incident,
    escalation: { ...escalation, lastRound: Math.max(escalation.lastRound, escalation.round + 1) },
  };
  return [
    { type: 'acknowledgementLapsed', people },
    ...climb(
      moved,
      { round: escalation.round, level: escalation.level + 1, why: 'nobody has shown a sign of work', lateMs: 0 },
      moment,
    ),
  ];
}
