import type { Instant } from '../time.ts';
import type { Step } from './schema.ts';

/**
 * Where a step of its own making goes when it is over, in place of the next in the list. With `use` set, that playbook is
 * entered first and, if it `returns`, `goto` comes after it.
 */
export type After = { readonly goto: string | null; readonly use: string | null; readonly returns: boolean };

/** Where a step came from when it is not written as such in the playbook. */
export type Origin =
  | 'playbook'
  /** One of several at once. */
  | 'part'
  /** One system of a step with `use_order`. */
  | 'system'
  /** The other way, after *stuck*. */
  | 'other way'
  /** What a choice asks for besides going somewhere. */
  | 'follow-up'
  | 'approval'
  | 'reminder'
  /** Added by a person. */
  | 'added';

export type StepDeadlineKind = 'overdue100' | 'overdue150' | 'by' | 'wait' | 'stuck-offer' | 'stop' | 'reminder';

/**
 * Everything that can happen to the steps of an incident. `step` is the step's running number; `from` is the step whose
 * end led here. The hour and the person are stamped on by whoever keeps the events.
 */
export type StepEvent =
  | {
      readonly type: 'playbookEntered';
      readonly frame: number;
      readonly playbook: string;
      /** The number of its first step; the others follow in reading order. */
      readonly first: number;
      readonly from: number | null;
      /** The step that waits for the playbook to come back; null when nothing does. */
      readonly caller: number | null;
    }
  | {
      readonly type: 'playbookLeft';
      readonly frame: number;
      readonly superseded: readonly number[];
      readonly why: string;
    }
  | { readonly type: 'playbookFinished'; readonly frame: number; readonly from: number | null }
  | { readonly type: 'playbookReturned'; readonly frame: number; readonly to: number }
  | {
      readonly type: 'stepReady';
      readonly step: number;
      readonly from: number | null;
      /** The end of its wait, if it waits. */
      readonly until: Instant | null;
      /** The clocks of the plan that it asks about. */
      readonly clocks: readonly string[];
    }
  /** The flow came to a step that people had begun or finished before. */
  | { readonly type: 'stepReached'; readonly step: number; readonly from: number | null }
  | {
      readonly type: 'stepsPassedOver';
      readonly steps: readonly number[];
      readonly from: number;
      readonly why: string;
    }
  | { readonly type: 'stepRepeated'; readonly step: number; readonly of: number; readonly from: number | null }
  | {
      readonly type: 'stepAdded';
      readonly step: number;
      readonly frame: number;
      readonly def: Step;
      readonly origin: Exclude<Origin, 'playbook'>;
      readonly parent: number | null;
      readonly next: After | null;
      /** Its place in the list is after this step; null when it stands beside the list. */
      readonly after: number | null;
    }
  | { readonly type: 'stepStarted'; readonly step: number }
  | {
      readonly type: 'stepDone';
      readonly step: number;
      readonly result: 'yes' | 'no' | null;
      readonly note: string;
      readonly keep: readonly string[];
    }
  | {
      readonly type: 'stepChosen';
      readonly step: number;
      readonly choice: string;
      readonly note: string;
      /** True while it waits for approvals. */
      readonly pending: boolean;
    }
  | { readonly type: 'stepStuck'; readonly step: number; readonly why: string }
  | { readonly type: 'stepSkipped'; readonly step: number; readonly why: string }
  | { readonly type: 'stepNotPossible'; readonly step: number; readonly why: string }
  | {
      readonly type: 'stepUndone';
      readonly step: number;
      /** Steps that its end had made ready and nobody had begun: they wait again. */
      readonly back: readonly number[];
    }
  | { readonly type: 'stepAssigned'; readonly step: number; readonly person: string }
  | { readonly type: 'stepKept'; readonly step: number; readonly items: readonly string[] }
  | { readonly type: 'stepMoved'; readonly step: number; readonly before: number }
  | { readonly type: 'stepExtended'; readonly step: number; readonly ms: number }
  | { readonly type: 'stepClockDecided'; readonly step: number; readonly clock: string }
  | { readonly type: 'stepHookAsked'; readonly step: number; readonly run: number }
  | {
      readonly type: 'stepDeadlinePassed';
      readonly step: number;
      readonly what: StepDeadlineKind;
      readonly round: number;
    }
  | { readonly type: 'exitTicked'; readonly frame: number; readonly exit: number };

/** What a step does to the incident around it. The machine knows nothing of incidents; whoever calls it applies these. */
export type StepEffect =
  /** `atLeast`: the playbook's own severity, to be taken only when it is worse than the one in force. */
  | { readonly kind: 'severity'; readonly to: string; readonly atLeast: boolean; readonly why: string }
  | { readonly kind: 'private'; readonly why: string }
  /** Targets are names of people, roles, schedules, vendors or escalation policies; the plan may lack some. */
  | { readonly kind: 'page'; readonly step: number; readonly targets: readonly string[]; readonly why: string }
  | { readonly kind: 'clock'; readonly step: number; readonly clocks: readonly string[] }
  | {
      readonly kind: 'hook';
      readonly step: number;
      readonly run: number;
      readonly name: string;
      readonly with: Readonly<Record<string, string | number | boolean>>;
      /** Names one attempt: `step/4/hook/1`. */
      readonly key: string;
    }
  | { readonly kind: 'close offered' };
