import { refuse } from '../aggregate.ts';
import { giveUp, goOn, makeReady, takeChoice } from './flow.ts';
import { addTo, askHook, clocksOf } from './moves.ts';
import { draft, factOf, record, settled } from './draft.ts';
import type { Draft, StepContext, StepDecision } from './draft.ts';
import { entriesOf, entryOf, isGroup, isLive, isOver, kidsOf, plain, textOf } from './run.ts';
import type { Entry, Run } from './run.ts';
import { verbOf } from './schema.ts';

/** What people do with a step when all goes well. Order is advice: any step may be begun or finished at any time. */

export type Given = { readonly step: number; readonly note?: string; readonly keep?: readonly string[] };

/** Somebody takes it on. For a hook that failed: it runs once more. */
export function startStep(run: Run, { step }: { readonly step: number }, context: StepContext): StepDecision {
  const entry = openStep(run, step);
  if ('ok' in entry) return entry;
  const { by } = context;
  if (isGroup(entry) || verbOf(entry.step) === 'wait') return refuseKind(run, entry);
  if (entry.state === 'doing' && entry.owner === by)
    return refuse('already doing', `You are on step ${step} already. When it is done: \`done ${step}\`.`);
  const now = draft(run, context);
  if (verbOf(entry.step) === 'run' && entry.state === 'stuck') askHook(now, step);
  else record(now, { type: 'stepStarted', step });
  return settled(now);
}

/** A step is done; a wait has happened; a check came out well. */
export function finishStep(run: Run, given: Given, context: StepContext): StepDecision {
  const entry = openStep(run, given.step);
  if ('ok' in entry) return entry;
  const verb = verbOf(entry.step);
  switch (verb) {
    case 'check':
      return checkStep(run, { ...given, answer: 'yes' }, context);
    case 'ask':
    case 'together':
    case 'use':
      return refuseKind(run, entry);
    case 'clock':
      if (clocksLeft(entry).length > 0 && !given.note?.trim()) return refuseKind(run, entry);
      break;
    case 'do':
    case 'say':
    case 'page':
    case 'wait':
    case 'run':
      break;
    default:
      verb satisfies never;
  }
  const now = draft(run, context);
  for (const kid of kidsOf(run, entry)) if (!isOver(kid)) record(now, done(kid.n, { note: `with step ${entry.n}` }));
  end(now, entry, () => record(now, done(given.step, given)));
  return settled(now);
}

const done = (step: number, { note, keep }: Omit<Given, 'step'>, result: 'yes' | 'no' | null = null) =>
  ({ type: 'stepDone', step, result, note: (note ?? '').trim(), keep: keep ?? [] }) as const;

/** Ends a step and goes on: ways round it are no longer needed, and it may be due again. */
export function end(now: Draft, entry: Entry, how: () => void): void {
  how();
  for (const way of entry.wasStuck === null ? [] : entriesOf(now.run))
    if (way.parent === entry.n && way.origin === 'other way' && !isOver(way))
      record(now, { type: 'stepSkipped', step: way.n, why: `not needed: step ${entry.n} is over` });
  const over = entryOf(now.run, entry.n);
  if (over === undefined) return;
  if (isDueAgain(now, over)) repeat(now, over);
  else goOn(now, over.n);
}

function isDueAgain(now: Draft, { step, state, reached, moved }: Entry): boolean {
  const { repeat_until: until } = step;
  return until !== undefined && state === 'done' && reached && !moved && factOf(now, until) !== true;
}

/** The same step once more, as a new occurrence. */
export function repeat(now: Draft, { n }: Entry): void {
  const fresh = now.run.count + 1;
  record(now, { type: 'stepRepeated', step: fresh, of: n, from: n });
  makeReady(now, fresh, n);
}

export type Answer = 'yes' | 'no' | 'not possible';

/** The result of a check. *No* takes the way that the playbook gives for being stuck; without one it is recorded as it is. */
export function checkStep(run: Run, given: Given & { readonly answer: Answer }, context: StepContext): StepDecision {
  const { step, answer } = given;
  const entry = openStep(run, step);
  if ('ok' in entry) return entry;
  if (entry.step.check === undefined || isGroup(entry))
    return isGroup(entry) || answer !== 'yes' ? refuseKind(run, entry) : finishStep(run, given, context);
  const note = (given.note ?? '').trim();
  if (answer === 'not possible') {
    if (note === '')
      return refuse('reason missing', `Why is it not possible? \`check ${step} not possible no access\``);
    const now = draft(run, context);
    end(now, entry, () => record(now, { type: 'stepNotPossible', step, why: note }));
    return settled(now);
  }
  if (answer === 'no' && entry.state === 'stuck') return stuckAlready(entry);
  const now = draft(run, context);
  if (answer === 'no' && entry.step.if_stuck !== undefined)
    otherWay(now, entry, note === '' ? 'the answer was no' : note);
  else end(now, entry, () => record(now, done(step, given, answer)));
  return settled(now);
}

/** Takes the way round that the playbook gives; without one, the step is stuck and the commander decides. */
export function otherWay(now: Draft, entry: Entry, why: string): void {
  const { n, step } = entry;
  record(now, { type: 'stepStuck', step: n, why });
  const way = step.if_stuck;
  if (way?.page !== undefined)
    now.effects.push({ kind: 'page', step: n, targets: way.page, why: `Stuck: ${textOf(step)} (${why})` });
  if (way?.do === undefined) return giveUp(now, n);
  // Begun again and stuck once more: the way round that is open is the one.
  if (entriesOf(now.run).some((other) => other.parent === n && other.origin === 'other way' && isLive(other))) return;
  makeReady(now, addTo(now, { def: { id: 'other-way', do: way.do }, origin: 'other way', of: entry }), null);
}

/** A decision. Names are matched as people type them: `Roll back` is `roll-back`. */
export function chooseStep(
  run: Run,
  given: { readonly step: number; readonly choice: string; readonly note?: string },
  context: StepContext,
): StepDecision {
  const { step } = given;
  const entry = openStep(run, step);
  if ('ok' in entry) return entry;
  if (entry.step.ask === undefined || isGroup(entry)) return refuseKind(run, entry);
  const asked = given.choice
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
  const name = choicesOf(entry).find((one) => one.toLowerCase() === asked);
  if (name === undefined && asked === '')
    return refuse('no such choice', `What is decided in step ${step}, “${textOf(entry.step)}”? ${choiceHelp(entry)}`);
  if (name === undefined)
    return refuse('no such choice', `“${given.choice.trim()}” is no choice of step ${step}. ${choiceHelp(entry)}`);
  const now = draft(run, context);
  const note = (given.note ?? '').trim();
  const approvers = entry.step.choices?.[name]?.approve ?? [];
  if (approvers.length > 0) askApproval(now, { entry, name, note, approvers });
  else takeChoice(now, step, { choice: name, note });
  return settled(now);
}

type Approval = {
  readonly entry: Entry;
  readonly name: string;
  readonly note: string;
  readonly approvers: readonly string[];
};

function askApproval(now: Draft, { entry, name, note, approvers }: Approval): void {
  record(now, { type: 'stepChosen', step: entry.n, choice: name, note, pending: true });
  for (const who of approvers) {
    const id = `approve-${who.replaceAll('_', '-')}`;
    const def = { id, check: `Do you agree to “${plain(name)}”? ${textOf(entry.step)}`, who };
    makeReady(now, addTo(now, { def, origin: 'approval', of: entry }), null);
  }
}

/** What a wait waits for happened. Anybody may end any wait. */
export function happened(run: Run, { step, note }: Given, context: StepContext): StepDecision {
  const entry = openStep(run, step);
  if ('ok' in entry) return entry;
  const now = draft(run, context);
  if (verbOf(entry.step) === 'wait') {
    end(now, entry, () => record(now, done(step, { note: note ?? 'it happened' })));
    return settled(now);
  }
  if (entry.step.wait === undefined || entry.state !== 'waiting') return refuseKind(run, entry);
  const clocks = clocksOf(now, entry.step.clock);
  record(now, { type: 'stepReady', step, from: null, until: null, clocks });
  return settled(now);
}

/** The step if it can still be done, else the refusal that says what can be done instead. */
export function openStep(run: Run, n: number): Entry | Extract<StepDecision, { readonly ok: false }> {
  const entry = entryOf(run, n);
  if (entry === undefined) return noStep(run, n);
  if (!isOver(entry)) return entry;
  const who = entry.endedBy === null || entry.endedBy === 'muster' ? '' : ` by ${entry.endedBy}`;
  return refuse('step is over', `Step ${n} is ${entry.state} already${who}. To open it again: \`undo ${n}\`.`);
}

export function noStep(run: Run, n: number): Extract<StepDecision, { readonly ok: false }> {
  const open = entriesOf(run).filter((entry) => isLive(entry) && !isGroup(entry));
  const list = open.map((entry) => `${entry.n} (${textOf(entry.step)})`).slice(0, 5);
  const now = list.length === 0 ? 'No step is open.' : `Open now: ${list.join(', ')}.`;
  return refuse('no such step', `There is no step ${n}. ${now}`);
}

export const choicesOf = (entry: Entry): readonly string[] => Object.keys(entry.step.choices ?? {});
export const clocksLeft = (entry: Entry): readonly string[] =>
  entry.clocks.filter((clock) => !entry.clocksDecided.includes(clock));

/** Said a second time, it changes nothing: the way round is open, and whoever is asked for it knows. */
export const stuckAlready = ({ n, reason }: Entry) =>
  refuse(
    'already stuck',
    `Step ${n} is noted as stuck already (${reason ?? ''}). Once it works: \`done ${n}\`; if it never will: \`skip ${n}\` with the reason.`,
  );

const choiceHelp = (entry: Entry) =>
  `Choose one: ${choicesOf(entry)
    .map((name) => `\`choose ${entry.n} ${name}\``)
    .join(', ')}.`;

/** A step of another verb was meant: says what this one takes. */
export function refuseKind(run: Run, entry: Entry): Extract<StepDecision, { readonly ok: false }> {
  const { n, step } = entry;
  const open = kidsOf(run, entry).filter((kid) => !isOver(kid));
  if (isGroup(entry) && step.use === undefined) {
    const list = open.map((kid) => `${kid.n} (${textOf(kid.step)})`).join(', ');
    return refuse('step is a group', `Step ${n} is done when its parts are. Still open: ${list}.`);
  }
  const say = {
    do: `Step ${n} is something to do: \`done ${n}\`, or \`stuck ${n}\`.`,
    check: `Step ${n} is a check: \`check ${n} yes\`, \`check ${n} no\` or \`check ${n} not possible\` with the reason.`,
    ask: `Step ${n} is a decision. ${choiceHelp(entry)}`,
    say: `Step ${n} is a message: \`done ${n}\` when it is sent, or \`skip ${n}\` with the reason.`,
    page: `Step ${n} brings people in: \`done ${n}\` when they have answered.`,
    clock: `Step ${n} asks about ${clocksLeft(entry).map(plain).join(', ')}. Decide each with \`clock\`, or say in a few words what was decided: \`done ${n} counsel says none applies\`.`,
    wait: `Step ${n} waits by itself. If it has happened: \`happened ${n}\`.`,
    run: `Step ${n} is done by Muster. To try again: \`doing ${n}\`. If you did it by hand: \`done ${n}\`.`,
    use: `Step ${n} is done when the playbook “${plain(step.use ?? '')}” is at its end. To leave it out: \`skip ${n}\` with the reason.`,
    together: '',
  } as const;
  return refuse('step is of another kind', say[verbOf(step)]);
}
