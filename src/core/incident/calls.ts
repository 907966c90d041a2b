import type { PersonId } from '../ids.ts';
import { personId } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { Asks, EventOf, IncidentEvent } from './events.ts';
import { isPerson } from './events.ts';
import { isHere } from './standing.ts';
import type { Facet, Incident } from './state.ts';
import { passStepCall, stepCalls } from './step-calls.ts';
import { isStillOpen } from './step-holders.ts';

/** Somebody was called by name, and has not answered to it yet. */
export type Request = {
  readonly person: PersonId;
  readonly at: Instant;
  readonly why: string;
  readonly asks: Exclude<Asks, { readonly what: 'nobody' }>;
};

/** Who was looked for because of one step. */
export type StepCall = {
  readonly tried: readonly string[];
  /** Whom the last call went to, and when. */
  readonly last: readonly string[];
  readonly at: Instant;
  /** The holder of whom the leader was told that nobody answers in their place. */
  readonly told: PersonId | null;
};

/** Calls by name: what each asks of whom, and what became of it. */
export type Calls = {
  readonly requests: readonly Request[];
  /** When each person was last called by name. */
  readonly askedAt: Readonly<Record<string, Instant>>;
  readonly steps: Readonly<Record<number, StepCall>>;
  /** Who said no and has not said yes since; `asked`: they were asked once more, and may answer otherwise. */
  readonly noes: Readonly<Record<string, { readonly at: Instant; readonly asked: boolean }>>;
};

const begin: Calls = { requests: [], askedAt: {}, steps: {}, noes: {} };

function evolve(before: Calls, event: IncidentEvent): Calls {
  const slice = isPerson(event.by) ? withSign(before, event.by) : before;
  switch (event.type) {
    case 'paged':
      return askedAgain(paged(slice, event), event.pages);
    case 'levelPaged':
    case 'exhausted':
      return askedAgain(slice, event.pages);
    case 'acknowledged':
      return withoutNo(answered(slice, event.person), event.person);
    case 'declined':
      return {
        ...answered(slice, event.person),
        noes: { ...slice.noes, [event.person]: { at: event.at, asked: false } },
      };
    case 'roleAssigned':
      return without(slice, ({ asks }) => 'role' in asks && asks.role === event.role);
    case 'restored':
    case 'closed':
    case 'cancelled':
      return { ...slice, requests: [] };
    case 'reopened':
      return begin;
    default:
      return slice;
  }
}

const without = (slice: Calls, isOver: (request: Request) => boolean): Calls =>
  slice.requests.some(isOver) ? { ...slice, requests: slice.requests.filter((one) => !isOver(one)) } : slice;
const answered = (slice: Calls, person: string) => without(slice, (request) => request.person === person);

/**
 * Whatever somebody does shows that they have seen what they were called for. A role or a step in another's place needs a
 * clear yes or no; and a role of somebody who was silent is no longer to be taken when they speak.
 */
const withSign = (slice: Calls, by: string): Calls =>
  without(slice, ({ person, asks }) => {
    if (asks.what === 'role') return !asks.handed && asks.from === by;
    return person === by && (asks.what === 'join' || asks.of === person);
  });

/** Who is asked again may say yes to that, whatever they said before. */
function askedAgain(slice: Calls, people: readonly { readonly person: string }[]): Calls {
  const again = people.flatMap(({ person }) => {
    const no = slice.noes[person];
    return no === undefined || no.asked ? [] : [[person, { ...no, asked: true }] as const];
  });
  return again.length === 0 ? slice : { ...slice, noes: { ...slice.noes, ...Object.fromEntries(again) } };
}

function withoutNo(slice: Calls, person: string): Calls {
  const { [person]: _, ...noes } = slice.noes;
  return { ...slice, noes };
}

function paged(slice: Calls, event: EventOf<'paged'>): Calls {
  const { asks, at, by, why } = event;
  const people = [...new Set(event.pages.map(({ person }) => person))];
  const askedAt = { ...slice.askedAt, ...Object.fromEntries(people.map((person) => [person, at])) };
  if (asks === undefined) return { ...slice, askedAt };
  const steps = withSteps(slice.steps, event, people);
  if (asks.what === 'nobody') return { ...slice, askedAt, steps };
  const isSame = (request: Request) => people.includes(request.person) && request.asks.what === asks.what;
  const fresh = people.filter((person) => person !== by).map((person) => ({ person: personId(person), at, why, asks }));
  return { ...slice, askedAt, steps, requests: [...slice.requests.filter((one) => !isSame(one)), ...fresh] };
}

function withSteps(before: Calls['steps'], { asks, at }: EventOf<'paged'>, people: readonly string[]): Calls['steps'] {
  if (asks?.what !== 'step' && asks?.what !== 'nobody') return before;
  const steps = { ...before };
  for (const n of asks.steps) {
    const was = steps[n] ?? { tried: [], last: [], at, told: null };
    steps[n] =
      asks.what === 'nobody'
        ? { ...was, told: asks.of }
        : { ...was, tried: [...new Set([...was.tried, ...asks.tried, ...people])], last: people, at };
  }
  return steps;
}

/** What this person was called for by name and has not answered yet, the newest first; undefined when nothing is. */
export const requestTo = (incident: Incident, person: PersonId): Request | undefined =>
  incident.calls.requests.findLast(
    ({ person: asked, asks }) => asked === person && (asks.what !== 'step' || isStillWanted(incident, asks, person)),
  );

const isStillWanted = (incident: Incident, { of, steps }: Extract<Asks, { readonly what: 'step' }>, person: PersonId) =>
  (of === person || !isHere(incident, of)) && steps.some((n) => isStillOpen(incident, n));

export const calls: Facet<Calls> = { begin, evolve, deadlines: stepCalls, pass: passStepCall };
