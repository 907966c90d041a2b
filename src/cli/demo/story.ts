import type { NextAction } from '../../core/incident/next.ts';
import { nextActions } from '../../core/incident/next.ts';
import type { Incident } from '../../core/incident/state.ts';
import { incidentView } from '../../core/incident/view.ts';
import type { Show } from './show.ts';
import type { Stage } from './stage.ts';

type Line = readonly [person: string, words: string];
/** How the people of the sample plan go about a step: minutes it takes them, what they add, what they say after it. */
type Manner = {
  readonly minutes: number;
  readonly first?: string;
  readonly add?: string;
  readonly after?: readonly Line[];
};

const MANNERS: Readonly<Record<string, Manner>> = {
  'call-it': {
    minutes: 12,
    first: 'doing',
    add: 'key 1 leads back to the greeting --keep "test case 3, heard twice"',
  },
  'now/bypass': { minutes: 5, after: [['nina', 'workaround INC-1 patient-calls']] },
  'now/greeting': {
    minutes: 3,
    after: [['owen', 'update INC-1 callers reach a person again, the menu is being repaired']],
  },
  'what-changed': {
    minutes: 8,
    add: 'somebody edited the holiday schedule at noon',
    after: [['priya', 'decide INC-1 we stay on the mobiles until every test case passes']],
  },
  republish: { minutes: 9 },
  prove: { minutes: 8, after: [['priya', 'restored INC-1']] },
  lost: { minutes: 12, add: '--keep "14 called back, 2 not reached"' },
};
const USUAL: Manner = { minutes: 2 };
/** The last step listens to complaints for five days; the incident is closed before that. */
const GOES_ON = 'listen';

/** One whole incident: nobody answers, somebody does, role by role the next thing is done, and it is closed. */
export async function playIncident(stage: Stage, show: Show): Promise<void> {
  show.heading('Friday, twenty to five. Nina hears of it first.');
  await stage.say('nina', 'start phones send callers in a loop since 16:25', 10);
  await stage.pass(3);
  show.heading('The first level does not have it.');
  await stage.say('marcus', 'cant INC-1 driving until five', 2);
  await stage.until(({ escalation }) => escalation.pages.some(({ level, sentAt }) => level === 1 && sentAt !== null));
  await stage.pass(3);
  show.heading('Somebody answers: the paging stops.');
  await stage.say('priya', 'ack INC-1', 2);
  show.heading('Role by role, one next thing each.');
  await workThrough(stage);
  show.heading('It works again. What is left is to learn from it.');
  await stage.say('priya', 'action INC-1 lock the holiday schedule --owner @nina --verify "a change needs two people"');
  await stage.say('priya', 'close INC-1 --anyway we go on listening to callers for five days');
  await stage.until(({ aftermath }) => aftermath.written > 0);
}

/** Until nothing but listening is left to do, whoever has a next action takes it. */
async function workThrough(stage: Stage): Promise<void> {
  for (;;) {
    const incident = await stage.incident();
    const action = nextActions(incident).find((next) => isDoable(incident, next));
    if (action?.person === null || action === undefined) return;
    const manner = MANNERS[stepId(incident, action)] ?? USUAL;
    if (manner.first !== undefined) await stage.say(action.person, `${manner.first} INC-1 ${action.step}`);
    await stage.pass(manner.minutes);
    await stage.say(action.person, [action.words, manner.add].filter((text) => text !== undefined).join(' '));
    for (const [person, words] of manner.after ?? []) await stage.say(person, words);
  }
}

const stepId = (incident: Incident, { step }: NextAction): string =>
  incidentView(incident, incident.lifecycle.declaredAt).steps.find(({ number }) => number === step)?.id ?? '';

/** Not what lies ahead, nor the close, nor the step that goes on for days. */
function isDoable(incident: Incident, next: NextAction): boolean {
  if (next.words === '' || next.ahead || next.words.startsWith('close ')) return false;
  return stepId(incident, next) !== GOES_ON;
}
