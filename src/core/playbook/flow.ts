import { factOf, record } from './draft.ts';
import type { Draft } from './draft.ts';
import type { After } from './events.ts';
import {
  addSystems,
  addTo,
  afterOf,
  askHook,
  choiceEffects,
  choiceOf,
  clocksOf,
  isInLine,
  leaveFrame,
  parentOf,
  passOver,
  topOf,
  waitEnd,
} from './moves.ts';
import { entriesOf, entryOf, exitsTicked, isLive, isOver, kidsOf, plain, textOf } from './run.ts';
import type { Entry } from './run.ts';
import { verbOf } from './schema.ts';
import type { Playbook } from './schema.ts';

/** More steps than any playbook has; a ring of steps that all skip themselves must not turn for ever. */
const MOST_VISITS = 200;

/** What follows when a step is over, whichever way. A step that people did ahead of its turn moves nothing. */
export function goOn(now: Draft, n: number): void {
  const entry = entryOf(now.run, n);
  if (entry === undefined) return;
  switch (entry.origin) {
    case 'part':
    case 'system':
      return partOver(now, entry);
    case 'other way':
      return otherWayOver(now, entry);
    case 'approval':
      return approvalOver(now, entry);
    case 'reminder':
      return;
    case 'added':
    case 'follow-up':
    case 'playbook':
      if (!entry.reached || entry.moved || !isInLine(now, entry)) return;
      if (choiceOf(entry)?.do === undefined || entry.state !== 'done') return moveOn(now, entry, afterOf(entry));
      return followUp(now, entry, afterOf(entry));
    default:
      entry.origin satisfies never;
  }
}

/** What a choice asks to be done before it goes where it goes. */
function followUp(now: Draft, entry: Entry, next: After): void {
  const text = choiceOf(entry)?.do;
  if (text === undefined) return;
  const def = { id: (entry.choice ?? 'then').toLowerCase(), do: text };
  makeReady(now, addTo(now, { def, origin: 'follow-up', of: entry, next }), entry.n);
}

/** Leaves a step for another one of the list, another playbook, or the end. */
function moveOn(now: Draft, entry: Entry, after: After): void {
  const frame = now.run.frames[entry.frame];
  if (frame?.state !== 'running') return;
  if (after.use !== null && Object.hasOwn(now.context.playbooks, after.use))
    return enterPlaybook(now, { playbook: after.use, from: entry.n, returns: after.returns });
  const to = after.goto ?? frame.order[frame.order.indexOf(topOf(now, entry).key) + 1];
  const target = to === undefined ? undefined : frame.newest[to];
  if (to === undefined || target === undefined) {
    record(now, { type: 'playbookFinished', frame: frame.n, from: entry.n });
    return frameOver(now, frame.n);
  }
  if (after.goto !== null) passOver(now, entry, { frame, to });
  arrive(now, target, { from: entry, jumped: after.goto !== null });
}

type Arrival = { readonly from: Entry | null; readonly jumped: boolean };

/** The flow comes to a step of the list. */
function arrive(now: Draft, n: number, { from, jumped }: Arrival): void {
  const entry = entryOf(now.run, n);
  now.visits += 1;
  if (entry === undefined || now.visits > MOST_VISITS) return;
  const source = from?.n ?? null;
  if (!isOver(entry)) return arriveOpen(now, entry, source);
  if (!entry.reached) {
    record(now, { type: 'stepReached', step: n, from: source });
    return goOn(now, n);
  }
  // Gone through before: again when somebody sent the flow back or nothing else would be open, but not when an early
  // choice had run ahead of it, or a step was undone and done once more.
  const redone = from !== null && from.round > 0 && entry.cameFrom === from.n;
  if ((redone || !(jumped || from?.again === true)) && isBusy(now, entry.frame)) return;
  const fresh = now.run.count + 1;
  record(now, { type: 'stepRepeated', step: fresh, of: n, from: source });
  const again = entryOf(now.run, fresh);
  if (again !== undefined) arriveOpen(now, again, source);
}

const isBusy = (now: Draft, frame: number) =>
  entriesOf(now.run).some((entry) => entry.frame === frame && isLive(entry));

function arriveOpen(now: Draft, entry: Entry, from: number | null): void {
  if (isLive(entry)) return record(now, { type: 'stepReached', step: entry.n, from });
  if (isNeeded(now, entry)) return makeReady(now, entry.n, from);
  record(now, { type: 'stepReached', step: entry.n, from });
  skipUnneeded(now, entry);
  goOn(now, entry.n);
}

/** A fact that nobody knows does not excuse from a step. */
const isNeeded = (now: Draft, { step }: Entry) => step.only_if === undefined || factOf(now, step.only_if) !== false;

function skipUnneeded(now: Draft, { n, step }: Entry): void {
  record(now, { type: 'stepSkipped', step: n, why: `not needed: “${plain(step.only_if ?? '')}” is not the case` });
}

/** It is this step's turn: people are told, its pages, clocks and hooks become owed, its parts are dealt out. */
export function makeReady(now: Draft, n: number, from: number | null): void {
  const entry = entryOf(now.run, n);
  if (entry === undefined) return;
  const { step } = entry;
  const clocks = clocksOf(now, step.clock);
  record(now, { type: 'stepReady', step: n, from, until: waitEnd(step, now.context.at), clocks });
  if (step.page !== undefined) now.effects.push({ kind: 'page', step: n, targets: step.page, why: textOf(step) });
  if (clocks.length > 0) now.effects.push({ kind: 'clock', step: n, clocks });
  const verb = verbOf(step);
  if (verb === 'run') return askHook(now, n);
  if (verb === 'together') return dealParts(now, entry);
  if (verb === 'use') return enterUsed(now, entry);
  if (step.use_order === undefined) return;
  addSystems(now, entry);
  const group = entryOf(now.run, n);
  const first = group === undefined ? undefined : kidsOf(now.run, group).find((kid) => !isOver(kid));
  if (first !== undefined) makeReady(now, first.n, null);
}

function dealParts(now: Draft, group: Entry): void {
  for (const kid of kidsOf(now.run, group)) {
    if (isOver(kid) || isLive(kid)) record(now, { type: 'stepReached', step: kid.n, from: null });
    else if (isNeeded(now, kid)) makeReady(now, kid.n, null);
    else skipUnneeded(now, kid);
  }
  const last = entryOf(now.run, group.kids.at(-1) ?? 0);
  if (last !== undefined) partOver(now, last);
}

function enterUsed(now: Draft, entry: Entry): void {
  const playbook = entry.step.use ?? '';
  const returns = entry.step.return === true;
  if (!Object.hasOwn(now.context.playbooks, playbook)) {
    record(now, { type: 'stepNotPossible', step: entry.n, why: `there is no playbook “${playbook}”` });
    return goOn(now, entry.n);
  }
  if (!returns) record(now, { type: 'stepDone', step: entry.n, result: null, note: '', keep: [] });
  enterPlaybook(now, { playbook, from: entry.n, returns });
}

/** A part of a group, or one system of an order, is over. */
function partOver(now: Draft, part: Entry): void {
  const group = parentOf(now, part);
  if (group === undefined || isOver(group) || !group.reached) return;
  const kids = kidsOf(now.run, group);
  if (kids.filter(isOver).length < (group.step.enough ?? kids.length)) {
    const next = kids.find((kid) => !isOver(kid));
    if (part.origin === 'system' && next !== undefined && !kids.some(isLive)) makeReady(now, next.n, null);
    return;
  }
  for (const kid of kids)
    if (kid.state === 'ready') record(now, { type: 'stepSkipped', step: kid.n, why: 'enough of the others are done' });
  record(now, { type: 'stepDone', step: group.n, result: null, note: '', keep: [] });
  goOn(now, group.n);
}

/** The other way worked: the stuck step counts as done. It did not: the step goes where its playbook says, or stays stuck. */
function otherWayOver(now: Draft, way: Entry): void {
  const stuck = parentOf(now, way);
  if (stuck?.state !== 'stuck') return;
  if (way.state !== 'done') return giveUp(now, stuck.n);
  const result = verbOf(stuck.step) === 'check' ? 'yes' : null;
  record(now, { type: 'stepDone', step: stuck.n, result, note: `by the other way, step ${way.n}`, keep: [] });
  goOn(now, stuck.n);
}

/** Where a stuck step goes when nothing else is left: `if_stuck.goto`. Without one it stays stuck, for the commander. */
export function giveUp(now: Draft, n: number): void {
  const stuck = entryOf(now.run, n);
  const to = stuck?.step.if_stuck?.goto;
  if (stuck === undefined || to === undefined) return;
  const why = `${stuck.reason ?? 'stuck'}; we went on with “${plain(to)}”`;
  record(now, { type: 'stepNotPossible', step: n, why });
  if (stuck.origin === 'part' || stuck.origin === 'system') return partOver(now, stuck);
  if (stuck.reached && !stuck.moved) moveOn(now, stuck, { goto: to, use: null, returns: false });
}

/** Everybody asked agreed: the choice counts. One said no, or could not be asked: the question is open again. */
function approvalOver(now: Draft, approval: Entry): void {
  const ask = parentOf(now, approval);
  const choice = ask === undefined ? undefined : choiceOf(ask);
  if (ask?.choice === undefined || ask.choice === null || choice === undefined || isOver(ask)) return;
  const asked = kidsOf(now.run, ask).slice(-(choice.approve ?? []).length);
  if (asked.every((one) => one.result === 'yes')) return takeChoice(now, ask.n, { choice: ask.choice, note: '' });
  if (approval.result === 'yes') return;
  record(now, { type: 'stepUndone', step: ask.n, back: [] });
  for (const one of asked)
    if (isLive(one)) record(now, { type: 'stepSkipped', step: one.n, why: `step ${approval.n} was not agreed to` });
}

type Taking = { readonly choice: string; readonly note: string };

/** A choice takes effect at once, also ahead of its turn: who sees an attack early must not wait for step 3. */
export function takeChoice(now: Draft, n: number, { choice: name, note }: Taking): void {
  record(now, { type: 'stepChosen', step: n, choice: name, note, pending: false });
  const entry = entryOf(now.run, n);
  const choice = entry === undefined ? undefined : choiceOf(entry);
  if (entry === undefined || choice === undefined) return;
  choiceEffects(now, entry, choice);
  if (!entry.reached) record(now, { type: 'stepReached', step: n, from: null });
  // In a group the choice goes nowhere, so what it asks for stands beside the group.
  if (entry.origin === 'part') followUp(now, entry, { goto: null, use: null, returns: false });
  goOn(now, n);
}

type Entering = { readonly playbook: string; readonly from: number | null; readonly returns: boolean };

/** Goes into another playbook. Unless it returns, the open rest of the one it comes from is left behind, on the record. */
export function enterPlaybook(now: Draft, { playbook: id, from, returns }: Entering): void {
  const playbook = now.context.playbooks[id];
  if (playbook === undefined) return;
  const source = from === null ? undefined : entryOf(now.run, from);
  const frame = source === undefined ? undefined : now.run.frames[source.frame];
  if (!returns && frame !== undefined) leaveFrame(now, frame.n, `we went on with “${playbook.title}”`);
  const first = now.run.count + 1;
  const caller = returns ? from : (frame?.caller ?? null);
  const isFirst = now.run.frames.length === 0;
  record(now, { type: 'playbookEntered', frame: now.run.frames.length, playbook: id, first, from, caller });
  if (!isFirst) headEffects(now, playbook, from ?? first);
  arrive(now, first, { from: null, jumped: false });
}

/** What the head of a playbook asks for when an incident under way comes to it; at the start, the incident took it from there. */
function headEffects(
  { effects }: Draft,
  { title, severity, policy, private: isPrivate }: Playbook,
  step: number,
): void {
  const why = `we went on with “${title}”`;
  if (severity !== undefined) effects.push({ kind: 'severity', to: severity, atLeast: true, why });
  if (isPrivate === true) effects.push({ kind: 'private', why });
  if (policy !== undefined) effects.push({ kind: 'page', step, targets: [policy], why });
}

/** The list is at its end and its closing criteria are ticked: back to the playbook that called it, or offer to close. */
export function frameOver(now: Draft, n: number): void {
  const frame = now.run.frames[n];
  if (frame?.state !== 'finished' || !exitsTicked(frame)) return;
  const caller = frame.caller === null ? undefined : entryOf(now.run, frame.caller);
  if (caller === undefined) {
    now.effects.push({ kind: 'close offered' });
    return;
  }
  record(now, { type: 'playbookReturned', frame: n, to: caller.n });
  if (verbOf(caller.step) === 'use')
    record(now, { type: 'stepDone', step: caller.n, result: null, note: '', keep: [] });
  moveOn(now, caller, { ...afterOf(caller), use: null });
}
