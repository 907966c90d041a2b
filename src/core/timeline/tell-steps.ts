import { entryOf, plain } from '../playbook/run.ts';
import type { StepDeadlineKind } from '../playbook/events.ts';
import { inWords, shortTime } from '../time.ts';
import { says } from './entry.ts';
import type { Said } from './entry.ts';
import type { Scene } from './scene.ts';
import { inRow, playbookTitle, stepName, tail, who, words } from './scene.ts';
import type { KeptStep } from './step-event.ts';

/** What became of the steps. */
export function tellSteps(event: KeptStep, scene: Scene): readonly Said[] {
  const { book, run, zone } = scene;
  const name = (n: number) => stepName(scene, n);
  const playbook = (frame: number) => playbookTitle(book, run.frames[frame]?.playbook.playbook ?? '');
  switch (event.type) {
    case 'playbookEntered':
      return says('action', `Playbook begun: ${playbookTitle(book, event.playbook)}`);
    case 'playbookLeft':
      return says('decision', `Playbook left: ${playbook(event.frame)}${tail(scene, event.why)}`);
    case 'playbookFinished':
      return says('action', `Playbook through: ${playbook(event.frame)}`);
    case 'playbookReturned':
      return says('action', `Back from the playbook ${playbook(event.frame)}, on with ${name(event.to)}`);
    case 'stepReady': {
      const wait = event.until === null ? '' : `, not before ${shortTime(event.until, zone, event.at)}`;
      return says('action', `Next: ${name(event.step)}${wait}`);
    }
    case 'stepReached':
      return says('action', `Came to ${name(event.step)}, which was begun before`);
    case 'stepsPassedOver':
      return says('action', `Passed over: ${event.steps.map(name).join('; ')}${tail(scene, event.why)}`);
    case 'stepRepeated':
      return says('action', `Once more: ${name(event.step)}, as step ${event.of} before`);
    case 'stepAdded':
      return says('change', added(event, scene));
    case 'stepStarted':
      return says('action', `Begun: ${name(event.step)}`);
    case 'stepDone': {
      const result = event.result === null ? '' : `, result ${event.result}`;
      const kept = event.keep.map((item) => words(scene, item)).filter((item) => item !== '');
      return says(
        'action',
        `Done: ${name(event.step)}${result}${tail(scene, event.note)}${kept.length === 0 ? '' : `. Kept: ${inRow(kept)}`}`,
      );
    }
    case 'stepChosen': {
      const pending = event.pending ? ', waiting for approval' : '';
      return says(
        'decision',
        `Chosen: "${plain(event.choice)}" in ${name(event.step)}${pending}${tail(scene, event.note)}`,
      );
    }
    case 'stepStuck':
      return says('action', `Stuck: ${name(event.step)}${tail(scene, event.why)}`);
    case 'stepSkipped':
      return says('decision', `Skipped: ${name(event.step)}${tail(scene, event.why)}`);
    case 'stepNotPossible':
      return says('action', `Not possible: ${name(event.step)}${tail(scene, event.why)}`);
    case 'stepUndone': {
      const back = event.back.length === 0 ? '' : `. Waiting again: ${event.back.map(name).join('; ')}`;
      return says('action', `Not done after all: ${name(event.step)}${back}`);
    }
    case 'stepAssigned':
      return says('decision', `${name(event.step)} is for ${who(scene, event.person)}`.replace(/^s/, 'S'));
    case 'stepKept': {
      const items = event.items.map((item) => words(scene, item)).filter((item) => item !== '');
      return says('observed', `Kept in ${name(event.step)}${items.length === 0 ? '' : `: ${inRow(items)}`}`);
    }
    case 'stepMoved':
      return says('decision', `Moved: ${name(event.step)} comes before ${name(event.before)}`);
    case 'stepExtended':
      return says('decision', `${inWords(event.ms)} more for ${name(event.step)}`);
    case 'stepClockDecided':
      return says('decision', `Legal clock ${event.clock} is decided in ${name(event.step)}`);
    case 'stepHookAsked':
      return says('action', `Automation asked for in ${name(event.step)}, run ${event.run}`);
    case 'stepDeadlinePassed':
      return says('clock', `${PASSED[event.what]}: ${name(event.step)}`);
    case 'exitTicked': {
      const text = run.frames[event.frame]?.playbook.exit[event.exit - 1];
      return says('observed', `Closing list of ${playbook(event.frame)}: ${text ?? `item ${event.exit}`}`);
    }
    default:
      return event satisfies never;
  }
}

function added(event: Extract<KeptStep, { readonly type: 'stepAdded' }>, scene: Scene): string {
  const name = stepName(scene, event.step);
  const parent = event.parent === null ? undefined : entryOf(scene.run, event.parent);
  const of = parent === undefined ? '' : ` of step ${parent.n}`;
  switch (event.origin) {
    case 'added':
      return `Added: ${name}`;
    case 'other way':
      return `The other way${of}: ${name}`;
    case 'approval':
      return `Approval asked${of}: ${name}`;
    case 'reminder':
      return `Reminder${of}: ${name}`;
    case 'follow-up':
      return `Follows from the choice${of}: ${name}`;
    case 'part':
    case 'system':
      return `Part${of}: ${name}`;
    default:
      return event.origin satisfies never;
  }
}

const PASSED: Readonly<Record<StepDeadlineKind, string>> = {
  overdue100: 'Its planned time is over',
  overdue150: 'One and a half times its planned time is over',
  by: 'It should have been done by now',
  wait: 'The wait is over',
  'stuck-offer': 'It takes long: its other way is offered',
  stop: 'The time to stop trying has come',
  reminder: 'Reminder',
};
