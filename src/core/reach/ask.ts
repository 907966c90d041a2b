import type { Decision, Moment } from '../aggregate.ts';
import { decided, refuse } from '../aggregate.ts';
import { whoId } from '../ids.ts';
import { behind } from '../plan/lint-people.ts';
import { WHY_SPARED, mayBeDrilled } from '../plan/outsiders.ts';
import type { Plan, Way } from '../plan/schema.ts';
import { entry } from '../plan/schema.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS, inWords, latest, msBetween, plusMs } from '../time.ts';
import type { AskedPerson, AskedWay, NotAsked, ReachChange, ReachCommand } from './events.ts';
import { isGone, testHour } from './hours.ts';
import { wayKey } from './proofs.ts';
import type { Reach } from './state.ts';
import { testName } from './state.ts';

/** Between two messages of one test to one person: each is told from the one before it. */
const APART_MS = 30 * SECOND_MS;
/** Between two people of one test: a provider is not flooded by sixty of them. */
const BETWEEN_PEOPLE_MS = 2 * SECOND_MS;
/** An answer is waited for so long after the last message: over a weekend. */
const WAIT_MS = 3 * DAY_MS;
/** Nobody is sent a second test so soon after the first, and nobody sends themselves messages without end. */
const AGAIN_MS = { self: MINUTE_MS, others: 10 * MINUTE_MS } as const;

type Asked = {
  readonly who: readonly string[] | 'all';
  readonly self: boolean;
  readonly why: 'weekly' | 'asked';
  readonly at: Instant;
};

/** A person asks for a test: refused with the reasons when nobody is left to be sent one. */
export function ask(
  state: Reach,
  command: Extract<ReachCommand, { readonly type: 'ask' }>,
  { at }: Moment,
): Decision<ReachChange> {
  const { book } = state;
  if (book === null) return refuse('no-plan-yet', 'Muster has not read its plan yet. Say it again in a few seconds.');
  const event = testOf(state, book.plan, { ...command, why: 'asked', at });
  if (event.people.length > 0) return decided(event);
  const names = event.skipped.map(({ who, why }) => `${nameIn(book.plan, who)}: ${why}`);
  return refuse('nobody-to-test', `No test was sent. ${names.join('. ') || 'The plan has nobody'}.`);
}

/** The weekly one by the plan; with nobody to be asked it is on record all the same, so that it is not due again. */
export function weeklyTest(state: Reach, plan: Plan, at: Instant): ReachChange {
  const said = plan.incident_bot.test_pages?.who;
  const levels = Object.values(plan.escalation).flatMap((policy) => policy.levels.slice(0, 2));
  const who = said ?? levels.flatMap(({ page }) => page);
  return testOf(state, plan, { who, self: false, why: 'weekly', at });
}

function testOf(state: Reach, plan: Plan, asked: Asked): Extract<ReachChange, { readonly type: 'testAsked' }> {
  const { who, self, why, at } = asked;
  const targets = who === 'all' ? [...Object.keys(plan.people), ...Object.keys(plan.vendors)] : who;
  const all = new Set(targets.flatMap((target) => behind(plan, whoId(target))));
  const people: AskedPerson[] = [];
  const skipped: NotAsked[] = [];
  for (const person of all) {
    const reason = whyNot(state, plan, { ...asked, person });
    const ways = reason === undefined ? waysOf(plan, person, { self, from: after(at, people.length) }) : [];
    if (ways.length > 0) people.push({ person, ways });
    else skipped.push({ who: person, why: reason ?? 'there is no hour for a call outside of their quiet hours' });
  }
  const last = latest(at, ...people.flatMap(({ ways }) => ways.map((way) => way.at)));
  return { type: 'testAsked', n: state.tests + 1, why, self, people, skipped, endsAt: plusMs(last, WAIT_MS) };
}

const after = (at: Instant, people: number) => plusMs(at, people * BETWEEN_PEOPLE_MS);

const nameIn = (plan: Plan, id: string) => (entry(plan.people, id) ?? entry(plan.vendors, id))?.name ?? id;

function whyNot(state: Reach, plan: Plan, asked: Asked & { readonly person: string }): string | undefined {
  const { person, self, at } = asked;
  const who = entry(plan.people, person) ?? entry(plan.vendors, person);
  if (who === undefined) return 'not in the plan';
  if (who.reach.length === 0) return 'the plan has no way to reach them';
  if (!mayBeDrilled(plan, person)) return WHY_SPARED;
  if (!self && isGone(plan, person, at)) return 'away';
  const before = state.open.findLast(({ ways }) => ways.some((way) => way.person === person));
  const agoMs = before === undefined ? Infinity : msBetween(before.askedAt, at);
  if (before === undefined || agoMs >= AGAIN_MS[self ? 'self' : 'others']) return undefined;
  return `was sent ${testName(before.n)} ${inWords(agoMs)} ago`;
}

/** Each way once, one after the other; a way that has no hour is left out. */
function waysOf(
  plan: Plan,
  person: string,
  { self, from }: { readonly self: boolean; readonly from: Instant },
): readonly AskedWay[] {
  const reach = (entry(plan.people, person) ?? entry(plan.vendors, person))?.reach ?? [];
  const once = new Map(reach.map((way): [string, Way] => [wayKey({ ...way, person }), way]));
  return [...once.values()].flatMap(({ medium, to }, nth) => {
    const planned = plusMs(from, nth * APART_MS);
    const at = self ? planned : testHour(plan, { person, medium }, planned);
    return at === undefined ? [] : [{ medium, to, at }];
  });
}
