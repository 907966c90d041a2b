import { refuse } from '../aggregate.ts';
import { checkStep, end, noStep, openStep, otherWay, refuseKind, stuckAlready } from './act.ts';
import { draft, record, settled } from './draft.ts';
import type { Draft, StepContext, StepDecision } from './draft.ts';
import { giveUp, goOn } from './flow.ts';
import { entriesOf, entryOf, isGroup, isLive, isOver, kidsOf } from './run.ts';
import type { Entry, Run } from './run.ts';
import { verbOf } from './schema.ts';

/** What people say when a step does not go as written. */

type WithReason = { readonly step: number; readonly why: string };

/** The *Stuck* button: takes the way round at once. Whoever asks for the reason does so before; help does not wait for it. */
export function stuckStep(run: Run, { step, why }: WithReason, context: StepContext): StepDecision {
  const entry = openStep(run, step);
  if ('ok' in entry) return entry;
  if (isGroup(entry)) return refuseKind(run, entry);
  if (entry.state === 'stuck') return stuckAlready(entry);
  const now = draft(run, context);
  const reason = isNoReason(why) ? 'no reason given' : why.trim();
  if (entry.origin === 'other way') secondDeadEnd(now, entry, reason);
  else otherWay(now, entry, reason);
  return settled(now);
}

/** The word itself says nothing about what stops them. */
export const isNoReason = (why: string) => /^(?:stuck|blocked)?[.!\s]*$/i.test(why.trim());

/** The way round is stuck as well: on to `goto`, if the step it stands for has one. */
function secondDeadEnd(now: Draft, way: Entry, why: string): void {
  const first = way.parent === null ? undefined : entryOf(now.run, way.parent);
  if (first?.state !== 'stuck' || first.step.if_stuck?.goto === undefined)
    return record(now, { type: 'stepStuck', step: way.n, why });
  record(now, { type: 'stepNotPossible', step: way.n, why });
  giveUp(now, first.n);
}

export function skipStep(run: Run, { step, why }: WithReason, context: StepContext): StepDecision {
  return dropped(run, { step, why, type: 'stepSkipped' }, context);
}

export function notPossible(run: Run, { step, why }: WithReason, context: StepContext): StepDecision {
  const entry = openStep(run, step);
  if (!('ok' in entry) && entry.step.check !== undefined && !isGroup(entry))
    return checkStep(run, { step, answer: 'not possible', note: why }, context);
  return dropped(run, { step, why, type: 'stepNotPossible' }, context);
}

type Dropped = WithReason & { readonly type: 'stepSkipped' | 'stepNotPossible' };

function dropped(run: Run, { step, why, type }: Dropped, context: StepContext): StepDecision {
  const entry = openStep(run, step);
  if ('ok' in entry) return entry;
  const reason = why.trim();
  if (reason === '')
    return refuse('reason missing', `Say why in a few words, for the record: \`skip ${step} done by the vendor\`.`);
  const now = draft(run, context);
  leaveUsed(now, entry, reason);
  for (const kid of kidsOf(run, entry))
    if (!isOver(kid)) record(now, { type: 'stepSkipped', step: kid.n, why: reason });
  end(now, entry, () => record(now, { type, step, why: reason }));
  return settled(now);
}

/** Leaving out a step that is in another playbook leaves that playbook, and those it has called. */
function leaveUsed(now: Draft, entry: Entry, why: string): void {
  if (entry.step.use === undefined) return;
  for (const frame of now.run.frames.toReversed()) {
    if (frame.state !== 'running' && frame.state !== 'finished') continue;
    if (!calledBy(now.run, frame.caller, entry.n)) continue;
    const rest = entriesOf(now.run).filter((one) => one.frame === frame.n && !isOver(one) && one.passedOverBy === null);
    record(now, { type: 'playbookLeft', frame: frame.n, superseded: rest.map(({ n }) => n), why });
  }
}

function calledBy(run: Run, caller: number | null, n: number): boolean {
  if (caller === null || caller === n) return caller === n;
  const above = run.frames[entryOf(run, caller)?.frame ?? -1];
  return above !== undefined && calledBy(run, above.caller, n);
}

/** Opens a step again, as a new entry in the record. What its end had made ready, and nobody has begun, waits again. */
export function undoStep(run: Run, { step }: { readonly step: number }, context: StepContext): StepDecision {
  const entry = entryOf(run, step);
  if (entry === undefined) return noStep(run, step);
  const refusal = undoRefusal(run, entry);
  if (refusal !== undefined) return refusal;
  const now = draft(run, context);
  const back = isOver(entry) ? unbegun(run, entry) : [];
  record(now, { type: 'stepUndone', step, back });
  for (const way of entriesOf(run))
    if (way.parent === step && way.origin === 'other way' && isLive(way))
      record(now, { type: 'stepSkipped', step: way.n, why: `not needed: step ${step} was opened again` });
  return settled(now);
}

function undoRefusal(run: Run, entry: Entry): StepDecision | undefined {
  const { n, state } = entry;
  if (isGroup(entry)) return refuse('step is a group', `Step ${n} is a group: undo the part that was wrong.`);
  if (state === 'waiting' || state === 'ready' || state === 'superseded' || entry.passedOverBy !== null)
    return refuse('nothing to undo', `Nobody has done step ${n} yet. To begin it: \`doing ${n}\`.`);
  if (state === 'doing' && verbOf(entry.step) === 'wait')
    return refuse('nothing to undo', `Step ${n} is waiting. If it has happened: \`happened ${n}\`.`);
  const into = run.frames.find((frame) => frame.n > entry.frame && ledInto(run, entry, frame.n));
  if (into === undefined) return undefined;
  const here = run.frames[entry.frame]?.playbook.playbook ?? '';
  const say = `Step ${n} brought us to “${into.playbook.title}”, which people are working through. To go back: \`playbook ${here}\`.`;
  return refuse('another playbook began', say);
}

/** Whether this step's end entered the playbook of that frame. */
function ledInto(run: Run, entry: Entry, frame: number): boolean {
  const choice = entry.choice === null ? undefined : entry.step.choices?.[entry.choice];
  const use = entry.step.use ?? choice?.use ?? entry.next?.use;
  return use !== undefined && use !== null && entry.moved && run.frames[frame]?.playbook.playbook === use;
}

/** Steps that wait again when this one is undone, parts of groups included. */
function unbegun(run: Run, entry: Entry): readonly number[] {
  return entriesOf(run).flatMap((other) => {
    if (other.passedOverBy === entry.n) return [other.n];
    if (other.cameFrom !== entry.n || !isUntouched(run, other)) return [];
    return [other.n, ...kidsOf(run, other).map((kid) => kid.n)];
  });
}

function isUntouched(run: Run, entry: Entry): boolean {
  if (entry.kids.length > 0)
    return (
      entry.state === 'doing' && kidsOf(run, entry).every((kid) => kid.state === 'waiting' || kid.state === 'ready')
    );
  const waits = entry.state === 'doing' && verbOf(entry.step) === 'wait';
  return isLive(entry) && (entry.state === 'ready' || entry.state === 'waiting' || waits);
}

/** A hook answered. A failed one is stuck, and takes the step's way round if it has one. */
export function hookReturned(
  run: Run,
  given: { readonly step: number; readonly run: number; readonly ok: boolean; readonly text: string },
  context: StepContext,
): StepDecision {
  const entry = entryOf(run, given.step);
  const now = draft(run, context);
  if (entry === undefined || isOver(entry) || entry.hookRuns !== given.run || entry.state !== 'doing')
    return settled(now);
  if (!given.ok) otherWay(now, entry, given.text === '' ? 'the automatic step failed' : given.text);
  else {
    record(now, { type: 'stepDone', step: entry.n, result: null, note: given.text, keep: [] });
    goOn(now, entry.n);
  }
  return settled(now);
}
