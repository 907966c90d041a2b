import type { Moment } from '../aggregate.ts';
import type { Rung, WhoNow } from '../plan/who-now.ts';
import type { Instant } from '../time.ts';
import { escalation } from './escalation.ts';
import type { IncidentChange } from './events.ts';
import type { Incident } from './state.ts';
import { writing } from './writing.ts';

/** More levels and rounds than any plan has; a rehearsal always ends. */
const MOST_TURNS = 500;

/**
 * Whom an incident goes on to page when nobody answers and every page is taken over at once. `changes` made `state`. The
 * ladder of real incidents climbs here, so the two cannot disagree.
 */
export function rehearse(state: Incident, changes: readonly IncidentChange[], begun: Moment): WhoNow {
  const rungs: Rung[] = [...rungsOf(changes, begun.at)];
  let [now, last, moment] = [state, changes, begun];
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const alarm = last.find((change) => change.type === 'exhausted');
    if (alarm !== undefined) return { rungs, alarm: { ...alarm, at: moment.at } };
    const [deadline] = escalation.deadlines?.(now) ?? [];
    if (deadline === undefined) break;
    moment = { ...moment, at: deadline.at };
    last = escalation.pass?.(now, deadline, moment) ?? [];
    const story = writing(now, moment);
    story.addAll(last);
    now = story.now();
    rungs.push(...rungsOf(last, moment.at));
  }
  return { rungs };
}

const rungsOf = (changes: readonly IncidentChange[], at: Instant): readonly Rung[] =>
  changes.flatMap((change) => (change.type === 'levelPaged' ? [{ ...change, at }] : []));
