import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { incidentId } from '../../../src/core/ids.ts';
import { publicStatus } from '../../../src/core/incident/public-status.ts';
import { DAY_MS, MINUTE_MS } from '../../../src/core/time.ts';
import { bookWith, planWith } from '../../support/clinic.ts';
import type { Tale } from '../../support/given.ts';
import { at, tale } from '../../support/given.ts';

const CHANNELS = [{ web: 'status-page' }];
const AUDIENCES = {
  clinics: { owner: 'comms_lead', approver: 'incident_commander', channels: CHANNELS },
  patients: { owner: 'comms_lead', approver: 'incident_commander', channels: CHANNELS },
  press: { owner: 'comms_lead', approver: 'incident_commander', channels: CHANNELS },
};
const planThat = (status_page?: object) =>
  planWith((raw) => ({ ...raw, comms: { audiences: AUDIENCES, ...(status_page && { status_page }) } }));
const plan = planThat({ title: 'Harbor status', audiences: ['clinics', 'patients'] });
const book = bookWith(plan);

const say = (told: Tale, minutes: number, text: string, { audience = 'clinics', last = false } = {}) =>
  told.say(minutes, 'cleo', { type: 'publish', audience, text, nextAt: last ? null : at(minutes + 60), last });
const status = (minutes: number, ...told: readonly Tale[]) =>
  publicStatus(
    plan,
    told.map(({ state }) => state),
    at(minutes),
  );

describe('the public status', () => {
  test('is nothing where the plan does not ask for it', () => {
    const told = tale({ book });
    say(told, 5, 'Please use the portal.');
    expect(publicStatus(planThat(), [told.state], at(10))).toBeUndefined();
  });

  test('is empty while nothing was approved, whatever goes on inside', () => {
    const told = tale({ book });
    told.say(5, 'eve', { type: 'update', text: 'the carrier lies to us', nextAt: null });
    expect(status(10, told)).toEqual({ title: 'Harbor status', open: [], past: [] });
  });

  test('shows what was approved, newest first, with the next hour, until the closing words', () => {
    const told = tale({ book });
    say(told, 5, 'Please use the portal.');
    say(told, 50, 'Still the portal.');
    expect(status(55, told)?.open).toEqual([
      {
        audience: 'clinics',
        since: at(5),
        nextAt: at(110),
        isOver: false,
        updates: [
          { at: at(50), text: 'Still the portal.' },
          { at: at(5), text: 'Please use the portal.' },
        ],
      },
    ]);
    say(told, 90, 'All is as usual again.', { last: true });
    expect(status(95, told)).toMatchObject({
      open: [],
      past: [{ nextAt: null, isOver: true, updates: [{ at: at(90) }, {}, {}] }],
    });
    say(told, 100, 'Back again, sorry.');
    expect(status(101, told)).toMatchObject({ open: [{ since: at(100), updates: [{}] }], past: [{ since: at(5) }] });
  });

  test('shows only the audiences that the plan names', () => {
    const told = tale({ book });
    say(told, 5, 'To the press.', { audience: 'press' });
    say(told, 6, 'To patients.', { audience: 'patients' });
    expect(status(10, told)?.open.map(({ audience }) => audience)).toEqual(['patients']);
  });

  test('has nothing of drills, nor of private incidents, nor of those made private later', () => {
    const drill = tale({ book, kind: 'drill', id: incidentId('drill', 1) });
    const secret = tale({ book, private: true });
    const later = tale({ book });
    for (const told of [drill, secret, later]) say(told, 5, 'Words.');
    expect(status(6, later)?.open).toHaveLength(1);
    later.say(7, 'cleo', { type: 'makePrivate', why: 'patient data' });
    expect(status(10, drill, secret, later)).toEqual({ title: 'Harbor status', open: [], past: [] });
  });

  test('promises nothing more of an incident that was closed without closing words', () => {
    const told = tale({ book });
    say(told, 5, 'Please use the portal.');
    told.say(10, 'cleo', { type: 'cancel', why: 'a mistake' });
    expect(status(11, told)).toMatchObject({ open: [], past: [{ nextAt: null }] });
  });

  test('forgets what is over after 14 days', () => {
    const told = tale({ book });
    say(told, 5, 'Over.', { last: true });
    const days = (n: number) => 5 + (n * DAY_MS) / MINUTE_MS;
    expect(status(days(14), told)?.past).toHaveLength(1);
    expect(status(days(14) + 1, told)?.past).toHaveLength(0);
  });

  test('holds no word of the incident but the approved ones, whatever people wrote inside', () => {
    const INSIDE = 'INSIDE';
    const words = fc.constantFrom('note', 'update', 'decide', 'impact', 'role');
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), (acts) => {
        const told = tale({ book, title: INSIDE, reporter: INSIDE, because: INSIDE });
        for (const act of acts) {
          if (act === 'note') told.say(1, 'ann', { type: 'note', text: INSIDE });
          if (act === 'update') told.say(2, 'eve', { type: 'update', text: INSIDE, nextAt: null });
          if (act === 'decide') told.say(3, 'dan', { type: 'decideSomething', text: INSIDE });
          if (act === 'impact') told.say(4, 'ann', { type: 'moveImpact', to: at(0), why: INSIDE });
          if (act === 'role') told.say(4, 'dan', { type: 'setSeverity', to: 'sev1' as never, why: INSIDE });
        }
        say(told, 5, 'Outside.');
        const shown = JSON.stringify(status(10, told));
        expect(shown).toContain('Outside.');
        for (const hidden of [INSIDE, 'INC-1', 'sev', 'Cleo', 'cleo', 'pbx', 'Answering calls'])
          expect(shown).not.toContain(hidden);
      }),
    );
  });
});
