import type { StepEvent } from './events.ts';
import { changed, onStep, renewed } from './evolve-step.ts';
import type { EventOf, Stamped } from './evolve-step.ts';
import { beginRun, born, entryOf, withFrame } from './run.ts';
import type { Entry, Frame, Run } from './run.ts';
import { verbOf } from './schema.ts';
import type { Playbook } from './schema.ts';

type Playbooks = Readonly<Record<string, Playbook>>;

/**
 * Folds one event into the steps. Total: an event about a step or a playbook that this run does not know, or that it
 * heard before, changes nothing. Copies one block of entries and one frame at most.
 */
export function evolveRun(run: Run, event: Stamped<StepEvent>, playbooks: Playbooks): Run {
  switch (event.type) {
    case 'playbookEntered':
      return entered(run, event, playbooks);
    case 'playbookLeft':
      return left(run, event);
    case 'playbookFinished':
      return came(framed(run, event.frame, { state: 'finished', finishedFrom: event.from }), event.from);
    case 'playbookReturned':
      return framed(run, event.frame, { state: 'returned' });
    case 'stepReady':
      return ready(run, event);
    case 'stepReached':
      return came(changed(run, event.step, { reached: true, cameFrom: event.from }), event.from);
    case 'stepsPassedOver':
      return passedOver(run, event);
    case 'stepRepeated':
      return repeated(run, event);
    case 'stepAdded':
      return added(run, event);
    case 'stepMoved':
      return moved(run, event);
    case 'exitTicked':
      return ticked(run, event);
    default:
      return onStep(run, event);
  }
}

const came = (run: Run, from: number | null) => (from === null ? run : changed(run, from, { moved: true }));

function framed(run: Run, n: number, patch: Partial<Frame>): Run {
  const frame = run.frames[n];
  return frame === undefined ? run : withFrame(run, { ...frame, ...patch });
}

/** Every step of the playbook gets its number at once, so that people see the whole list and may do any of it. */
function entered(run: Run, event: Stamped<EventOf<'playbookEntered'>>, playbooks: Playbooks): Run {
  const playbook = Object.hasOwn(playbooks, event.playbook) ? playbooks[event.playbook] : undefined;
  if (playbook === undefined || event.frame !== run.frames.length || event.first !== run.count + 1) return run;
  let now: Run = run.startedAt === null ? { ...beginRun, startedAt: event.at } : run;
  const newest: Record<string, number> = {};
  for (const step of playbook.steps) {
    const n = now.count + 1;
    const given = { n, key: step.id, frame: event.frame, step, origin: 'playbook', parent: null } as const;
    now = withParts(born(now, step.id, given));
    newest[step.id] = n;
  }
  const frame: Frame = {
    n: event.frame,
    playbook,
    state: 'running',
    finishedFrom: null,
    caller: event.caller,
    order: playbook.steps.map((step) => step.id),
    newest,
    exits: playbook.exit.map(() => false),
  };
  now = { ...now, frames: [...now.frames, frame] };
  // A step that waits for the playbook to come back goes on only then.
  return event.from === event.caller ? now : came(now, event.from);
}

/** Gives the parts of a `together` step their entries, numbered after it. */
function withParts({ run, entry }: { readonly run: Run; readonly entry: Entry }): Run {
  let now = run;
  const kids: number[] = [];
  for (const step of entry.step.together ?? []) {
    const n = now.count + 1;
    const key = `${entry.key}/${step.id}`;
    now = born(now, key, { n, key, frame: entry.frame, step, origin: 'part', parent: entry.n }).run;
    kids.push(n);
  }
  return kids.length === 0 ? now : changed(now, entry.n, { kids });
}

function left(run: Run, event: Stamped<EventOf<'playbookLeft'>>): Run {
  const over = { state: 'superseded', reason: event.why, endedAt: event.at, endedBy: event.by } as const;
  const now = event.superseded.reduce((before, n) => changed(before, n, over), run);
  return framed(now, event.frame, { state: 'left' });
}

function ready(run: Run, event: Stamped<EventOf<'stepReady'>>): Run {
  const entry = entryOf(run, event.step);
  if (entry === undefined) return run;
  const verb = verbOf(entry.step);
  // Nobody begins a group or a wait: they are under way as soon as it is their turn.
  const underWay = verb === 'together' || verb === 'use' || verb === 'wait';
  const now = changed(run, event.step, {
    ...renewed(entry),
    state: underWay ? 'doing' : event.until === null ? 'ready' : 'waiting',
    reached: true,
    cameFrom: event.from ?? entry.cameFrom,
    passedOverBy: null,
    readyAt: event.at,
    startedAt: underWay ? event.at : null,
    endedAt: null,
    endedBy: null,
    waitsUntil: event.until,
    reason: null,
    clocks: event.clocks,
  });
  return came(now, event.from);
}

function passedOver(run: Run, event: EventOf<'stepsPassedOver'>): Run {
  const patch = { state: 'skipped', passedOverBy: event.from, reason: event.why } as const;
  return event.steps.reduce((now, n) => changed(now, n, patch), run);
}

function repeated(run: Run, event: EventOf<'stepRepeated'>): Run {
  const before = entryOf(run, event.of);
  const frame = before === undefined ? undefined : run.frames[before.frame];
  if (before === undefined || frame === undefined || event.step !== run.count + 1) return run;
  const { key, step, origin, parent, next } = before;
  const now = withParts(born(run, key, { n: event.step, key, frame: frame.n, step, origin, parent, next }));
  const again = withFrame(now, { ...frame, newest: { ...frame.newest, [key]: event.step } });
  return came(changed(again, event.step, { again: true }), event.from);
}

function added(run: Run, event: Stamped<EventOf<'stepAdded'>>): Run {
  const frame = run.frames[event.frame];
  if (frame === undefined || event.step !== run.count + 1) return run;
  const { step: n, def: step, origin, next } = event;
  const parent = event.parent === null ? undefined : entryOf(run, event.parent);
  const own = origin === 'added' ? `${step.id}-${n}` : step.id;
  const key = parent === undefined ? own : `${parent.key}/${own}`;
  const { run: now, entry } = born(run, key, { n, key, frame: frame.n, step, origin, parent: event.parent, next });
  if (parent !== undefined && origin === 'system')
    return changed(now, parent.n, {
      kids: [...parent.kids, n],
      state: 'doing',
      startedAt: parent.startedAt ?? event.at,
    });
  if (parent !== undefined && origin === 'approval') return changed(now, parent.n, { kids: [...parent.kids, n] });
  return event.after === null ? now : placed(now, entry, event.after);
}

function placed(run: Run, { frame: at, key, n }: Entry, after: number): Run {
  const frame = run.frames[at];
  if (frame === undefined) return run;
  const place = frame.order.indexOf(entryOf(run, after)?.key ?? '');
  return withFrame(run, {
    ...frame,
    order: frame.order.toSpliced(place + 1, 0, key),
    newest: { ...frame.newest, [key]: n },
  });
}

function moved(run: Run, event: EventOf<'stepMoved'>): Run {
  const entry = entryOf(run, event.step);
  const before = entryOf(run, event.before);
  const frame = entry === undefined ? undefined : run.frames[entry.frame];
  if (entry === undefined || before === undefined || frame === undefined) return run;
  const rest = frame.order.filter((key) => key !== entry.key);
  const at = rest.indexOf(before.key);
  if (at < 0 || rest.length === frame.order.length) return run;
  return withFrame(run, { ...frame, order: rest.toSpliced(at, 0, entry.key) });
}

function ticked(run: Run, event: EventOf<'exitTicked'>): Run {
  const frame = run.frames[event.frame];
  if (frame === undefined || event.exit < 1 || event.exit > frame.exits.length) return run;
  return withFrame(run, { ...frame, exits: frame.exits.with(event.exit - 1, true) });
}
