import type { Aggregate, Deadline, Decision, Moment, Outcome, Owed } from '../aggregate.ts';
import { decided } from '../aggregate.ts';
import type { PageMessage } from '../message.ts';
import type { Plan } from '../plan/schema.ts';
import { entry } from '../plan/schema.ts';
import type { Instant } from '../time.ts';
import { dateOf, latest } from '../time.ts';
import { ask, weeklyTest } from './ask.ts';
import type { ReachChange, ReachCommand, ReachEffect } from './events.ts';
import { nextWeekly } from './hours.ts';
import type { WayTo } from './proofs.ts';
import { proofOf, wayKey } from './proofs.ts';
import type { Reach, Test, TestWay } from './state.ts';
import { begin, evolve, testName } from './state.ts';
import { ownerNote, testMessage } from './test-words.ts';

/** Whether the people of the plan can be reached: what was tested, what was answered, what failed. One stream for each plan. */
export const REACH = 'REACH';

function decide(state: Reach, command: ReachCommand, moment: Moment): Decision<ReachChange> {
  switch (command.type) {
    case 'take':
      return command.planHash === state.planHash ? decided() : decided({ ...command, type: 'reachTaken' });
    case 'ask':
      return ask(state, command, moment);
    case 'prove':
      return prove(state, command, moment);
    case 'fail':
      return decided({ ...command, type: 'wayFailed' });
    case 'undelivered': {
      const way = testWay(state, command.key);
      const { key, reason } = command;
      return way === undefined ? decided() : decided({ type: 'wayFailed', ...plainWay(way), key, reason });
    }
    default:
      return command satisfies never;
  }
}

const plainWay = ({ person, medium, to }: WayTo): WayTo => ({ person, medium, to });

/** A way that was proved on this very day, has not failed since, and whose test nobody waits for, has nothing more to prove. */
function prove(
  state: Reach,
  { at: said, how, ...to }: Extract<ReachCommand, { readonly type: 'prove' }>,
  { at }: Moment,
): Decision<ReachChange> {
  const way = plainWay(to);
  const { provedAt, failures } = proofOf(state, way);
  const zone = state.book?.plan.plan.timezone ?? 'UTC';
  const answeredAt = latest(said ?? at, provedAt ?? said ?? at);
  const isKnown = provedAt !== null && dateOf(provedAt, zone) === dateOf(answeredAt, zone);
  const isNews = failures > 0 || Object.hasOwn(state.silent, way.person) || isAwaited(state, way);
  return isKnown && !isNews ? decided() : decided({ type: 'proved', ...way, how, answeredAt });
}

const isAwaited = ({ open }: Reach, to: WayTo) =>
  open.some(({ ways }) => ways.some((way) => wayKey(way) === wayKey(to) && way.state !== 'proved'));

/** The way of a test message, by the key of the message (`TEST-3/ann/sms/1`) or without its attempt. */
export function testWay({ open }: Pick<Reach, 'open'>, key: string): TestWay | undefined {
  const name = /^(TEST-\d+\/.+\/[a-z]+\d*)(?:\/\d+)?$/.exec(key)?.[1];
  return open.flatMap(({ ways }) => ways).find((way) => way.key === key || way.key === name);
}

/** The test message of this key as it would be sent now; undefined when the test is over. */
export function testAgain({ open, book }: Reach, key: string): PageMessage | undefined {
  const way = testWay({ open }, key);
  const test = open.find(({ ways }) => ways.some((one) => one === way));
  if (way === undefined || test === undefined || book === null) return undefined;
  return testMessage(book.plan, test, way);
}

/** The newest test that waits for an answer of this person, and when it reached them. */
export function lastTest(
  { open }: Reach,
  person: string,
): { readonly about: string; readonly at: Instant } | undefined {
  const sent = open.flatMap(({ n, ways }) =>
    ways.flatMap((way) =>
      way.person === person && way.state === 'sent' && way.sentAt !== null
        ? [{ about: testName(n), at: way.sentAt }]
        : [],
    ),
  );
  return sent.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
}

function deadlines({ book, takenAt, weeklyAt, open }: Reach): readonly Deadline[] {
  const shared = { lane: 'house', facet: 'reach' } as const;
  const ends = open.map(({ n, endsAt }) => ({ key: `end/${testName(n)}`, at: endsAt, ...shared }));
  if (book === null || takenAt === null) return ends;
  const next = nextWeekly(book.plan, weeklyAt === null ? takenAt : latest(takenAt, weeklyAt));
  if (next === undefined) return ends;
  return [...ends, { key: `weekly/${dateOf(next, book.plan.plan.timezone)}`, at: next, ...shared }];
}

function pass(state: Reach, { key }: Deadline, { at }: Moment): readonly ReachChange[] {
  const { book } = state;
  if (key.startsWith('weekly/')) return book === null ? [] : [weeklyTest(state, book.plan, at)];
  const test = state.open.find(({ n }) => key === `end/${testName(n)}`);
  return test === undefined ? [] : [{ type: 'testEnded', n: test.n, silent: silentIn(test) }];
}

/** Those who were sent something and answered by none of their ways; what could not be sent is no silence. */
function silentIn({ ways }: Test): readonly string[] {
  const byPerson = Map.groupBy(ways, ({ person }) => person);
  return [...byPerson].flatMap(([person, own]) =>
    own.some(({ state }) => state === 'sent') && !own.some(({ state }) => state === 'proved') ? [person] : [],
  );
}

/** Whoever left the plan, or has another number now, is sent nothing more. */
const isInPlan = (plan: Plan, { person, medium, to }: WayTo) =>
  (entry(plan.people, person) ?? entry(plan.vendors, person))?.reach.some(
    (way) => way.medium === medium && way.to === to,
  ) === true;

/** All of it in the lane of housekeeping: a test never delays a page. */
function outstanding({ book, open, untold }: Reach): readonly Owed<ReachEffect>[] {
  if (book === null) return [];
  const { plan } = book;
  const shared = { lane: 'house', class: 'at least once' } as const;
  const tests = open.flatMap((test) =>
    test.ways.flatMap((way): readonly Owed<ReachEffect>[] => {
      if (way.state !== 'owed' || !isInPlan(plan, way)) return [];
      const message = testMessage(plan, test, way);
      return [{ key: message.key, at: way.at, ...shared, effect: { kind: 'test', self: test.self, message } }];
    }),
  );
  const notes = untold.flatMap((one): readonly Owed<ReachEffect>[] => {
    const note = ownerNote(plan, one);
    return note === undefined
      ? []
      : [
          {
            key: `tell/${one.key}/${one.at.replaceAll(':', '')}`,
            at: one.at,
            ...shared,
            effect: { kind: 'tellPerson', note },
          },
        ];
  });
  return [...tests, ...notes];
}

function settle({ effect }: Owed<ReachEffect>, outcome: Outcome): readonly ReachChange[] {
  if (effect.kind === 'tellPerson')
    return [{ type: outcome.outcome === 'accepted' ? 'ownerTold' : 'ownerNotTold', key: effect.note.key }];
  const { message } = effect;
  const n = Number(message.incident.slice('TEST-'.length));
  const attempt = Number(message.key.slice(message.key.lastIndexOf('/') + 1));
  const about = { n, attempt, person: message.person, medium: message.medium, to: message.to };
  if (outcome.outcome === 'accepted') return [{ type: 'testSent', ...about, reference: outcome.reference }];
  const permanent = outcome.outcome === 'failed' && outcome.permanent;
  return [{ type: 'testFailed', ...about, reason: outcome.reason, permanent }];
}

export const reach: Aggregate<Reach, ReachChange, ReachCommand, ReachEffect> = {
  prefixes: [REACH],
  begin,
  pins: (event) => (event.type === 'reachTaken' ? event.planHash : undefined),
  evolve,
  decide,
  live: ({ open }) => open.length > 0,
  deadlines,
  outstanding,
  pass,
  intend: () => [],
  settle: (_state, owed, { outcome }) => settle(owed, outcome),
};
