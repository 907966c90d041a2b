import type { Instant } from '../time.ts';
import type { After, Origin } from './events.ts';
import { verbOf } from './schema.ts';
import type { Playbook, Step } from './schema.ts';

export type StepState = 'waiting' | 'ready' | 'doing' | 'stuck' | 'done' | 'skipped' | 'not possible' | 'superseded';

/** One occurrence of a step. A step that is visited again is another entry with a number of its own. */
export type Entry = {
  /** 1, 2, 3 … as people say it: `done 3`. */
  readonly n: number;
  /** `isolate`, `contain/isolate`, `look~2`: unique in the run. */
  readonly id: string;
  /** Its name in its own playbook: `look`. */
  readonly key: string;
  readonly frame: number;
  readonly step: Step;
  readonly origin: Origin;
  readonly parent: number | null;
  readonly kids: readonly number[];
  readonly next: After | null;
  readonly state: StepState;
  /** The flow came here; a step that people do ahead of its turn is not reached. */
  readonly reached: boolean;
  /** The flow went on from here. */
  readonly moved: boolean;
  readonly cameFrom: number | null;
  /** A visit after the first one. */
  readonly again: boolean;
  /** The step whose choice jumped over this one; it can still be come back to. */
  readonly passedOverBy: number | null;
  readonly owner: string | null;
  readonly readyAt: Instant | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly endedBy: string | null;
  readonly waitsUntil: Instant | null;
  /** Why it was skipped, is stuck or was not possible. */
  readonly reason: string | null;
  readonly result: 'yes' | 'no' | null;
  readonly choice: string | null;
  readonly note: string | null;
  readonly kept: readonly string[];
  readonly clocks: readonly string[];
  readonly clocksDecided: readonly string[];
  readonly hookRuns: number;
  /** Why it was stuck, at the first time; stays when it got done after all. */
  readonly wasStuck: string | null;
  readonly extraMs: number;
  /** Counts extensions and undos, so that the deadlines after them are other ones. */
  readonly round: number;
  readonly passed: readonly string[];
};

/** A playbook in play. Frames are numbered from 0 and never taken away. */
export type Frame = {
  readonly n: number;
  readonly playbook: Playbook;
  readonly state: 'running' | 'finished' | 'returned' | 'left';
  readonly finishedFrom: number | null;
  readonly caller: number | null;
  /** Keys of the steps in order; people may add and move. */
  readonly order: readonly string[];
  /** The newest occurrence of each of them. */
  readonly newest: Readonly<Record<string, number>>;
  readonly exits: readonly boolean[];
};

/** The steps of one incident. Entries live in blocks of 64, so that one event copies a block and not the whole list. */
export type Run = {
  readonly startedAt: Instant | null;
  readonly frames: readonly Frame[];
  readonly blocks: readonly (readonly Entry[])[];
  readonly count: number;
  /** How often each path was visited. Paths have no `~`, so that `look~2` is nobody's path. */
  readonly ids: Readonly<Record<string, number>>;
  /** `money.money-gone` → true for the choice taken, false for the others; facts for `only_if`. */
  readonly chosen: Readonly<Record<string, boolean>>;
};

export const beginRun: Run = { startedAt: null, frames: [], blocks: [], count: 0, ids: {}, chosen: {} };

const BLOCK = 64;
export const entryOf = (run: Run, n: number): Entry | undefined =>
  run.blocks[Math.floor((n - 1) / BLOCK)]?.[(n - 1) % BLOCK];
export const entriesOf = (run: Run): readonly Entry[] => run.blocks.flat();

export function withEntry(run: Run, entry: Entry): Run {
  const block = Math.floor((entry.n - 1) / BLOCK);
  const blocks = [...run.blocks];
  const changed = [...(blocks[block] ?? [])];
  changed[(entry.n - 1) % BLOCK] = entry;
  blocks[block] = changed;
  return { ...run, blocks, count: Math.max(run.count, entry.n) };
}

export const withFrame = (run: Run, frame: Frame): Run => ({
  ...run,
  frames: run.frames.map((other) => (other.n === frame.n ? frame : other)),
});

type NewEntry = Pick<Entry, 'n' | 'key' | 'frame' | 'step' | 'origin' | 'parent'> & { readonly next?: After | null };

/** An entry that waits for its turn, with an id that no other has. `base` is its path: `contain/isolate`. */
export function born(run: Run, base: string, given: NewEntry): { readonly run: Run; readonly entry: Entry } {
  const times = (run.ids[base] ?? 0) + 1;
  const id = times === 1 ? base : `${base}~${times}`;
  const entry: Entry = {
    next: null,
    ...given,
    id,
    kids: [],
    state: 'waiting',
    reached: false,
    moved: false,
    cameFrom: null,
    again: false,
    passedOverBy: null,
    owner: null,
    readyAt: null,
    startedAt: null,
    endedAt: null,
    endedBy: null,
    waitsUntil: null,
    reason: null,
    result: null,
    choice: null,
    note: null,
    kept: [],
    clocks: [],
    clocksDecided: [],
    hookRuns: 0,
    wasStuck: null,
    extraMs: 0,
    round: 0,
    passed: [],
  };
  return { run: withEntry({ ...run, ids: { ...run.ids, [base]: times } }, entry), entry };
}

/** Over, one way or the other; a step that was passed over or left behind can still be begun. */
export const isOver = (entry: Entry) =>
  entry.state === 'done' ||
  entry.state === 'not possible' ||
  (entry.state === 'skipped' && entry.passedOverBy === null);
/** It is its turn, or somebody began it. A step that waits for an hour counts. */
export const isLive = (entry: Entry) =>
  entry.state === 'ready' ||
  entry.state === 'doing' ||
  entry.state === 'stuck' ||
  (entry.state === 'waiting' && entry.readyAt !== null);
/** Holds others and has nothing to do itself; a choice that waits for approvals is one for that time. */
export const isGroup = (entry: Entry) =>
  entry.step.together !== undefined ||
  entry.step.use !== undefined ||
  (entry.kids.length > 0 && (entry.step.ask === undefined || (entry.choice !== null && entry.state === 'doing')));

export const isPlaying = (frame: Frame | undefined) => frame?.state === 'running' || frame?.state === 'finished';
/** The innermost playbook in play: its closing list is the one that counts. */
export const currentFrame = (run: Run): Frame | undefined => run.frames.findLast(isPlaying);
export const exitsTicked = (frame: Frame) => frame.exits.every(Boolean);

export function kidsOf(run: Run, entry: Entry): readonly Entry[] {
  return entry.kids.flatMap((n) => entryOf(run, n) ?? []);
}

/** Finds a step by number, id or key; of several with one key, the newest. */
export function findStep(run: Run, words: string): Entry | undefined {
  const asked = words.trim().replace(/^#/, '');
  if (/^\d+$/.test(asked)) return entryOf(run, Number(asked));
  const all = entriesOf(run);
  return (
    all.find((entry) => entry.id === asked) ??
    all.findLast((entry) => entry.key === asked || entry.key.endsWith(`/${asked}`))
  );
}

export const COMMANDER = 'incident_commander';
export const roleOf = (entry: Entry) => entry.step.who ?? COMMANDER;
export const plain = (id: string) => id.replaceAll(/[-_]/g, ' ');

/** What the step asks for, as one sentence. */
export const textOf = (step: Step): string => step.do ?? step.check ?? step.ask ?? step.title ?? untitled(step);

function untitled(step: Step): string {
  const verb = verbOf(step);
  switch (verb) {
    case 'say':
      return `Send the ${plain(step.say?.template ?? '')} message to ${audiencesOf(step).map(plain).join(' or ')}`;
    case 'page':
      return `Bring in ${(step.page ?? []).map(plain).join(', ')}`;
    case 'clock':
      return 'Decide which legal and contract clocks are running';
    case 'wait':
      return `Wait: ${step.until ?? step.wait ?? ''}`;
    case 'run':
      return `Muster runs ${plain(step.run ?? '')}`;
    case 'use':
      return `Go through ${plain(step.use ?? '')}`;
    case 'together':
      return `All at once: ${plain(step.id)}`;
    case 'do':
    case 'check':
    case 'ask':
      return plain(step.id);
    default:
      return verb satisfies never;
  }
}

/** Several: the first that the plan knows. */
export const audiencesOf = ({ say }: Step): readonly string[] =>
  typeof say?.audience === 'string' ? [say.audience] : (say?.audience ?? []);
