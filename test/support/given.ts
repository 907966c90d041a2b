import { expect } from 'vitest';
import type { Deadline, Moment, Outcome } from '../../src/core/aggregate.ts';
import type { Book } from '../../src/core/book.ts';
import type { FunctionId, SystemId } from '../../src/core/ids.ts';
import { incidentId, personId, playbookId, policyId, severityId } from '../../src/core/ids.ts';
import type { CommandOf, IncidentCommand } from '../../src/core/incident/commands.ts';
import type { By, IncidentChange, IncidentEvent } from '../../src/core/incident/events.ts';
import { MUSTER } from '../../src/core/incident/events.ts';
import { beginIncident, incident } from '../../src/core/incident/incident.ts';
import type { Incident } from '../../src/core/incident/state.ts';
import { NO_OVERRIDES } from '../../src/core/oncall.ts';
import type { Instant } from '../../src/core/time.ts';
import { instant, MINUTE_MS, msBetween, plusMs } from '../../src/core/time.ts';
import { book } from './clinic.ts';

/** Declared on a Friday morning, 09:50 in Detroit. */
export const DECLARED = instant('2026-11-20T14:50:00Z');
export const at = (minutes: number): Instant => plusMs(DECLARED, Math.round(minutes * MINUTE_MS));
/** 23:00 in Detroit, inside the quiet hours of Ann and Cleo. */
export const NIGHT = (23 - 9) * 60 - 50;

export const event = (minutes: number, by: string, change: IncidentChange): IncidentEvent => ({
  ...change,
  at: at(minutes),
  by: by as By,
  v: 1,
});
export const moment = (minutes: number, by: string = MUSTER): Moment => ({
  at: at(minutes),
  by: by as By,
  live: NO_OVERRIDES,
});

type Declare = CommandOf<'declare'>;
export const declare = (over: Partial<Declare> = {}): Declare => ({
  type: 'declare',
  id: incidentId('real', 1),
  title: 'Phones are dead',
  kind: 'real',
  severity: severityId('sev2'),
  private: false,
  functions: ['calls'] as unknown as readonly FunctionId[],
  systems: ['pbx'] as unknown as readonly SystemId[],
  playbook: playbookId('phones'),
  policy: policyId('default'),
  impactStartedAt: null,
  reporter: 'Fay Quint',
  paging: true,
  because: 'the words "phones"',
  book,
  ...over,
});
export const ack = (person: string): IncidentCommand => ({ type: 'acknowledge', person: personId(person) });
export const cant = (person: string): IncidentCommand => ({ type: 'decline', person: personId(person), why: '' });
export const needHelp = (person: string): IncidentCommand => ({ type: 'askHelp', person: personId(person), why: '' });
export const setSeverity = (to: string): IncidentCommand => ({
  type: 'setSeverity',
  to: severityId(to),
  why: 'said so',
});
export const functions = (...ids: readonly string[]) => ids as unknown as readonly FunctionId[];

export const fold = (past: readonly IncidentEvent[], using: Book = book): Incident =>
  past.reduce((state, each) => incident.evolve(state, each, 'planHash' in each ? using : undefined), beginIncident);

/** given(events…).when(command, moment).gives(events…), or .refused(code, /sentence/). Expected events name what matters. */
export function given(...past: readonly IncidentEvent[]) {
  const state = fold(past);
  return { state, when: (command: IncidentCommand, when: Moment = moment(5, 'ann')) => decided(state, command, when) };
}

function decided(state: Incident, command: IncidentCommand, when: Moment) {
  const decision = incident.decide(state, command, when);
  return {
    decision,
    gives(...expected: readonly object[]) {
      if (!decision.ok) throw new Error(`refused: ${decision.refusal.say}`);
      expect(decision.events).toMatchObject(expected);
    },
    refused(code: string, sentence: RegExp) {
      expect(decision).toMatchObject({ ok: false, refusal: { code } });
      if (!decision.ok) expect(decision.refusal.say).toMatch(sentence);
    },
  };
}

export const ACCEPTED: Outcome = { outcome: 'accepted', reference: 'sim-1' };
export const FAILED: Outcome = { outcome: 'failed', reason: 'the provider is busy', permanent: false };
export const DEAD: Outcome = { outcome: 'failed', reason: 'this number does not exist', permanent: true };
export const UNKNOWN: Outcome = { outcome: 'unknown', reason: 'the connection broke' };

/**
 * One incident lived through, minute by minute, without an engine: who does what, which deadline passes, what is owed.
 * Begun by Fay unless said otherwise.
 */
export function tale(command: Partial<Declare> = {}, begun: Moment = moment(0, 'fay')) {
  let state = beginIncident;
  const events: IncidentEvent[] = [];
  const pinned = command.book ?? book;

  function take(changes: readonly IncidentChange[], { at: hour, by }: Moment): readonly IncidentEvent[] {
    const fresh = changes.map((change): IncidentEvent => ({ ...change, at: hour, by, v: 1 }));
    for (const each of fresh)
      state = incident.evolve(state, each, incident.pins(each) === undefined ? undefined : pinned);
    events.push(...fresh);
    return fresh;
  }
  function decide(asked: IncidentCommand, when: Moment): readonly IncidentEvent[] {
    const decision = incident.decide(state, asked, when);
    if (!decision.ok) throw new Error(`refused: ${decision.refusal.say}`);
    return take(decision.events, when);
  }
  function deadline(key: string): Deadline {
    const found = incident.deadlines(state).find((each) => short(each.key).startsWith(key));
    if (found === undefined) throw new Error(`no deadline ${key} among ${Object.keys(deadlinesOf(state)).join(' ')}`);
    return found;
  }

  decide(declare(command), begun);
  return {
    get state() {
      return state;
    },
    events,
    /** The rest as a test wrote it: events that no rule made. */
    take,
    deadline,
    /** Somebody does something so many minutes after the declaration. */
    say: (minutes: number, by: string, asked: IncidentCommand) => decide(asked, moment(minutes, by)),
    /** What is owed by then (and whose key begins so) is tried once, with this outcome. */
    perform(minutes: number, outcome: Outcome = ACCEPTED, begins = '') {
      const when = moment(minutes);
      const due = incident
        .outstanding(state)
        .filter((owed) => owed.at <= when.at && short(owed.key).startsWith(begins));
      return due.flatMap((owed) => {
        if (!incident.outstanding(state).some(({ key }) => key === owed.key)) return [];
        const intended = take(incident.intend(state, owed), when);
        return [...intended, ...take(incident.settle(state, owed, { outcome, moment: when }), when)];
      });
    },
    /** The deadline whose key begins so passes at its hour, or so much later. */
    pass(key: string, lateMs = 0) {
      const passed = deadline(key);
      const when = { ...moment(0), at: plusMs(passed.at, lateMs) };
      return take(incident.pass(state, passed, when), when);
    },
    /** `0.0/ann/sms sent`: every page so far, and how it stands. */
    pages: () => state.escalation.pages.map((page) => `${page.key.slice(5)} ${page.state}`),
  };
}
export type Tale = ReturnType<typeof tale>;

const minutesOf = (hour: Instant) => Math.round((msBetween(DECLARED, hour) / MINUTE_MS) * 1000) / 1000;
const short = (key: string) => key.slice(key.indexOf('/') + 1);
const table = (all: readonly { readonly key: string; readonly at: Instant }[]): Readonly<Record<string, number>> =>
  Object.fromEntries(all.map(({ key, at: hour }) => [short(key), minutesOf(hour)]));

/** Deadlines as `{ 'ack/0.0': 5 }`: key without the incident, minutes after the declaration. */
export const deadlinesOf = (state: Incident, begins = '') =>
  table(incident.deadlines(state).filter(({ key }) => short(key).startsWith(begins)));
/** What is owed as `{ 'page/0.0/ann/sms/1': 0 }`. */
export const owedOf = (state: Incident, begins = '') =>
  table(incident.outstanding(state).filter(({ key }) => short(key).startsWith(begins)));
export const typesOf = (changes: readonly { readonly type: string }[]) => changes.map(({ type }) => type);
export const onlyType = <Type extends IncidentChange['type']>(changes: readonly IncidentEvent[], type: Type) =>
  changes.filter((each): each is Extract<IncidentEvent, { readonly type: Type }> => each.type === type);
