import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Book } from '../../../src/core/book.ts';
import { hash, incidentId, personId, playbookId, policyId, severityId } from '../../../src/core/ids.ts';
import type { IncidentChange } from '../../../src/core/incident/events.ts';
import { MUSTER } from '../../../src/core/incident/events.ts';
import { beginIncident, incident } from '../../../src/core/incident/incident.ts';
import type { Live } from '../../../src/core/oncall.ts';
import { NO_OVERRIDES } from '../../../src/core/oncall.ts';
import type { WhoNow } from '../../../src/core/plan/who-now.ts';
import { whoNow } from '../../../src/core/plan/who-now.ts';
import type { Instant } from '../../../src/core/time.ts';
import { HOUR_MS, MINUTE_MS, instant, msBetween, plusMs } from '../../../src/core/time.ts';
import { book as clinic } from '../../support/clinic.ts';
import { lakeshore } from './plan-of.ts';

const sample: Book = { hash: hash('1a'.repeat(32)), plan: lakeshore, playbooks: clinic.playbooks };
const NOON = '2026-11-24T17:00:00Z'; // a Tuesday, noon in Detroit
const NIGHT = '2026-11-24T08:00:00Z'; // three at night there

type Asked = { readonly at: string; readonly severity?: string; readonly policy?: string; readonly live?: Live };
const asked = (book: Book, { at, severity = 'sev2', policy = 'default', live = NO_OVERRIDES }: Asked): WhoNow =>
  whoNow(book, { at: instant(at), severity: severityId(severity), policy: policyId(policy), live });

/** `0 min level 1: ivy, nina`: who is paged when, those asleep in brackets. */
const told = ({ rungs }: WhoNow, from: string) =>
  rungs.map(({ at, level, pages }) => {
    const names = pages.map(({ person, heldUntil }) => (heldUntil === null ? person : `(${person})`));
    return `${msBetween(instant(from), at) / MINUTE_MS} min level ${level + 1}: ${[...new Set(names)].join(', ')}`;
  });

describe('who would be paged', () => {
  it('is told level by level, with the time that each has to answer', () => {
    expect(told(asked(sample, { at: NOON }), NOON).slice(0, 4)).toEqual([
      '0 min level 1: ivy, nina',
      '5 min level 2: marcus, priya',
      '10 min level 3: northgate-desk, lena',
      '20 min level 1: ivy, nina',
    ]);
  });

  it('names whom the alarm goes to when nobody has answered in any round', () => {
    const { alarm } = asked(sample, { at: NOON });
    expect(alarm?.at).toBe(plusMs(instant(NOON), 40 * MINUTE_MS));
    expect(new Set(alarm?.pages.map(({ person }) => person))).toEqual(new Set(['nina', 'owen', 'tomas', 'ruth']));
    expect(alarm?.say).toContain('First person to reply');
  });

  it('pages the first two levels together in a crisis', () => {
    expect(told(asked(sample, { at: NOON, severity: 'sev1' }), NOON).slice(0, 3)).toEqual([
      '0 min level 1: ivy, nina',
      '0 min level 2: marcus, priya',
      '5 min level 3: northgate-desk, lena',
    ]);
  });

  it('lets people sleep unless the severity wakes them', () => {
    expect(told(asked(sample, { at: NIGHT, severity: 'sev3' }), NIGHT)[0]).toBe('0 min level 1: ivy, (nina)');
    expect(told(asked(sample, { at: NIGHT, severity: 'sev2' }), NIGHT)[0]).toBe('0 min level 1: ivy, nina');
  });

  it('hears of a swap that was made by word', () => {
    const from = instant(NOON);
    const swap = { schedule: 'it-primary', who: personId('marcus'), from, to: plusMs(from, HOUR_MS) };
    const { rungs } = asked(sample, { at: NOON, live: { overrides: [swap] } });
    expect(rungs[0]?.pages[0]?.person).toBe('marcus');
  });

  it('passes a level that reaches nobody on to the next at once', () => {
    const alone = {
      ...lakeshore.escalation,
      default: { ...policyOf('default'), levels: [level('nobody-there'), level('lena')] },
    };
    const book = { ...sample, plan: { ...lakeshore, escalation: alone } };
    const { rungs } = asked(book, { at: NOON });
    expect(rungs.slice(0, 2).map(({ at, pages, notPaged }) => [at, pages.length > 0, notPaged[0]?.why])).toEqual([
      [instant(NOON), false, 'not in the plan'],
      [instant(NOON), true, undefined],
    ]);
  });
});

const policyOf = (id: string) => {
  const found = lakeshore.escalation[id];
  if (found === undefined) throw new Error(id);
  return found;
};
const level = (who: string) => ({
  ...policyOf('default').levels[0],
  page: [personId(who)],
  wait: policyOf('default').check_back,
});

describe('a rehearsal agrees with a real incident that nobody answers', () => {
  const moments = [
    NOON,
    NIGHT,
    '2026-12-22T17:00:00Z',
    '2026-12-24T08:00:00Z',
    '2026-11-01T06:30:00Z',
    '2026-03-08T06:59:00Z',
  ];
  const cases = moments.flatMap((at) =>
    ['sev1', 'sev2', 'sev3', 'sev4'].flatMap((severity) => [
      { at, severity, policy: 'default', book: sample, name: 'the sample' },
      { at, severity, policy: 'breach', book: sample, name: 'the sample' },
      { at, severity, policy: 'default', book: clinic, name: 'a clinic' },
    ]),
  );

  it.each(cases)('$at, $severity, policy $policy of $name', ({ book, ...ask }) => {
    const { rungs, alarm } = asked(book, ask);
    const shown = [...rungs, ...(alarm === undefined ? [] : [alarm])];
    expect(shown.map(({ at, pages, notPaged }) => ({ at, pages, notPaged }))).toEqual(lived(book, ask));
  });
});

type Turn = { readonly at: Instant; readonly pages: unknown; readonly notPaged: unknown };

/** What a real incident of that severity records until its first alarm, its escalation alone being let run. */
function lived(book: Book, ask: Required<Omit<Asked, 'live'>>): readonly Turn[] {
  let moment = { at: instant(ask.at), by: MUSTER, live: NO_OVERRIDES } as const;
  const decision = incident.decide(
    beginIncident,
    {
      type: 'declare',
      id: incidentId('real', 1),
      title: 'phones send callers in a loop',
      kind: 'real',
      severity: severityId(ask.severity),
      private: false,
      functions: [],
      systems: [],
      playbook: playbookId('phones'),
      policy: policyId(ask.policy),
      impactStartedAt: null,
      reporter: 'Ann',
      paging: true,
      because: '',
      book,
    },
    moment,
  );
  if (!decision.ok) throw new Error(decision.refusal.say);
  const turns: Turn[] = [];
  let state = beginIncident;
  const take = (changes: readonly IncidentChange[]) => {
    for (const change of changes) {
      state = incident.evolve(state, { ...change, at: moment.at, by: MUSTER }, book);
      if (change.type === 'levelPaged' || change.type === 'exhausted')
        turns.push({ at: moment.at, pages: change.pages, notPaged: change.notPaged });
    }
  };
  take(decision.events);
  while (state.escalation.status === 'paging') {
    const deadline = incident.deadlines(state).find(({ facet }) => facet === 'escalation');
    if (deadline === undefined) throw new Error('an incident nobody has is silent');
    moment = { ...moment, at: deadline.at };
    take(incident.pass(state, deadline, moment));
  }
  return turns;
}

describe('at any moment', () => {
  const moment = fc
    .integer({ min: Date.parse('2026-10-01T00:00:00Z'), max: Date.parse('2027-04-30T00:00:00Z') })
    .map((ms) => new Date(ms).toISOString());

  it('the levels follow each other in time, begin at once, and end in an alarm', () => {
    fc.assert(
      fc.property(moment, fc.constantFrom('sev1', 'sev2', 'sev3', 'sev4'), (at, severity) => {
        const { rungs, alarm } = asked(sample, { at, severity });
        const times = [...rungs.map((rung) => rung.at), ...(alarm === undefined ? [] : [alarm.at])];
        expect(times[0]).toBe(instant(at));
        expect(times).toEqual(times.toSorted());
        expect(alarm).toBeDefined();
      }),
      { numRuns: 40 },
    );
  });
});
