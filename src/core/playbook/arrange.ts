import { refuse } from '../aggregate.ts';
import { clocksLeft, end, finishStep, noStep, openStep } from './act.ts';
import { draft, record, settled } from './draft.ts';
import type { StepContext, StepDecision } from './draft.ts';
import { enterPlaybook, frameOver, makeReady } from './flow.ts';
import { leaveFrame } from './moves.ts';
import { currentFrame, entriesOf, entryOf, exitsTicked, isLive, isOver, isPlaying } from './run.ts';
import type { Entry, Run } from './run.ts';
import type { Step } from './schema.ts';
import { inWords } from '../time.ts';

/** Changes to the list itself, and everything that is not about one step. */

const MOST_ADDED = 300;

/** Starts with a playbook, or changes to another: the open rest of the one in play is left behind, on the record. */
export function enter(run: Run, { playbook }: { readonly playbook: string }, context: StepContext): StepDecision {
  const known = Object.keys(context.playbooks).sort();
  if (!known.includes(playbook))
    return refuse('no such playbook', `There is no playbook “${playbook}”. There are: ${known.join(', ')}.`);
  const playing = run.frames.filter(isPlaying);
  if (playing.at(-1)?.playbook.playbook === playbook)
    return refuse('already in play', `We are in “${playbook}” already. The next step: \`next\`.`);
  const now = draft(run, context);
  const title = context.playbooks[playbook]?.title ?? playbook;
  for (const frame of playing.toReversed()) leaveFrame(now, frame.n, `we went on with “${title}”`);
  enterPlaybook(now, { playbook, from: null, returns: false });
  return settled(now);
}

export function assignStep(
  run: Run,
  { step, person }: { readonly step: number; readonly person: string },
  context: StepContext,
): StepDecision {
  const entry = openStep(run, step);
  if ('ok' in entry) return entry;
  if (entry.owner === person) return refuse('already assigned', `Step ${step} is with ${person} already.`);
  const now = draft(run, context);
  record(now, { type: 'stepAssigned', step, person });
  return settled(now);
}

export type Adding = { readonly text: string; readonly who?: string; readonly after?: number };

/** A step of our own. Without `after` it is open at once, beside the list; with it, it comes in its turn. */
export function addStep(run: Run, { text, who, after }: Adding, context: StepContext): StepDecision {
  const words = text.trim();
  const refusal = addingRefusal(run, words);
  const frame = currentFrame(run) ?? run.frames.at(-1);
  if (refusal !== undefined || frame === undefined)
    return refusal ?? refuse('no playbook', 'No playbook is in play yet.');
  const place = after === undefined ? undefined : entryOf(run, after);
  if (after !== undefined && place === undefined) return noStep(run, after);
  const isListed = place !== undefined && !isOver(place) && run.frames[place.frame]?.newest[place.key] === place.n;
  const now = draft(run, context);
  const def: Step = { id: 'added', do: words, ...(who === undefined ? {} : { who }) };
  const n = run.count + 1;
  const added = { type: 'stepAdded', step: n, def, origin: 'added', parent: null, next: null } as const;
  record(now, { ...added, frame: isListed ? place.frame : frame.n, after: isListed ? place.n : null });
  if (!isListed) makeReady(now, n, null);
  return settled(now);
}

function addingRefusal(run: Run, text: string): StepDecision | undefined {
  if (text === '') return refuse('text missing', 'What is to be done? `add-step call the landlord`');
  if (text.length > 500) return refuse('text too long', 'A step has at most 500 letters: say the rest in a note.');
  const own = entriesOf(run).filter((entry) => entry.origin === 'added');
  if (own.length < MOST_ADDED) return undefined;
  return refuse('too many steps', `${MOST_ADDED} steps were added already. Write the rest as notes.`);
}

export function moveStep(
  run: Run,
  { step, before }: { readonly step: number; readonly before: number },
  context: StepContext,
): StepDecision {
  const entry = openStep(run, step);
  if ('ok' in entry) return entry;
  const target = entryOf(run, before);
  if (target === undefined) return noStep(run, before);
  const frame = run.frames[entry.frame];
  const inList = (one: Entry) => frame?.newest[one.key] === one.n && one.frame === entry.frame;
  if (step === before || !inList(entry) || !inList(target))
    return refuse(
      'cannot move',
      `Only whole steps of one list can change places. Step ${step} can be begun any time: \`doing ${step}\`.`,
    );
  if (isOver(target) || isLive(entry))
    return refuse(
      'cannot move',
      `Its place no longer matters: step ${isLive(entry) ? step : before} has had its turn.`,
    );
  const now = draft(run, context);
  record(now, { type: 'stepMoved', step, before });
  return settled(now);
}

/** More time for a step or a wait. */
export function extendStep(
  run: Run,
  { step, ms }: { readonly step: number; readonly ms: number },
  context: StepContext,
): StepDecision {
  const entry = openStep(run, step);
  if ('ok' in entry) return entry;
  if (!isLive(entry)) return refuse('not begun', `Step ${step} has not begun: there is nothing to extend.`);
  if (!(ms > 0) || ms > 7 * 86_400_000)
    return refuse('not an extension', `Between one minute and seven days, not ${inWords(ms)}: \`extend ${step} 10m\`.`);
  const now = draft(run, context);
  record(now, { type: 'stepExtended', step, ms });
  return settled(now);
}

/** More evidence for a step, done or not. */
export function keepFor(
  run: Run,
  { step, items }: { readonly step: number; readonly items: readonly string[] },
  context: StepContext,
): StepDecision {
  if (entryOf(run, step) === undefined) return noStep(run, step);
  const kept = items.map((item) => item.trim()).filter((item) => item !== '');
  if (kept.length === 0) return refuse('nothing to keep', `What is to be kept? \`keep ${step} ticket 4711\``);
  const now = draft(run, context);
  record(now, { type: 'stepKept', step, items: kept });
  return settled(now);
}

/** Those whom a step paged have answered. */
export function pageAcknowledged(run: Run, { step }: { readonly step: number }, context: StepContext): StepDecision {
  const entry = entryOf(run, step);
  if (entry?.step.page === undefined || isOver(entry) || !isLive(entry) || entry.step.do !== undefined)
    return { ok: true, events: [], effects: [] };
  return finishStep(run, { step, note: 'answered' }, context);
}

/** A clock was decided: started, not applying. Steps that ask about it go on when their last one is decided. */
export function clockDecided(run: Run, { clock }: { readonly clock: string }, context: StepContext): StepDecision {
  const now = draft(run, context);
  for (const entry of entriesOf(run)) {
    if (!isLive(entry) || !clocksLeft(entry).includes(clock)) continue;
    record(now, { type: 'stepClockDecided', step: entry.n, clock });
    const asked = entryOf(now.run, entry.n);
    const isItself = entry.step.do === undefined && entry.step.check === undefined && entry.step.ask === undefined;
    if (asked === undefined || !isItself || clocksLeft(asked).length > 0) continue;
    end(now, asked, () => record(now, { type: 'stepDone', step: asked.n, result: null, note: '', keep: [] }));
  }
  return settled(now);
}

/** Ticks one closing criterion of the playbook in play, counting from 1. */
export function tickExit(run: Run, { exit }: { readonly exit: number }, context: StepContext): StepDecision {
  const frame = currentFrame(run);
  const text = frame?.playbook.exit[exit - 1];
  if (frame === undefined || text === undefined) {
    const most = frame?.exits.length ?? 0;
    return refuse(
      'no such exit',
      most === 0 ? 'There is nothing to tick.' : `Closing points go from 1 to ${most}: \`exit 1\`.`,
    );
  }
  if (frame.exits[exit - 1] === true) return refuse('already ticked', `“${text}” is ticked already.`);
  const now = draft(run, context);
  record(now, { type: 'exitTicked', frame: frame.n, exit });
  const after = now.run.frames[frame.n];
  if (after !== undefined && exitsTicked(after)) frameOver(now, frame.n);
  return settled(now);
}
