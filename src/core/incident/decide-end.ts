import type { Decision, Moment } from '../aggregate.ts';
import { decided, refuse } from '../aggregate.ts';
import { dateOf } from '../time.ts';
import type { CommandOf } from './commands.ts';
import { acknowledge } from './decide-start.ts';
import type { IncidentChange } from './events.ts';
import type { Incident } from './state.ts';
import { currentFrame } from '../playbook/run.ts';
import { clockStart } from './lifecycle.ts';
import { openSteps } from './steps.ts';
import { writing } from './writing.ts';

type Decided = Decision<IncidentChange>;

/** Restored, closed, cancelled, opened again, and the promises that follow. */
export const ending = {
  restore(incident: Incident, { function: id, restoredAt, note }: CommandOf<'restore'>, moment: Moment): Decided {
    const at = restoredAt ?? moment.at;
    if (at > moment.at) return refuse('in-the-future', 'It cannot have been restored in the future.');
    const began = clockStart(incident.lifecycle);
    if (at < began)
      return refuse(
        'before-it-began',
        `That was before it began (${began}). Say another time, or move the beginning first: "clock ${incident.lifecycle.id} since 9:40".`,
      );
    const story = writing(incident, moment);
    const hit = incident.lifecycle.functions;
    const asked = id === null ? hit.filter((other) => incident.clocks.restored[other] === undefined) : [id];
    if (id !== null && !hit.includes(id))
      return refuse('not-hit', `${id} is not among the functions hit: ${hit.join(', ') || 'none is named'}.`);
    for (const each of asked) story.add({ type: 'functionRestored', function: each, restoredAt: at });
    const left = hit.filter((other) => story.now().clocks.restored[other] === undefined);
    if (left.length === 0 && incident.lifecycle.phase === 'open') story.add({ type: 'restored', restoredAt: at, note });
    return story.changes().length === 0
      ? refuse('is-restored', 'That is restored already.')
      : decided(...story.changes());
  },
  cancel: (_incident: Incident, { why }: CommandOf<'cancel'>): Decided =>
    why === '' ? refuse('reason-needed', 'Say why it is cancelled: cancel WHY.') : decided({ type: 'cancelled', why }),
  reopen(incident: Incident, { why, person }: CommandOf<'reopen'>, moment: Moment): Decided {
    if (incident.lifecycle.phase === 'open') return refuse('is-open', `${incident.lifecycle.id} is open.`);
    const story = writing(incident, moment);
    story.add({ type: 'reopened', why });
    story.addAll(acknowledge(story.now(), { person }, moment));
    return decided(...story.changes());
  },
  addAction(incident: Incident, { what, owner, due, verify }: CommandOf<'addAction'>, moment: Moment): Decided {
    if (due < dateOf(moment.at, incident.book.plan.plan.timezone))
      return refuse('in-the-past', `${due} is in the past.`);
    return decided({ type: 'actionAdded', n: incident.aftermath.actions.length + 1, what, owner, due, verify });
  },
  finishAction(incident: Incident, { n, note }: CommandOf<'finishAction'>): Decided {
    const action = incident.aftermath.actions.find((other) => other.n === n);
    if (action === undefined) return refuse('no-such-action', `There is no action item ${n}.`);
    return action.status === 'open'
      ? decided({ type: 'actionDone', n, note })
      : refuse('is-done', `Action item ${n} is ${action.status} already.`);
  },
  /** An action is verified only with a way to know that it works (domain 5.3). */
  verifyAction(incident: Incident, { n, how }: CommandOf<'verifyAction'>): Decided {
    const action = incident.aftermath.actions.find((other) => other.n === n);
    if (action === undefined) return refuse('no-such-action', `There is no action item ${n}.`);
    if (action.status !== 'done')
      return refuse(
        'not-done',
        action.status === 'open' ? `Action item ${n} is not done yet.` : `Action item ${n} is verified already.`,
      );
    return how === ''
      ? refuse('how-needed', 'Say how you know that it works: action verify N HOW.')
      : decided({ type: 'actionVerified', n, how });
  },
  writePostmortem: (): Decided => decided({ type: 'postmortemAsked' }),
  editPostmortem: (_incident: Incident, { section }: CommandOf<'editPostmortem'>): Decided =>
    decided({ type: 'postmortemEdited', section }),
};

/** Closing points of the playbook that nobody has confirmed, as "2 The menu is exported". */
export function unticked({ steps }: Incident): readonly string[] {
  const frame = currentFrame(steps.run);
  return frame?.playbook.exit.flatMap((point, n) => (frame.exits[n] === true ? [] : [`${n + 1} ${point}`])) ?? [];
}

/** Closing asks once about what is open; said again with --anyway it closes, and what was open is on record as open. */
export function closing(incident: Incident, { note, anyway }: CommandOf<'close'>): Decided {
  const { phase, id } = incident.lifecycle;
  const open = openSteps(incident.steps);
  if (phase === 'open' && !anyway)
    return refuse(
      'not-restored',
      `Nobody has said yet that ${id} is restored. Write "restored ${id}" first (with "at 14:05" if it was earlier), or "close ${id} --anyway".`,
    );
  if (open.length > 0 && !anyway) {
    const some = `${open.slice(0, 5).join('; ')}${open.length > 5 ? ' …' : ''}`;
    const points = unticked(incident);
    const also = points.length === 0 ? '' : ` Not ticked: ${points.join('; ')}.`;
    return refuse('steps-open', `Still open: ${some}.${also} Finish or skip them, or write "close ${id} --anyway".`);
  }
  return decided({ type: 'closed', note, openSteps: open });
}
