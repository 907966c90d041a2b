import { plusMs, spanMs } from '../time.ts';
import type { Instant } from '../time.ts';
import { record } from './draft.ts';
import type { Draft } from './draft.ts';
import type { After } from './events.ts';
import { entriesOf, entryOf, isLive, isOver, kidsOf, plain, textOf } from './run.ts';
import type { Entry, Frame } from './run.ts';
import { verbOf } from './schema.ts';
import type { Choice, Step } from './schema.ts';

/** Single moves of the flow, each leading nowhere by itself; `flow.ts` puts them together. */

export const choiceOf = (entry: Entry): Choice | undefined =>
  entry.choice === null ? undefined : entry.step.choices?.[entry.choice];

/** Where a step goes when it is over; all null: to the next of the list. */
export function afterOf(entry: Entry): After {
  if (entry.next !== null) return entry.next;
  const choice = choiceOf(entry);
  const goto = choice?.goto ?? entry.step.then ?? null;
  return { goto, use: choice?.use ?? null, returns: choice?.return === true };
}

export const parentOf = (now: Draft, entry: Entry): Entry | undefined =>
  entry.parent === null ? undefined : entryOf(now.run, entry.parent);

/** The step of the list that this one belongs to. */
export function topOf(now: Draft, entry: Entry): Entry {
  const parent = parentOf(now, entry);
  return parent === undefined ? entry : topOf(now, parent);
}

/** A step beside the list moves nothing: one added without a place, or what follows from a choice inside a group. */
export function isInLine(now: Draft, entry: Entry): boolean {
  const parent = parentOf(now, entry);
  if (parent !== undefined && parent.parent !== null && parent.origin !== 'follow-up') return false;
  return Object.hasOwn(now.run.frames[entry.frame]?.newest ?? {}, topOf(now, entry).key);
}

type Jump = { readonly frame: Frame; readonly to: string };

/** A jump forward leaves the steps between out, openly: they can be come back to. */
export function passOver(now: Draft, entry: Entry, { frame, to }: Jump): void {
  const from = frame.order.indexOf(topOf(now, entry).key);
  const between = frame.order.slice(from + 1, Math.max(0, frame.order.indexOf(to)));
  const steps = between.flatMap((key) => {
    const other = entryOf(now.run, frame.newest[key] ?? 0);
    if (other === undefined || other.state !== 'waiting' || isLive(other)) return [];
    return [other.n, ...kidsOf(now.run, other).flatMap((kid) => (kid.state === 'waiting' ? [kid.n] : []))];
  });
  if (steps.length === 0) return;
  const how = entry.choice === null ? `after step ${entry.n}` : `step ${entry.n} chose “${plain(entry.choice)}”`;
  record(now, { type: 'stepsPassedOver', steps, from: entry.n, why: `not needed: ${how}` });
}

/** What somebody is working on stays open; the rest of the list is left behind. */
export function leaveFrame(now: Draft, n: number, why: string): void {
  const left = entriesOf(now.run).filter((entry) => entry.frame === n && !isOver(entry) && isLeft(entry));
  record(now, { type: 'playbookLeft', frame: n, superseded: left.map((entry) => entry.n), why });
}

function isLeft(entry: Entry): boolean {
  if (entry.state === 'stuck' || entry.state === 'superseded' || entry.passedOverBy !== null) return false;
  const runsItself = ['wait', 'together', 'use'].includes(verbOf(entry.step)) || entry.kids.length > 0;
  return entry.state !== 'doing' || runsItself;
}

/** The clocks asked about that the plan really has. */
export function clocksOf({ context }: Draft, asked: Step['clock']): readonly string[] {
  if (asked === undefined) return [];
  return asked === 'all' ? context.clocks : asked.filter((clock) => context.clocks.includes(clock));
}

/** The end of a step's wait; null when it does not wait, or for an event only. */
export function waitEnd(step: Step, at: Instant): Instant | null {
  return step.wait === undefined || step.wait === 'event' ? null : plusMs(at, spanMs(step.wait));
}

/** Owes one more run of the step's hook. */
export function askHook(now: Draft, n: number): void {
  const entry = entryOf(now.run, n);
  const name = entry?.step.run;
  if (entry === undefined || name === undefined) return;
  const run = entry.hookRuns + 1;
  record(now, { type: 'stepHookAsked', step: n, run });
  now.effects.push({ kind: 'hook', step: n, run, name, with: entry.step.with ?? {}, key: `step/${n}/hook/${run}` });
}

type Adding = Pick<Extract<Parameters<typeof record>[1], { type: 'stepAdded' }>, 'def' | 'origin'> & {
  readonly of: Entry;
  readonly next?: After;
};

/** Adds a step that belongs to another one and answers its number. It takes the role of that one unless it has its own. */
export function addTo(now: Draft, { def, origin, of, next }: Adding): number {
  const step = now.run.count + 1;
  const who = of.step.who === undefined ? {} : { who: of.step.who };
  const added = { type: 'stepAdded', step, frame: of.frame, origin, parent: of.n, after: null } as const;
  record(now, { ...added, def: { ...who, ...def }, next: next ?? null });
  return step;
}

/** One part for each affected system. With no system known, the step stays one step. */
export function addSystems(now: Draft, entry: Entry): void {
  if (entry.kids.length > 0) return;
  const { step } = entry;
  const order = step.use_order === 'recovery' ? now.context.order : now.context.order.toReversed();
  const verb = step.check === undefined ? 'do' : 'check';
  const keep = step.keep === undefined ? {} : { keep: step.keep };
  for (const system of order) {
    const def = { id: system, [verb]: `${textOf(step)}: ${plain(system)}`, ...keep };
    addTo(now, { def, origin: 'system', of: entry });
  }
}

/** What taking a choice does around the steps. */
export function choiceEffects(now: Draft, entry: Entry, choice: Choice): void {
  const { n, step } = entry;
  const why = `${textOf(step)} ${plain(entry.choice ?? '')}`.trim();
  const { effects } = now;
  if (choice.set_severity !== undefined)
    effects.push({ kind: 'severity', to: choice.set_severity, atLeast: false, why });
  if (choice.private === true) effects.push({ kind: 'private', why });
  if (choice.page !== undefined) effects.push({ kind: 'page', step: n, targets: choice.page, why });
  const clocks = clocksOf(now, choice.clock);
  if (clocks.length > 0) effects.push({ kind: 'clock', step: n, clocks });
}
