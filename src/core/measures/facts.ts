import type { Book } from '../book.ts';
import type { EventOf } from '../incident/events.ts';
import { beginRun } from '../playbook/run.ts';
import type { Run } from '../playbook/run.ts';
import { withSteps } from '../timeline/scene.ts';
import type { Kept, Told } from '../timeline/entry.ts';
import type { Instant } from '../time.ts';

type Used = { readonly from: Instant; readonly to: Instant | null };
export type ClockAnswer = Pick<EventOf<'clockDecided'>, 'at' | 'by' | 'answer' | 'why' | 'startedAt'>;
/** A stretch of time in which the incident was worked on; it ends when it is restored, closed or cancelled. */
export type Stretch = { readonly from: Instant; readonly to: Instant; readonly over: boolean };

/** What the events establish. Instants are those that were recorded; what nobody recorded is null or missing, never zero. */
export type Facts = {
  readonly book: Book;
  readonly events: readonly Kept[];
  readonly declared: EventOf<'declared'>;
  readonly drill: boolean;
  readonly private: boolean;
  readonly impactStartedAt: Instant | null;
  readonly severity: string;
  readonly severities: readonly EventOf<'severityChanged'>[];
  readonly functions: readonly string[];
  readonly systems: readonly string[];
  /** By function; cleared when the incident is opened again. */
  readonly restored: ReadonlyMap<string, Instant>;
  readonly restoredAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly cancelledAt: Instant | null;
  readonly workarounds: ReadonlyMap<string, readonly Used[]>;
  /** By system: when the newest record that was kept is from. */
  readonly points: ReadonlyMap<string, Instant>;
  /** By clock, oldest answer first. */
  readonly clocks: ReadonlyMap<string, readonly ClockAnswer[]>;
  readonly clocksAsked: readonly string[];
  readonly run: Run;
  readonly stretches: readonly Stretch[];
};

/** From when the clocks count: the start of the impact, else the first report; the two stay apart wherever they are told. */
export const countedFrom = ({ impactStartedAt, declared }: Pick<Facts, 'impactStartedAt' | 'declared'>): Instant =>
  impactStartedAt ?? declared.firstReportedAt;

type Draft = { -readonly [Key in keyof Facts]: Facts[Key] };

/** Reads the facts off the events. Throws when they do not begin with `declared`, for that is a bug. */
export function factsOf({ book, events }: Told): Facts {
  const declared = events[0];
  if (declared?.type !== 'declared') throw new Error('the events of an incident begin with `declared`');
  const facts: Draft = {
    book,
    events,
    declared,
    drill: declared.kind === 'drill',
    private: declared.private,
    impactStartedAt: declared.impactStartedAt,
    severity: declared.severity,
    severities: [],
    functions: declared.functions,
    systems: declared.systems,
    restored: new Map(),
    restoredAt: null,
    closedAt: null,
    cancelledAt: null,
    workarounds: new Map(),
    points: new Map(),
    clocks: new Map(),
    clocksAsked: [],
    run: events.reduce((run, event) => withSteps(run, event, book), beginRun),
    stretches: stretchesOf(events),
  };
  for (const event of events) apply(facts, event);
  return facts;
}

function apply(facts: Draft, event: Kept): void {
  switch (event.type) {
    case 'impactMoved':
      facts.impactStartedAt = event.to;
      return;
    case 'severityChanged':
      facts.severity = event.to;
      facts.severities = [...facts.severities, event];
      return;
    case 'hitChanged':
      facts.functions = event.functions;
      facts.systems = event.systems;
      return;
    case 'madePrivate':
      facts.private = true;
      return;
    case 'functionRestored':
      facts.restored = new Map(facts.restored).set(event.function, event.restoredAt);
      return;
    case 'restored':
      facts.restoredAt = event.restoredAt;
      return;
    case 'closed':
      facts.closedAt = event.at;
      return;
    case 'cancelled':
      facts.cancelledAt = event.at;
      return;
    case 'reopened':
      facts.restored = new Map();
      facts.restoredAt = null;
      facts.closedAt = null;
      facts.cancelledAt = null;
      return;
    case 'workaroundStarted':
      facts.workarounds = withUse(facts, event.function, (uses) => [...uses, { from: event.at, to: null }]);
      return;
    case 'workaroundEnded':
      facts.workarounds = withUse(facts, event.function, (uses) =>
        uses.map((use, nth) => (nth === uses.length - 1 && use.to === null ? { ...use, to: event.at } : use)),
      );
      return;
    case 'recoveryPointNoted':
      facts.points = new Map(facts.points).set(event.system, event.newest);
      return;
    case 'clockAsked':
      facts.clocksAsked = [...new Set([...facts.clocksAsked, ...event.clocks])];
      return;
    case 'clockDecided':
      facts.clocks = new Map(facts.clocks).set(event.clock, [...(facts.clocks.get(event.clock) ?? []), event]);
      return;
    default:
      return;
  }
}

const withUse = (facts: Draft, id: string, change: (uses: readonly Used[]) => readonly Used[]) =>
  new Map(facts.workarounds).set(id, change(facts.workarounds.get(id) ?? []));

/** From the declaration, and from each reopening, until it was restored, closed or cancelled; or until the last event. */
function stretchesOf(events: readonly Kept[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let from: Instant | null = null;
  for (const event of events) {
    if (event.type === 'declared' || event.type === 'reopened') from ??= event.at;
    const ends = event.type === 'restored' || event.type === 'closed' || event.type === 'cancelled';
    if (!ends || from === null) continue;
    stretches.push({ from, to: event.at, over: true });
    from = null;
  }
  const last = events.at(-1);
  if (from !== null && last !== undefined) stretches.push({ from, to: last.at, over: false });
  return stretches;
}
