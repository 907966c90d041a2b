import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../src/core/alerts/alert.ts';
import type { AlertChange, AlertCommand, OpenIncident } from '../../../src/core/alerts/events.ts';
import { countOf, firingIn, MOST_KEYS } from '../../../src/core/alerts/group.ts';
import type { Judged } from '../../../src/core/alerts/rules.ts';
import type { AlertSourceState } from '../../../src/core/alerts/source.ts';
import { alertSources } from '../../../src/core/alerts/source.ts';
import { incidentId, systemId } from '../../../src/core/ids.ts';
import { MUSTER } from '../../../src/core/incident/events.ts';
import { NO_OVERRIDES } from '../../../src/core/oncall.ts';
import type { Instant } from '../../../src/core/time.ts';
import { instant, MINUTE_MS, plusMs, SECOND_MS } from '../../../src/core/time.ts';
import { alert } from '../../support/alert-story.ts';

const T0 = instant('2026-11-20T21:40:00Z');
const judged = (
  more: Partial<Alert> = {},
  systems: readonly string[] = [],
  pageAfterMs: number | null = 300_000,
): Judged => ({
  alert: alert(more),
  hit: { systems: systems.map(systemId), functions: [], severity: null, playbook: null },
  pageAfterMs,
});

/** A source lived through without an engine. */
function source() {
  let state: AlertSourceState = alertSources.begin;
  const events: AlertChange[] = [];
  let numbers = 0;
  const keep = (changes: readonly AlertChange[], at: Instant) => {
    for (const change of changes) {
      // What is kept is JSON.
      const kept = JSON.parse(JSON.stringify(change)) as AlertChange;
      events.push(kept);
      state = alertSources.evolve(state, { ...kept, at, by: MUSTER }, undefined);
    }
    return changes;
  };
  const say = (command: AlertCommand, at: Instant) =>
    alertSources.decide(state, command, { at, by: MUSTER, live: NO_OVERRIDES });
  return {
    get state() {
      return state;
    },
    events,
    keep,
    take(alerts: readonly Judged[], at: Instant = T0, open: readonly OpenIncident[] = []) {
      const command = {
        type: 'take',
        source: 'x',
        alerts,
        folding: { withinMs: 300_000, fold: 'source' },
        open,
      } as const;
      const first = say({ ...command, proposal: null }, at);
      const decision = first.ok ? first : say({ ...command, proposal: `AL-${(numbers += 1)}` }, at);
      if (!decision.ok) throw new Error(decision.refusal.say);
      return keep(decision.events, at);
    },
    owed: (at: Instant) => alertSources.outstanding(state).filter((one) => one.at <= at),
  };
}

describe('what a source says', () => {
  it('is one event for each group, whatever the number of alerts', () => {
    const told = source();
    const many = Array.from({ length: 900 }, (_, n) => judged({ key: `k${n}` }));
    expect(told.take(many)).toMatchObject([{ type: 'proposed', more: 400 }]);
    expect(told.take(many.slice(0, 500))).toEqual([]);
    const [group] = Object.values(told.state.groups);
    expect(group === undefined ? 0 : countOf(group)).toBe(900);
  });

  it('keeps a repeat once a minute', () => {
    const told = source();
    told.take([judged()]);
    for (let s = 1; s <= 180; s += 1) told.take([judged()], plusMs(T0, s * SECOND_MS));
    expect(told.events.map(({ type }) => type)).toEqual(['proposed', 'repeated', 'repeated', 'repeated']);
  });

  it('makes the proposal as wide, as bad and as urgent as the worst of it', () => {
    const told = source();
    told.take([judged({}, ['a'])]);
    told.take([judged({ key: 'k2' }, ['b'], 0)], plusMs(T0, MINUTE_MS));
    expect(told.state.groups['AL-1']).toMatchObject({ hit: { systems: ['a', 'b'] }, pageAt: plusMs(T0, MINUTE_MS) });
    told.take([judged({ key: 'k3' }, [], null)], plusMs(T0, MINUTE_MS));
    expect(told.state.groups['AL-1']?.pageAt).toBe(plusMs(T0, MINUTE_MS));
  });

  it('that flaps counts as firing until it is quiet for a minute, and writes little', () => {
    const told = source();
    for (let s = 0; s < 600; s += 1)
      told.take([judged({ state: s % 2 === 0 ? 'firing' : 'resolved' })], plusMs(T0, s * SECOND_MS));
    expect(told.events.length).toBeLessThan(60);
    told.take([judged({ state: 'firing' })], plusMs(T0, 601 * SECOND_MS));
    const [group] = Object.values(told.state.groups);
    expect(group === undefined ? 0 : firingIn(group)).toBe(1);
    told.take([judged({ state: 'resolved' })], plusMs(T0, 700 * SECOND_MS));
    expect(Object.values(told.state.groups)[0]?.resolvedAt).not.toBeNull();
  });

  it('joins the incident that is open about its system, and no other', () => {
    const told = source();
    const [open, restored] = [incidentId('real', 5), incidentId('real', 4)];
    const all = [
      { id: restored, systems: ['files'], open: false },
      { id: open, systems: ['files'], open: true },
    ];
    expect(told.take([judged({}, ['files'])], T0, all)).toMatchObject([{ type: 'joined', incident: 'INC-5' }]);
    expect(told.take([judged({ key: 'k2' }, ['mail'])], T0, all)).toMatchObject([{ type: 'proposed' }]);
  });

  it('ends a group when its incident is over', () => {
    const told = source();
    const id = incidentId('real', 5);
    told.take([judged({}, ['files'])], T0, [{ id, systems: ['files'], open: true }]);
    told.keep([{ type: 'noted', group: id, upTo: 9 }], T0);
    expect(told.take([judged({}, ['files'])], plusMs(T0, MINUTE_MS))).toMatchObject([
      { type: 'ended', groups: ['INC-5'] },
      { type: 'proposed' },
    ]);
  });
});

describe('whatever a source says, in whatever order', () => {
  const key = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', 'toString');
  const said = fc.record({
    key,
    state: fc.constantFrom('firing' as const, 'resolved' as const),
    title: fc.constantFrom('t', 'u'),
  });
  const step = fc.record({
    alerts: fc.array(said, { minLength: 1, maxLength: 5 }),
    ms: fc.integer({ min: 0, max: 400_000 }),
  });

  it('the last word about each trouble is what is kept, and what fires is never forgotten while nobody answers', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 15 }), (steps) => {
        const told = source();
        let at = T0;
        const last = new Map<string, string>();
        for (const { alerts, ms } of steps) {
          at = plusMs(at, ms);
          for (const deadline of alertSources.deadlines(told.state))
            if (deadline.at <= at)
              told.keep(alertSources.pass(told.state, deadline, { at, by: MUSTER, live: NO_OVERRIDES }), at);
          told.take(
            alerts.map((one) => judged(one)),
            at,
          );
          for (const one of alerts) last.set(one.key, one.state);
        }
        const groups = Object.values(told.state.groups);
        for (const [name, state] of last) {
          const kept = groups.flatMap((group) => Object.values(group.keys)).filter((one) => one.key === name);
          if (state === 'firing') expect(kept.map((one) => one.state)).toEqual(['firing']);
          else expect(kept.some((one) => one.state === 'firing')).toBe(false);
        }
        const firing = groups.some((group) => group.resolvedAt === null);
        const opens = told.owed(plusMs(at, 3_600_000)).filter(({ effect }) => effect.kind === 'openProposal');
        expect(opens.length > 0).toBe(firing);
        for (const owed of alertSources.outstanding(told.state)) expect(owed.key).not.toContain(':');
        expect(new Set(alertSources.outstanding(told.state).map(({ key: one }) => one)).size).toBe(
          alertSources.outstanding(told.state).length,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('a group tells at most so many apart', () => {
    const told = source();
    for (let n = 0; n < 600; n += 1) told.take([judged({ key: `k${n}` })]);
    const [group] = Object.values(told.state.groups);
    expect(Object.keys(group?.keys ?? {})).toHaveLength(MOST_KEYS);
    expect(group?.more).toBe(100);
  });
});
