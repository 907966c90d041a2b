import type { StepEvent } from './events.ts';

/** Every kind of step event by name, so that a new one does not compile until it stands here. */
export const STEP_EVENTS: Readonly<Record<StepEvent['type'], true>> = {
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
