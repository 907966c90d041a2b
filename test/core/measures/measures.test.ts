import { describe, expect, it } from 'vitest';
import type { IncidentChange } from '../../../src/core/incident/events.ts';
import type { Measure } from '../../../src/core/measures/measure.ts';
import { measures } from '../../../src/core/measures/measures.ts';
import { at, book, bookWith, declared, event, levelPaged, numbered, planned } from '../timeline/story.ts';
import { WHOLE_KEPT } from '../timeline/whole-incident.ts';

type Happened = readonly [minutes: number, by: string, type: IncidentChange['type'], rest: object];
const MIN = 60_000;
const events = (happened: readonly Happened[], first: Parameters<typeof declared>[0] = {}) =>
  numbered([
    event(0, 'sam', declared(first)),
    ...happened.map(([minutes, by, type, rest]) => event(minutes, by, { ...rest, type } as IncidentChange)),
  ]);
const rowsOf = (happened: readonly Happened[], first: Parameters<typeof declared>[0] = {}) =>
  measures({ book, events: events(happened, first) }).rows;
const named = (rows: readonly Measure[], name: string) => rows.find((row) => row.name === name);
const valueOf = (rows: readonly Measure[], name: string) => named(rows, name)?.value;

describe('the measures of a whole incident', () => {
  const { rows, drill, incident } = measures({ book, events: WHOLE_KEPT });

  it.each([
    ['Time to notice', 6 * MIN],
    ['Time to declare', 4 * MIN],
    ['Time to first answer', 6 * MIN],
    ['Time to commander', 6.1 * MIN],
    ['Time to workaround', 35 * MIN],
    ['Time to first word, staff', 20 * MIN],
    ['Cadence kept', 0.75],
    ['Longest silence', 74 * MIN],
    ['Achieved recovery time, Claims', 200 * MIN],
    ['Achieved recovery point, Claims', 30 * MIN],
    ['Achieved recovery point, Claims application', 30 * MIN],
    ['Step ratio, step 1', 0.8],
    ['Step ratio, step 4', 2.4],
    ['Decision wait, step 2', 6 * MIN],
    ['Pages that reached nobody, level 1, SMS', 1],
    ['Pages that reached nobody, level 1, call', 1],
    ['Pages that reached nobody, level 2, call', 0],
    ['Hand-overs', 1],
    ['Longest time in one role', 192 * MIN],
  ])('%s is %d', (name, value) => {
    expect(valueOf(rows, name)).toBe(value);
  });

  it('judges times against the targets of the plan', () => {
    expect(named(rows, 'Achieved recovery time, Claims')?.note).toBe('RTO 4h met, 40 min left');
    expect(named(rows, 'Achieved recovery time, Patient calls')?.note).toBe('RTO 2h missed by 80 min');
    expect(named(rows, 'Achieved recovery point, Claims application')?.note).toBe('RPO 15m missed by 15 min');
  });

  it('says nothing about any one person', () => {
    const people = Object.values(book.plan.people).flatMap(({ name }) => name.split(' '));
    expect(people.filter((name) => JSON.stringify(rows).includes(name))).toEqual([]);
    expect({ drill, incident }).toEqual({ drill: false, incident: 'INC-7' });
  });
});

describe('what nobody recorded', () => {
  it('reads "not recorded" and has no value, never zero', () => {
    const rows = rowsOf([], { impactStartedAt: null });
    const missing = ['Time to notice', 'Time to first answer', 'Time to commander', 'Time to workaround', 'Cadence kept',
      'Achieved recovery time, Claims', 'Achieved recovery point, Claims', 'Latest start respected', 'Pages that reached nobody',
      'Longest time in one role']; // prettier-ignore
    expect(missing.map((name) => [name, named(rows, name)?.text])).toEqual(
      missing.map((name) => [name, 'not recorded']),
    );
    expect(missing.filter((name) => valueOf(rows, name) !== undefined)).toEqual([]);
  });

  it('is counted from the first report where the clocks were, and says so; the five instants stay apart', () => {
    const rows = rowsOf(
      [
        [20, 'dana', 'workaroundStarted', { function: 'claims', note: '' }],
        [60, 'dana', 'restored', { restoredAt: at(56), note: '' }],
      ],
      { impactStartedAt: null },
    );
    const counted = 'counted from the first report, as the start of the impact is not recorded';
    expect(named(rows, 'Achieved recovery time, Claims')).toEqual({
      name: 'Achieved recovery time, Claims',
      value: 60 * MIN,
      text: '60 min',
      note: `RTO 4h met, 3 h left; ${counted}`,
    });
    expect(named(rows, 'Time to workaround')).toMatchObject({ value: 24 * MIN, text: '24 min', note: counted });
    expect(named(rows, 'Time to notice')?.text).toBe('not recorded');
  });
});

describe('single measures', () => {
  it('count from where the impact was found to have begun in the end', () => {
    const rows = rowsOf([[10, 'ines', 'impactMoved', { from: at(-10), to: at(-64), why: '' }]]);
    expect(valueOf(rows, 'Time to notice')).toBe(60 * MIN);
  });

  it('say so when it was noticed before it began to hurt', () => {
    const rows = rowsOf([[10, 'ines', 'impactMoved', { from: at(-10), to: at(6), why: '' }]]);
    expect(named(rows, 'Time to notice')).toMatchObject({ value: -10 * MIN, text: '10 min before' });
  });

  it('count a role as accepted when its holder does anything, not when the plan names them', () => {
    const roles = { holders: { incident_commander: 'ines' }, gaps: [] };
    expect(
      valueOf(
        rowsOf([
          [0, 'sam', 'rolesAssigned', roles],
          [9, 'ines', 'noted', { text: 'here' }],
        ]),
        'Time to commander',
      ),
    ).toBe(9 * MIN);
    const taken = { role: 'incident_commander', person: 'dana', from: 'ines', why: '' };
    expect(
      valueOf(
        rowsOf([
          [0, 'sam', 'rolesAssigned', roles],
          [4, 'dana', 'roleAssigned', taken],
        ]),
        'Time to commander',
      ),
    ).toBe(4 * MIN);
    expect(
      valueOf(
        rowsOf([
          [0, 'sam', 'rolesAssigned', roles],
          [4, 'sam', 'roleAssigned', taken],
        ]),
        'Time to commander',
      ),
    ).toBeUndefined();
  });

  it('start the wait for an answer at the first page that was tried, delivered or not', () => {
    const page = 'page/0.0/marcus/sms';
    const rows = rowsOf([
      [1, 'muster', 'pageFailed', { page, attempt: 1, reason: 'busy', permanent: false }],
      [2, 'muster', 'pageSent', { page, attempt: 2, reference: 'x' }],
      [6, 'marcus', 'acknowledged', { person: 'marcus', again: false }],
    ]);
    expect(valueOf(rows, 'Time to first answer')).toBe(5 * MIN);
    expect(named(rows, 'Pages that reached nobody, level 1, SMS')).toMatchObject({ value: 0.5, text: '1 of 2' });
  });

  it('tell a "can\'t" from silence', () => {
    const rows = rowsOf([
      [1, 'muster', 'pageSent', { page: 'page/0.0/marcus/sms', attempt: 1, reference: 'x' }],
      [2, 'marcus', 'declined', { person: 'marcus', why: '' }],
    ]);
    expect(named(rows, 'Pages that reached nobody, level 1, SMS')).toMatchObject({
      text: '1 of 1',
      note: '1 of them was answered with "can\'t"',
    });
  });

  it('do not call a page unheard that was not needed any more, as somebody else answered first', () => {
    const sent = (minutes: number, person: string): Happened => [
      minutes, 'muster', 'pageSent', { page: `page/0.0/${person}/sms`, attempt: 1, reference: 'x' },
    ]; // prettier-ignore
    const rows = rowsOf([
      sent(1, 'marcus'),
      sent(1, 'ines'),
      [2, 'ines', 'acknowledged', { person: 'ines', again: false }],
    ]);
    expect(named(rows, 'Pages that reached nobody, level 1, SMS')).toMatchObject({
      value: 0,
      text: '0 of 2',
      note: '1 not needed any more: somebody else had answered',
    });
  });

  it('leave calls for one person out of what the path reached', () => {
    const rows = rowsOf([[1, 'muster', 'pageSent', { page: 'page/c1/marcus/sms', attempt: 1, reference: 'x' }]]);
    expect(named(rows, 'Pages that reached nobody')?.text).toBe('not recorded');
  });

  it('clear what was restored when it is opened again', () => {
    const rows = rowsOf([
      [60, 'dana', 'functionRestored', { function: 'claims', restoredAt: at(60) }],
      [60, 'dana', 'restored', { restoredAt: at(60), note: '' }],
      [70, 'dana', 'reopened', { why: '' }],
      [90, 'dana', 'functionRestored', { function: 'claims', restoredAt: at(90) }],
    ]);
    expect(valueOf(rows, 'Achieved recovery time, Claims')).toBe(100 * MIN);
  });

  it('say that nothing was lost when the newest record is newer than the failure', () => {
    const rows = rowsOf([[60, 'dana', 'recoveryPointNoted', { system: 'claims-app', newest: at(-5) }]]);
    expect(named(rows, 'Achieved recovery point, Claims application')).toMatchObject({
      text: 'nothing lost',
      note: 'RPO 15m met, 15 min left',
    });
  });

  it('use the shorter RTO inside a peak', () => {
    const { plan } = book;
    const claims = { ...plan.functions['claims'], peak_rto: '1h' } as never;
    const peaky = bookWith({
      plan: { ...plan.plan, peaks: [{ id: 'month-end', when: 'Mon-Sun 08:00-18:00' }] },
      functions: { ...plan.functions, claims },
    });
    const kept = events([[110, 'dana', 'functionRestored', { function: 'claims', restoredAt: at(110) }]]);
    expect(named(measures({ book: peaky, events: kept }).rows, 'Achieved recovery time, Claims')?.note).toBe(
      'RTO 1h missed by 60 min',
    );
  });
});

describe('the cadence of updates', () => {
  // sev2 wants one every 30 minutes, with 5 minutes of grace.
  const cadence = (posts: readonly number[], end: number) =>
    named(
      rowsOf(
        [
          ...posts.map((minutes): Happened => [
            minutes,
            'ines',
            'updatePosted',
            { text: 'x', nextAt: at(minutes + 30) },
          ]),
          [end, 'dana', 'restored', { restoredAt: at(end), note: '' }],
        ],
        { severity: 'sev2' as never },
      ),
      'Cadence kept',
    )?.text;

  it.each([
    [[], 20, 'not recorded'],
    [[], 36, '0 of 1 updates on time'],
    [[35], 40, '1 of 1 updates on time'],
    [[36], 40, '1 of 2 updates on time'],
    [[30, 60, 90], 100, '3 of 3 updates on time'],
    [[5, 10], 41, '2 of 2 updates on time'],
    [[], 120, '0 of 3 updates on time'],
  ])('updates after %j min, restored after %d min: %s', (posts, end, text) => {
    expect(cadence(posts, end)).toBe(text);
  });

  it('takes the hour that the last update promised', () => {
    const rows = rowsOf([
      [10, 'ines', 'updatePosted', { text: 'x', nextAt: at(200) }],
      [190, 'ines', 'updatePosted', { text: 'x', nextAt: at(300) }],
      [200, 'dana', 'restored', { restoredAt: at(200), note: '' }],
    ]);
    expect(named(rows, 'Cadence kept')?.text).toBe('2 of 2 updates on time');
    expect(valueOf(rows, 'Longest silence')).toBe(180 * MIN);
  });
});

describe('a drill', () => {
  it('is marked', () => {
    expect(measures({ book, events: events([], { kind: 'drill', id: 'EX-1' as never }) })).toMatchObject({
      drill: true,
      incident: 'EX-1',
    });
  });
});

it('does not count time in a role that its holder never took up', () => {
  const rows = rowsOf([
    [0, 'sam', 'rolesAssigned', { holders: { incident_commander: 'ines', scribe: 'dana' }, gaps: [] }],
    [0, 'sam', 'levelPaged', { ...levelPaged(0, [planned('marcus', 'sms', 0)], '') }],
    [30, 'ines', 'roleAssigned', { role: 'incident_commander', person: 'marcus', from: 'ines', why: '' }],
    [50, 'marcus', 'noted', { text: 'x' }],
    [60, 'marcus', 'closed', { note: '', openSteps: [] }],
    [5000, 'muster', 'actionReminded', { n: 1, reminder: 1 }],
  ]);
  expect(named(rows, 'Longest time in one role')).toMatchObject({
    value: 30 * MIN,
    text: '30 min (incident commander)',
  });
});
