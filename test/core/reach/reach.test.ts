import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personId } from '../../../src/core/ids.ts';
import { MUSTER } from '../../../src/core/incident/events.ts';
import { NO_OVERRIDES } from '../../../src/core/oncall.ts';
import type { ReachChange, ReachCommand, ReachEvent } from '../../../src/core/reach/events.ts';
import { doubtAbout } from '../../../src/core/reach/proofs.ts';
import { reach, testAgain, testWay } from '../../../src/core/reach/reach.ts';
import type { Reach } from '../../../src/core/reach/state.ts';
import { DAY_MS, MINUTE_MS, instant, plusMs } from '../../../src/core/time.ts';
import { bookWith, planWith } from '../../support/clinic.ts';

const book = bookWith(planWith((raw) => ({ ...raw, incident_bot: { test_pages: { at: 'Tue 10:00' } } })));
const FROM = instant('2026-11-20T15:00:00Z');

type Life = { readonly state: Reach; readonly events: readonly ReachEvent[]; readonly ms: number };
const at = ({ ms }: Pick<Life, 'ms'>) => plusMs(FROM, ms);

function kept(life: Life, changes: readonly ReachChange[]): Life {
  const events = changes.map((change): ReachEvent => ({ ...change, at: at(life), by: MUSTER }));
  const state = events.reduce((now, event) => reach.evolve(now, event, book), life.state);
  return { ...life, state, events: [...life.events, ...events] };
}
const momentOf = (life: Life) => ({ at: at(life), by: MUSTER, live: NO_OVERRIDES }) as const;
const said = (life: Life, command: ReachCommand): Life => {
  const decision = reach.decide(life.state, command, momentOf(life));
  return decision.ok ? kept(life, decision.events) : life;
};
const begun = said({ state: reach.begin, events: [], ms: 0 }, { type: 'take', planHash: book.hash });

/** Time goes on to the next thing that is asked for; each message ends as it is told. */
type Fate = 'accepted' | 'busy' | 'refused' | 'unknown';
function workedOff(before: Life, fate: (nth: number) => Fate, until: number): Life {
  let life = before;
  for (let nth = 0; nth < 500; nth += 1) {
    const { state } = life;
    const asked = [...reach.deadlines(state), ...reach.outstanding(state)].toSorted((a, b) =>
      a.at < b.at ? -1 : 1,
    )[0];
    if (asked === undefined || asked.at > plusMs(FROM, until)) return { ...life, ms: Math.max(life.ms, until) };
    life = { ...life, ms: Math.max(life.ms, Date.parse(asked.at) - Date.parse(FROM)) };
    life = kept(
      life,
      'effect' in asked
        ? reach.settle(state, asked, { outcome: outcomeOf(fate(nth)), moment: momentOf(life) })
        : reach.pass(state, asked, momentOf(life)),
    );
  }
  throw new Error('it never ends');
}
function outcomeOf(fate: Fate) {
  if (fate === 'accepted') return { outcome: 'accepted', reference: 'x' } as const;
  if (fate === 'unknown') return { outcome: 'unknown', reason: 'the connection broke' } as const;
  return { outcome: 'failed', reason: 'no', permanent: fate === 'refused' } as const;
}

const people = fc.constantFrom('ann', 'bob', 'cleo', 'dan', 'eve', 'carrier', 'desk', 'nobody');
const way = fc.constantFrom(
  ...Object.entries(book.plan.people).flatMap(([person, { reach: ways }]) =>
    ways.map(({ medium, to }) => ({ person, medium, to })),
  ),
);
const command: fc.Arbitrary<ReachCommand> = fc.oneof(
  fc.record({ type: fc.constant('ask' as const), who: fc.array(people, { maxLength: 3 }), self: fc.boolean() }),
  fc.record({ type: fc.constant('ask' as const), who: fc.constant('all' as const), self: fc.constant(false) }),
  way.map((one) => ({ type: 'prove', how: 'test', ...one }) as const),
  way.map((one) => ({ type: 'fail', key: 'INC-1/page/0.0/x/sms/1', reason: 'gone', ...one }) as const),
  fc.constant({ type: 'undelivered', key: 'TEST-1/ann/sms/1', reason: 'unknown number' } as const),
);
const story = fc.array(fc.tuple(command, fc.integer({ min: 0, max: 3 * DAY_MS })), { maxLength: 20 });
const fates = fc.infiniteStream(fc.constantFrom<Fate>('accepted', 'accepted', 'busy', 'refused', 'unknown'));

function lived(steps: readonly (readonly [ReachCommand, number])[], stream: Iterable<Fate>): Life {
  const fate = stream[Symbol.iterator]();
  let life = begun;
  for (const [one, ms] of steps) {
    life = workedOff(said(life, one), () => (fate.next().value as Fate | undefined) ?? 'accepted', life.ms + ms);
  }
  return life;
}

describe('whatever happens to the ways of people', () => {
  it('asks for nothing twice, under keys without a colon, and reads the same from its log', () => {
    fc.assert(
      fc.property(story, fates, (steps, stream) => {
        const { state, events } = lived(steps, stream);
        const keys = [...reach.deadlines(state), ...reach.outstanding(state)].map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys.filter((key) => key.includes(':'))).toEqual([]);
        expect(events.reduce((now, event) => reach.evolve(now, event, book), reach.begin)).toEqual(state);
      }),
      { numRuns: 60 },
    );
  });

  it('a way is doubtful only while it failed twice, and the owner is told of it once until it is proved again', () => {
    fc.assert(
      fc.property(story, fates, (steps, stream) => {
        const { state, events } = lived(steps, stream);
        for (const [person, { reach: ways }] of Object.entries(book.plan.people))
          for (const { medium, to } of ways) {
            const mine = events.filter(
              (event) => 'to' in event && event.person === person && event.medium === medium && event.to === to,
            );
            const proved = mine.findLastIndex(({ type }) => type === 'proved');
            const failures = mine
              .slice(proved + 1)
              .filter(
                (event) =>
                  event.type === 'wayFailed' ||
                  (event.type === 'testFailed' && (event.permanent || event.attempt === 3)),
              );
            expect(doubtAbout(state, { person, medium, to }) !== undefined).toBe(failures.length >= 2);
          }
        const keys = events.flatMap((event) => (event.type === 'ownerTold' ? [event.key] : []));
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a test message', () => {
  const asked = said(begun, { type: 'ask', who: ['ann'], self: true });

  it('is found by its key, with the attempt or without it, until it is answered', () => {
    for (const key of ['TEST-1/ann/sms/1', 'TEST-1/ann/sms'])
      expect(testWay(asked.state, key)).toMatchObject({ person: 'ann', medium: 'sms' });
    for (const key of ['TEST-1/ann/email/1', 'TEST-2/ann/sms/1', 'INC-1/page/0.0/ann/sms/1', ''])
      expect(testWay(asked.state, key)).toBeUndefined();
    expect(testAgain(asked.state, 'TEST-1/ann/sms/1')?.text).toMatch(/^TEST: nothing is wrong\./);
  });

  it('that nothing here can carry says nothing about the way', () => {
    const [owed] = reach.outstanding(asked.state);
    if (owed === undefined) throw new Error('nothing is owed');
    const outcome = { outcome: 'failed', reason: 'nothing is set up for chat', permanent: true } as const;
    const after = kept(asked, reach.settle(asked.state, owed, { outcome, moment: momentOf(asked) }));
    expect(after.state.ways).toEqual({});
    expect(reach.outstanding(after.state).map(({ key }) => key)).not.toContain(owed.key);
  });

  it('that was reported as not delivered counts as a failure, whoever reports it; one nobody knows is passed over', () => {
    const life = said(asked, { type: 'undelivered', key: 'TEST-1/ann/sms/1', reason: 'unknown number' });
    expect(Object.values(life.state.ways)).toEqual([
      expect.objectContaining({ failures: 1, reason: 'unknown number' }),
    ]);
    expect(said(life, { type: 'undelivered', key: 'TEST-9/ann/sms/1', reason: 'x' })).toEqual(life);
  });

  it('answered days later still proves the way it came by', () => {
    const later = { ...workedOff(asked, () => 'accepted', 10 * DAY_MS), ms: 10 * DAY_MS };
    const answered = said(later, { type: 'prove', person: 'ann', medium: 'chat', to: 'ann', how: 'test' });
    expect(answered.state.ways['ann/chat/ann']).toMatchObject({ provedAt: at(answered), unanswered: 0 });
  });

  it('is not asked for before there is a plan', () => {
    const decision = reach.decide(reach.begin, { type: 'ask', who: ['ann'], self: true }, momentOf(begun));
    expect(decision).toMatchObject({ ok: false, refusal: { code: 'no-plan-yet' } });
  });
});

it('whoever owns the plan by a role is told as that person, and a plan without such a person tells nobody', () => {
  const told = (owner: string) => {
    const other = bookWith(planWith((raw) => ({ ...raw, plan: { ...raw.plan, owner } })));
    const fail = {
      type: 'fail',
      person: 'bob',
      medium: 'sms',
      to: '+1 616 555 0102',
      key: 'x',
      reason: 'gone',
    } as const;
    const events: readonly ReachChange[] = [
      { type: 'reachTaken', planHash: other.hash },
      { ...fail, type: 'wayFailed' },
      { ...fail, type: 'wayFailed' },
    ];
    const state = events.reduce(
      (now, change, nth) => reach.evolve(now, { ...change, at: plusMs(FROM, nth * MINUTE_MS), by: MUSTER }, other),
      reach.begin,
    );
    return reach.outstanding(state).map(({ effect }) => (effect.kind === 'tellPerson' ? effect.note.person : ''));
  };
  expect(told('incident_commander')).toEqual([personId('cleo')]);
  expect(told('fay')).toEqual([personId('fay')]);
  expect(told('carrier')).toEqual([]);
});
