import type { IncidentBody } from '../incident/events.ts';
import type { StepEvent } from '../playbook/events.ts';
import type { Kept } from './entry.ts';

type StepType = StepEvent['type'];
export type KeptStep = Extract<Kept, { readonly type: StepType }>;
export type KeptBody = Extract<Kept, { readonly type: IncidentBody['type'] }>;

/** Every kind of step event by name, so that a new one does not compile until it is told. */
const STEP_EVENTS: Readonly<Record<StepType, true>> = {
  playbookEntered: true,
  playbookLeft: true,
  playbookFinished: true,
  playbookReturned: true,
  stepReady: true,
  stepReached: true,
  stepsPassedOver: true,
  stepRepeated: true,
  stepAdded: true,
  stepStarted: true,
  stepDone: true,
  stepChosen: true,
  stepStuck: true,
  stepSkipped: true,
  stepNotPossible: true,
  stepUndone: true,
  stepAssigned: true,
  stepKept: true,
  stepMoved: true,
  stepExtended: true,
  stepClockDecided: true,
  stepHookAsked: true,
  stepDeadlinePassed: true,
  exitTicked: true,
};

export const isStepEvent = (event: Kept): event is KeptStep => Object.hasOwn(STEP_EVENTS, event.type);
