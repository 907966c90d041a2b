import type { Book } from '../book.ts';
import type { Hash } from '../ids.ts';
import type { By } from '../incident/events.ts';
import type { Medium } from '../media.ts';
import type { Instant } from '../time.ts';
import { MINUTE_MS, plusMs } from '../time.ts';
import type { NotAsked, ReachChange, ReachEvent } from './events.ts';
import type { Reachability, WayProof, WayTo } from './proofs.ts';
import { DOUBTFUL_AFTER, UNPROVED, proofOf, wayKey } from './proofs.ts';

/** The way of one message of a test. */
export type TestWay = WayTo & {
  /** `TEST-3/ann/sms`; an attempt adds its number. */
  readonly key: string;
  readonly at: Instant;
  /** The attempt that is owed or was the last, from 1. */
  readonly attempt: number;
  readonly state: 'owed' | 'sent' | 'failed' | 'proved';
  readonly sentAt: Instant | null;
};

/** Whether a provider took the message over in this test: only then can it have arrived. */
export const wasTakenOver = ({ sentAt }: Pick<TestWay, 'sentAt'>): boolean => sentAt !== null;

export type Test = {
  readonly n: number;
  readonly askedAt: Instant;
  readonly by: By;
  readonly self: boolean;
  readonly endsAt: Instant;
  readonly ways: readonly TestWay[];
  /** Who was asked for and left out, and why. */
  readonly skipped: readonly NotAsked[];
};

/** What the plan's owner is to be told, once. */
export type Untold = {
  /** Names it for ever. */
  readonly key: string;
  readonly at: Instant;
  readonly person: string;
  /** The way that failed; missing when somebody answers no tests at all. */
  readonly way?: { readonly medium: Medium; readonly to: string; readonly reason: string };
};

export type Reach = Reachability & {
  readonly book: Book | null;
  readonly planHash: Hash | null;
  readonly takenAt: Instant | null;
  /** The number of the last test. */
  readonly tests: number;
  readonly weeklyAt: Instant | null;
  /** Tests whose answers are waited for. */
  readonly open: readonly Test[];
  /** Tests in a row that somebody answered by no way; by person. */
  readonly silent: Readonly<Record<string, number>>;
  readonly untold: readonly Untold[];
  /** How many things the owner was ever to be told. */
  readonly notes: number;
};

export const begin: Reach = {
  book: null,
  planHash: null,
  takenAt: null,
  tests: 0,
  weeklyAt: null,
  open: [],
  ways: {},
  silent: {},
  untold: [],
  notes: 0,
};

/** Waits between the attempts of one test message, in ms; after the last one it counts as failed. */
const RETRY_MS = [MINUTE_MS, 5 * MINUTE_MS] as const;
const OWNER_RETRY_MS = 5 * MINUTE_MS;
/** Somebody who answered none of so many tests in a row is named to the owner. */
const SILENT_TESTS = 2;

type Of<Type extends ReachChange['type']> = Extract<ReachEvent, { readonly type: Type }>;

export function evolve(state: Reach, event: ReachEvent, book: Book | undefined): Reach {
  switch (event.type) {
    case 'reachTaken':
      return { ...state, book: book ?? state.book, planHash: event.planHash, takenAt: event.at };
    case 'testAsked':
      return asked(state, event);
    case 'testSent':
      return {
        ...state,
        open: changed(state.open, event, (way) => ({
          ...way,
          state: way.state === 'owed' ? 'sent' : way.state,
          sentAt: event.at,
        })),
      };
    case 'testFailed':
      return testFailed(state, event);
    case 'testEnded':
      return ended(state, event);
    case 'proved':
      return proved(state, event);
    case 'wayFailed':
      return failed({ ...state, open: notArrived(state.open, event.key) }, event, event);
    case 'ownerTold':
      return { ...state, untold: state.untold.filter(({ key }) => key !== event.key) };
    case 'ownerNotTold': {
      const at = plusMs(event.at, OWNER_RETRY_MS);
      return { ...state, untold: state.untold.map((one) => (one.key === event.key ? { ...one, at } : one)) };
    }
    default:
      return state;
  }
}

/** The name of a test, as people answer it. */
export const testName = (n: number): string => `TEST-${n}`;

function asked(state: Reach, { n, why, self, people, skipped, endsAt, at, by }: Of<'testAsked'>): Reach {
  const ways = people.flatMap(({ person, ways: own }) => {
    const times = new Map<string, number>();
    return own.map((way): TestWay => {
      const nth = (times.get(way.medium) ?? 0) + 1;
      times.set(way.medium, nth);
      const key = `${testName(n)}/${person}/${way.medium}${nth === 1 ? '' : nth}`;
      return { ...way, person, key, attempt: 1, state: 'owed', sentAt: null };
    });
  });
  const test = { n, askedAt: at, by, self, endsAt, ways, skipped };
  return {
    ...state,
    tests: Math.max(state.tests, n),
    weeklyAt: why === 'weekly' ? at : state.weeklyAt,
    open: ways.length === 0 ? state.open : [...state.open, test],
  };
}

const isSameWay = (a: WayTo, b: WayTo) => wayKey(a) === wayKey(b);

const changed = (open: readonly Test[], to: WayTo & { readonly n: number }, change: (way: TestWay) => TestWay) =>
  open.map((test) =>
    test.n === to.n ? { ...test, ways: test.ways.map((way) => (isSameWay(way, to) ? change(way) : way)) } : test,
  );

function testFailed(state: Reach, event: Of<'testFailed'>): Reach {
  const waitMs = RETRY_MS[event.attempt - 1];
  if (event.permanent || waitMs === undefined) {
    const open = changed(state.open, event, (way) => ({ ...way, state: way.state === 'proved' ? 'proved' : 'failed' }));
    return failed({ ...state, open }, event, event);
  }
  const at = plusMs(event.at, waitMs);
  return { ...state, open: changed(state.open, event, (way) => ({ ...way, at, attempt: event.attempt + 1 })) };
}

/** A test message that did not arrive: nobody can be blamed for not answering it. */
const notArrived = (open: readonly Test[], key: string) =>
  open.map((test) => ({
    ...test,
    ways: test.ways.map((way) =>
      way.state === 'sent' && key === `${way.key}/${way.attempt}` ? ({ ...way, state: 'failed' } as const) : way,
    ),
  }));

/** `engine/paging.ts` says so where Muster itself cannot send by a medium: the way is not to blame. */
const OWN_FAULT = /^nothing is set up for /;

function failed(state: Reach, way: WayTo, { reason, at }: { readonly reason: string; readonly at: Instant }): Reach {
  if (OWN_FAULT.test(reason)) return state;
  const before = proofOf(state, way);
  const failures = before.failures + 1;
  const after = withProof(state, way, { ...before, failures, reason });
  const { person, medium, to } = way;
  return failures === DOUBTFUL_AFTER ? toTell(after, { at, person, way: { medium, to, reason } }) : after;
}

const withProof = (state: Reach, way: WayTo, proof: WayProof): Reach => ({
  ...state,
  ways: { ...state.ways, [wayKey(way)]: proof },
});

const toTell = (state: Reach, untold: Omit<Untold, 'key'>): Reach => ({
  ...state,
  notes: state.notes + 1,
  untold: [...state.untold, { ...untold, key: `reach-${state.notes + 1}` }],
});

function ended(state: Reach, { n, silent, at }: Of<'testEnded'>): Reach {
  const test = state.open.find((one) => one.n === n);
  const unanswered = test?.ways.filter((way) => way.state === 'sent') ?? [];
  const without = { ...state, open: state.open.filter((one) => one.n !== n) };
  const counted = unanswered.reduce<Reach>((now, way) => {
    const before = proofOf(now, way);
    return withProof(now, way, { ...before, unanswered: before.unanswered + 1 });
  }, without);
  return silent.reduce<Reach>((now, person) => {
    const times = (Object.hasOwn(now.silent, person) ? (now.silent[person] ?? 0) : 0) + 1;
    const next = { ...now, silent: { ...now.silent, [person]: times } };
    return times === SILENT_TESTS ? toTell(next, { at, person }) : next;
  }, counted);
}

/** Whatever was said against this way is over, and what the owner has not been told of it is no longer so. */
function proved(state: Reach, event: Of<'proved'>): Reach {
  const { person, how, answeredAt } = event;
  const { [person]: _answers, ...silent } = state.silent;
  const isOver = (one: Untold) =>
    one.person === person && (one.way === undefined || isSameWay({ person, ...one.way }, event));
  const open = state.open.map((test) => ({
    ...test,
    ways: test.ways.map((way) => (isSameWay(way, event) ? ({ ...way, state: 'proved' } as const) : way)),
  }));
  const next = { ...state, open, silent, untold: state.untold.filter((one) => !isOver(one)) };
  return withProof(next, event, { ...UNPROVED, provedAt: answeredAt, how });
}
