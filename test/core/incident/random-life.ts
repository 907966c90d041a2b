import fc from 'fast-check';
import type { Outcome } from '../../../src/core/aggregate.ts';
import type { FunctionId, SystemId } from '../../../src/core/ids.ts';
import { personId, playbookId, severityId } from '../../../src/core/ids.ts';
import type { IncidentCommand } from '../../../src/core/incident/commands.ts';
import type { StepOrder } from '../../../src/core/incident/step-order.ts';
import { dateOf, MINUTE_MS, plusMs } from '../../../src/core/time.ts';
import { book, bookWith, planWith } from '../../support/clinic.ts';
import { ACCEPTED, at, DEAD, DECLARED, FAILED, functions, UNKNOWN } from '../../support/given.ts';

/** Things that people and the world do to an incident, in any order. */
export type Doing =
  | { readonly do: 'say'; readonly by: string; readonly command: Making }
  | { readonly do: 'wait'; readonly minutes: number; readonly outcomes: readonly Outcome[] };
type Making = (minutes: number) => IncidentCommand;

const PEOPLE = ['ann', 'bob', 'cleo', 'dan', 'eve', 'fay'] as const;
const person = fc.constantFrom(...PEOPLE);
const why = fc.constantFrom('', 'because', '"; drop <@U1> *x*');
const step = fc.constantFrom('1', '2', '3', '4', '5', '6', '9', 'look', 'nowhere', '-1', '');

const order: fc.Arbitrary<StepOrder> = fc.oneof(
  fc.record({ do: fc.constantFrom('start', 'undo', 'confirm'), step }),
  fc.record({ do: fc.constantFrom('done', 'happened'), step, note: why, keep: fc.constantFrom([], ['photo']) }),
  fc.record({ do: fc.constant('check'), step, answer: fc.constantFrom('yes', 'no', 'not possible'), note: why }),
  fc.record({
    do: fc.constant('choose'),
    step,
    choice: fc.constantFrom('only-us', 'worse', 'secret', 'legal', 'hands', 'x'),
    note: why,
  }),
  fc.record({ do: fc.constantFrom('stuck', 'skip', 'not possible'), step, why }),
  fc.record({ do: fc.constant('assign'), step, person }),
  fc.record({ do: fc.constant('extend'), step, ms: fc.constantFrom(-1, 600_000, 1e12) }),
  fc.record({ do: fc.constant('keep'), step, items: fc.constantFrom([''], ['ticket 1']) }),
  fc.record({ do: fc.constant('move'), step, before: step }),
  fc.record({ do: fc.constant('add'), text: why }),
  fc.record({ do: fc.constant('exit'), exit: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ do: fc.constant('enter'), playbook: fc.constantFrom('phones', 'robot', 'nowhere') }),
);

const hour = fc.constantFrom(-600, -60, 0, 5, 60);
const now = <Asked extends IncidentCommand>(made: fc.Arbitrary<Asked>): fc.Arbitrary<Making> =>
  made.map((command) => () => command);
const of = fc.constantFrom('calls', 'claims', 'nowhere') as fc.Arbitrary<unknown> as fc.Arbitrary<FunctionId>;

const command: fc.Arbitrary<Making> = fc.oneof(
  now(fc.record({ type: fc.constant('acknowledge'), person: person.map(personId) })),
  now(fc.record({ type: fc.constant('acknowledge'), person: person.map(personId) })),
  now(fc.record({ type: fc.constant('decline'), person: person.map(personId), why })),
  now(fc.record({ type: fc.constant('askHelp'), person: person.map(personId), why })),
  now(
    fc.record({
      type: fc.constant('page'),
      targets: fc.array(fc.constantFrom(...PEOPLE, 'desk', 'tech_lead', 'it', 'x'), { maxLength: 3 }),
      why,
    }),
  ),
  now(fc.record({ type: fc.constant('escalate'), why })),
  now(
    fc.record({
      type: fc.constant('takeRole'),
      role: fc.constantFrom('incident_commander', 'tech_lead', 'helper'),
      person: person.map(personId),
      why,
    }),
  ),
  now(
    fc.record({
      type: fc.constant('setSeverity'),
      to: fc.constantFrom('sev1', 'sev2', 'sev3', 'sev4', 'sev9').map(severityId),
      why,
    }),
  ),
  now(fc.record({ type: fc.constantFrom('note', 'decideSomething'), text: why })),
  fc.constantFrom(null, 5, 600).map((next): Making => (minutes) => ({
    type: 'update',
    text: 'so',
    nextAt: next === null ? null : at(minutes + next),
  })),
  hour.map((ago): Making => (minutes) => ({ type: 'moveImpact', to: at(minutes + ago), why: '' })),
  now(
    fc.record({
      type: fc.constant('setHit'),
      functions: fc.constantFrom(functions(), functions('calls'), functions('calls', 'claims')),
      systems: fc.constant([]),
    }),
  ),
  now(fc.constant({ type: 'makePrivate', why: '' })),
  fc.tuple(fc.option(of), fc.option(hour)).map(([id, ago]): Making => (minutes) => ({
    type: 'restore',
    function: id,
    restoredAt: ago === null ? null : at(minutes + ago),
    note: '',
  })),
  now(fc.record({ type: fc.constant('close'), note: why, anyway: fc.boolean() })),
  now(fc.record({ type: fc.constant('reopen'), why, person: person.map(personId) })),
  now(fc.record({ type: fc.constant('cancel'), why })),
  now(fc.record({ type: fc.constantFrom('startWorkaround', 'endWorkaround'), function: of, note: why })),
  hour.map((ago): Making => (minutes) => ({
    type: 'noteRecoveryPoint',
    system: 'pbx' as SystemId,
    newest: at(minutes + ago),
  })),
  now(
    fc.record({
      type: fc.constant('decideClock'),
      clock: fc.constantFrom('insurer', 'x'),
      answer: fc.constantFrom('starts', 'not yet', 'does not apply'),
      startedAt: fc.constantFrom(null, DECLARED),
      why,
    }),
  ),
  fc.constantFrom(-5, 0, 3).map((days): Making => (minutes) => ({
    type: 'addAction',
    what: 'learn',
    owner: personId('ann'),
    due: dateOf(plusMs(at(minutes), days * 1440 * MINUTE_MS), 'America/Detroit'),
    verify: '',
  })),
  now(fc.record({ type: fc.constant('finishAction'), n: fc.integer({ min: 0, max: 2 }), note: why })),
  now(fc.record({ type: fc.constant('verifyAction'), n: fc.integer({ min: 0, max: 2 }), how: why })),
  now(fc.constant({ type: 'writePostmortem' })),
  now(fc.record({ type: fc.constant('step'), order })),
  now(fc.record({ type: fc.constant('step'), order })),
);

const outcome = fc.constantFrom(ACCEPTED, ACCEPTED, FAILED, UNKNOWN, DEAD);
export const doing: fc.Arbitrary<Doing> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .record({ do: fc.constant('say'), by: fc.constantFrom(...PEOPLE, 'guest:Kim'), command })
      .map((said) => ({
        ...said,
        [fc.toStringMethod]: () => `${said.by} ${JSON.stringify(said.command(0))}`,
      })),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait'),
      minutes: fc.constantFrom(0, 1, 4, 11, 45, 300),
      outcomes: fc.array(outcome, { maxLength: 5 }),
    }),
  },
);

const SMALL = bookWith(
  planWith(({ people, plan, functions: hit }) => ({
    plan: { ...plan, owner: 'ann' },
    people: { ann: people.ann, bob: people.bob },
    functions: { claims: hit.claims },
    escalation: { default: ['ann', 'bob'] },
  })),
);

/** How an incident may begin: any severity, kind and playbook, the full plan or one of ten lines, by day or at night. */
export const start = fc.record({
  small: fc.boolean(),
  night: fc.boolean(),
  severity: fc.constantFrom('sev1', 'sev2', 'sev3', 'sev4'),
  kind: fc.constantFrom('real', 'drill'),
  secret: fc.boolean(),
  playbook: fc.constantFrom('phones', 'robot', 'nowhere'),
  paging: fc.boolean(),
  hurtsFor: fc.constantFrom(null, 30, 6000),
});
export type Start = typeof start extends fc.Arbitrary<infer One> ? One : never;

export const beginning = (begin: Start, minutes: number) => ({
  ...(begin.small ? { book: SMALL, functions: functions('claims'), systems: [] } : { book }),
  severity: severityId(begin.severity),
  kind: begin.kind,
  private: begin.secret,
  playbook: playbookId(begin.playbook),
  paging: begin.paging,
  impactStartedAt: begin.hurtsFor === null ? null : at(minutes - begin.hurtsFor),
});
