import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/core/aggregate.ts';
import { situation } from '../../../src/core/incident/cards.ts';
import type { IncidentEvent } from '../../../src/core/incident/events.ts';
import { incident } from '../../../src/core/incident/incident.ts';
import { nextActions } from '../../../src/core/incident/next.ts';
import type { Incident } from '../../../src/core/incident/state.ts';
import { incidentView } from '../../../src/core/incident/view.ts';
import { cardText } from '../../../src/core/card.ts';
import { MINUTE_MS, msBetween } from '../../../src/core/time.ts';
import { ACCEPTED, DECLARED, fold, moment, NIGHT, tale } from '../../support/given.ts';
import type { Tale } from '../../support/given.ts';
import { policyOf } from '../../../src/core/incident/ladder.ts';
import { beginning, doing, start } from './random-life.ts';
import type { Doing, Start } from './random-life.ts';

/** What must never be seen, whatever people and the world did; each line is a sentence. */
const IMPOSSIBLE: Readonly<Record<string, (state: Incident) => boolean>> = {
  'acknowledged by nobody': ({ escalation }) =>
    escalation.status === 'acknowledged' && escalation.acknowledged.length === 0,
  'paging although somebody has it and asked for nobody': ({ escalation }) =>
    ['paging', 'exhausted'].includes(escalation.status) &&
    escalation.acknowledged.length > 0 &&
    escalation.seeking === null,
  'one more is sought by somebody who has it not': ({ escalation }) =>
    escalation.seeking !== null && escalation.acknowledged.every(({ person }) => person !== escalation.seeking),
  'nobody is looked for while it is open': ({ escalation, lifecycle }) =>
    lifecycle.phase === 'open' && escalation.status === 'off',
  'paging after its end': ({ escalation, lifecycle }) =>
    ['closed', 'cancelled'].includes(lifecycle.phase) &&
    (escalation.status !== 'off' ||
      escalation.pages.some((page) => ['queued', 'held'].includes(page.state) && !page.group.startsWith('c'))),
  'somebody has it and the ladder still calls': ({ escalation }) =>
    escalation.status === 'acknowledged' &&
    escalation.pages.some((page) => ['queued', 'held'].includes(page.state) && /^[a\d]/.test(page.group)),
  'restored, but open': ({ lifecycle }) => lifecycle.restoredAt !== null && lifecycle.phase === 'open',
  'in phase restored without the hour': ({ lifecycle }) =>
    lifecycle.phase === 'restored' && lifecycle.restoredAt === null,
  'over without the hour, or with an hour and not over': ({ lifecycle }) =>
    (lifecycle.closedAt !== null) !== ['closed', 'cancelled'].includes(lifecycle.phase),
  'a page sent or answered that never left': ({ escalation }) =>
    escalation.pages.some(
      (page) => ['sent', 'acknowledged', 'declined', 'timed out'].includes(page.state) && page.sentAt === null,
    ),
  'a page that left and is still owed': ({ escalation }) =>
    escalation.pages.some((page) => ['queued', 'held'].includes(page.state) && page.sentAt !== null),
  'held back, nobody knows until when': ({ escalation }) =>
    escalation.pages.some((page) => page.state === 'held' && page.heldUntil === null),
  'failed without a reason': ({ escalation }) =>
    escalation.pages.some((page) => page.state === 'failed' && page.reason === null),
  'one person has it twice': ({ escalation }) =>
    new Set(escalation.acknowledged.map(({ person }) => person)).size < escalation.acknowledged.length,
  'a level that the policy does not have': (state) => state.escalation.level >= policyOf(state).levels.length,
  'two pages of one name': ({ escalation }) =>
    new Set(escalation.pages.map(({ key }) => key)).size < escalation.pages.length,
  'a role both held and a gap': ({ roles }) => roles.gaps.some((role) => roles.holders[role] !== undefined),
};

const impossible = (state: Incident) => Object.keys(IMPOSSIBLE).filter((name) => IMPOSSIBLE[name]?.(state));

/** So many things at one and the same hour mean that something rings for ever. */
const ENDLESS = 60;

/** Looks at each state on the way; `met` is the key that led to it. */
type Watch = (told: Tale, minutes: number, met?: string) => void;

/** One life: what was done, and what was seen on the way that ought not to be. */
function live(begin: Start, all: readonly Doing[], watch: Watch) {
  let minutes = begin.night ? NIGHT : 0;
  const told = tale(beginning(begin, minutes), moment(minutes, 'ann'));
  watch(told, minutes);
  for (const each of all) {
    if (each.do === 'say') {
      const decision = incident.decide(told.state, each.command(minutes), moment(minutes, each.by));
      if (decision.ok) told.take(decision.events, moment(minutes, each.by));
      watch(told, minutes);
    } else minutes = passTime(told, { from: minutes, to: minutes + each.minutes, outcomes: each.outcomes }, watch);
  }
  return told;
}

type Span = { readonly from: number; readonly to: number; readonly outcomes: readonly Outcome[] };

/** Everything asked for is met at its hour; the first effects have the outcomes given, the rest is accepted. */
function passTime(told: Tale, { from, to, outcomes }: Span, watch: Watch): number {
  let minutes = from;
  let here = 0;
  for (let turn = 0; ; turn += 1) {
    const next = asked(told.state).reduce<Ask | undefined>(
      (a, b) => (a !== undefined && a.minutes <= b.minutes ? a : b),
      undefined,
    );
    if (next === undefined || next.minutes > to) return to;
    here = next.minutes > minutes ? 0 : here + 1;
    expect(here, `${next.key} rings without end`).toBeLessThan(ENDLESS);
    minutes = Math.max(minutes, next.minutes);
    meet(told, { key: next.key, minutes, outcome: outcomes[turn] ?? ACCEPTED });
    watch(told, minutes, next.key);
  }
}

type Ask = { readonly key: string; readonly minutes: number };
const asked = (state: Incident) =>
  [...incident.deadlines(state), ...incident.outstanding(state)].map(({ key, at }) => ({
    key,
    minutes: msBetween(DECLARED, at) / MINUTE_MS,
  }));

type Meeting = { readonly key: string; readonly minutes: number; readonly outcome: Outcome };

/** A deadline passes or something owed is done; either way something is on record, and the key asks for another hour or for nothing. */
function meet(told: Tale, { key, minutes, outcome }: Meeting) {
  const short = key.slice(key.indexOf('/') + 1);
  const isDeadline = incident.deadlines(told.state).some((one) => one.key === key);
  const when = moment(minutes);
  const before = told.state;
  const deadline = isDeadline ? told.deadline(short) : undefined;
  const events: readonly IncidentEvent[] =
    deadline === undefined
      ? told.perform(minutes, outcome, short)
      : told.take(incident.pass(before, deadline, when), when);
  expect(events, `${key} left nothing on record`).not.toHaveLength(0);
  const still = asked(told.state).find((one) => one.key === key);
  if (still !== undefined) expect(still.minutes, `${key} rings again at once`).toBeGreaterThan(minutes);
}

const life = [start, fc.array(doing, { maxLength: 18 })] as const;
const RUNS = { numRuns: 60 };

describe('whatever people and the world do, in whatever order', { timeout: 60_000 }, () => {
  test('no impossible state is ever seen', () => {
    fc.assert(
      fc.property(...life, (begin, all) => {
        live(begin, all, ({ state }) => expect(impossible(state)).toEqual([]));
      }),
      RUNS,
    );
  });

  test('an incident that nobody has is never silent: a page is owed or an hour is set', () => {
    fc.assert(
      fc.property(...life, (begin, all) => {
        live(begin, all, ({ state }) => {
          const { phase, id } = state.lifecycle;
          if (phase !== 'open') return;
          const kinds = incident.deadlines(state).map(({ key }) => key.slice(id.length + 1).split('/')[0]);
          const has = state.escalation.status === 'acknowledged' ? ['progress', 'lapse'] : ['ack', 'alarm'];
          expect(kinds.some((kind) => has.includes(kind ?? ''))).toBe(true);
        });
      }),
      RUNS,
    );
  });

  test('the events alone give the same state again, after a journey through JSON too', () => {
    fc.assert(
      fc.property(...life, (begin, all) => {
        const told = live(begin, all, () => undefined);
        const kept = JSON.parse(JSON.stringify(told.events)) as readonly IncidentEvent[];
        expect(fold(kept, told.state.book)).toEqual(told.state);
      }),
      RUNS,
    );
  });

  test('every filled role has a next action, or is told that there is none', () => {
    fc.assert(
      fc.property(...life, (begin, all) => {
        live(begin, all, ({ state }) => {
          if (!['open', 'restored'].includes(state.lifecycle.phase)) return;
          const actions = nextActions(state);
          expect(actions.filter(({ text }) => text === '')).toEqual([]);
          const roles = Object.keys(state.roles.holders).filter((role) => !actions.some((next) => next.role === role));
          expect(roles).toEqual([]);
        });
      }),
      RUNS,
    );
  });

  test('a key names one occurrence: it holds no colon, is nobody else’s at the same time, and once met never comes back', () => {
    fc.assert(
      fc.property(...life, (begin, all) => {
        const met = new Set<string>();
        let before: readonly string[] = [];
        live(begin, all, ({ state }, _minutes, key) => {
          const keys = asked(state).map((one) => one.key);
          expect(new Set(keys).size).toBe(keys.length);
          expect(keys.filter((one) => /:/.test(one) || /^\d+$/.test(one))).toEqual([]);
          expect(keys.filter((one) => met.has(one) && !before.includes(one))).toEqual([]);
          if (key !== undefined) met.add(key);
          before = keys;
        });
      }),
      RUNS,
    );
  });

  test('the card and the JSON can always be made, and the card is never without words', () => {
    fc.assert(
      fc.property(...life, (begin, all) => {
        live(begin, all, ({ state }, minutes) => {
          const { at } = moment(minutes);
          expect(cardText(situation(state, { at, zone: 'America/Detroit' }))).not.toMatch(
            /undefined|null|NaN|\[object|Invalid/,
          );
          expect(JSON.parse(JSON.stringify(incidentView(state, at)))).toEqual(incidentView(state, at));
        });
      }),
      RUNS,
    );
  });
});
