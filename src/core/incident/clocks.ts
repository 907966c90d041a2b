import type { Deadline, Moment } from '../aggregate.ts';
import { isWorse } from '../book.ts';
import type { FunctionId } from '../ids.ts';
import { severityId } from '../ids.ts';
import { peakAt } from '../peaks.ts';
import type { Plan } from '../plan/schema.ts';
import type { Instant, Span } from '../time.ts';
import { fromMs, latest, msBetween, MINUTE_MS, plusMs, spanMs } from '../time.ts';
import type { IncidentChange, IncidentEvent } from './events.ts';
import { callFor } from './ladder.ts';
import { clockStart, isLive } from './lifecycle.ts';
import { leaderOf } from './roles.ts';
import { raiseSeverity } from './severity.ts';
import type { Facet, Incident } from './state.ts';

/** Marks of each clock, in percent of its length (domain 3.2). */
const MARKS = { rto: [50, 75, 90, 100], mtd: [50, 80, 100], workaround: [80, 100] } as const;
type ClockKind = keyof typeof MARKS;

export type Clocks = {
  readonly passed: readonly {
    readonly clock: ClockKind;
    readonly of: string;
    readonly percent: number;
    readonly at: Instant;
  }[];
  /** Since when Muster knows what the marks are judged by: a mark that lies before was not late. */
  readonly knownAt: Instant;
  /** Counts up when the start of the impact is moved: the marks are judged anew. */
  readonly revision: number;
  readonly restored: Readonly<Record<string, Instant>>;
  readonly workarounds: Readonly<
    Record<string, { readonly from: Instant; readonly to: Instant | null; readonly nth: number }>
  >;
  readonly recoveryPoints: Readonly<Record<string, Instant>>;
  readonly legal: Readonly<Record<string, { readonly answer: string; readonly why: string; readonly at: Instant }>>;
  readonly legalAsked: readonly string[];
};

const begin: Clocks = {
  passed: [],
  knownAt: fromMs(0),
  revision: 0,
  restored: {},
  workarounds: {},
  recoveryPoints: {},
  legal: {},
  legalAsked: [],
};

function evolve(slice: Clocks, event: IncidentEvent): Clocks {
  switch (event.type) {
    case 'declared':
    case 'hitChanged':
    case 'planAdopted':
      return { ...slice, knownAt: event.at };
    case 'impactMoved':
      return {
        ...slice,
        knownAt: event.at,
        revision: slice.revision + 1,
        passed: slice.passed.filter(({ clock }) => clock === 'workaround'),
      };
    case 'markPassed': {
      const { clock, of, percent, alsoPassed } = event;
      const marks = [percent, ...alsoPassed].map((mark) => ({ clock, of, percent: mark, at: event.at }));
      return { ...slice, passed: [...slice.passed, ...marks] };
    }
    case 'functionRestored':
      return { ...slice, restored: { ...slice.restored, [event.function]: event.restoredAt } };
    case 'reopened':
      return { ...slice, restored: {} };
    case 'workaroundStarted': {
      const nth = (slice.workarounds[event.function]?.nth ?? 0) + 1;
      return { ...slice, workarounds: { ...slice.workarounds, [event.function]: { from: event.at, to: null, nth } } };
    }
    case 'workaroundEnded': {
      const running = slice.workarounds[event.function];
      if (running === undefined) return slice;
      return { ...slice, workarounds: { ...slice.workarounds, [event.function]: { ...running, to: event.at } } };
    }
    case 'recoveryPointNoted':
      return { ...slice, recoveryPoints: { ...slice.recoveryPoints, [event.system]: event.newest } };
    case 'clockAsked':
      return { ...slice, legalAsked: [...new Set([...slice.legalAsked, ...event.clocks])] };
    case 'clockDecided':
      return {
        ...slice,
        legal: { ...slice.legal, [event.clock]: { answer: event.answer, why: event.why, at: event.at } },
      };
    default:
      return slice;
  }
}

export type RunningClock = {
  readonly kind: ClockKind;
  readonly of: FunctionId;
  readonly from: Instant;
  readonly lengthMs: number;
  readonly dueAt: Instant;
  /** Names this run of the clock: it changes when its start is moved or the workaround is started anew. */
  readonly run: string;
};

/** Every clock of the functions hit, restored ones included: what the targets are and when they are reached. */
export function clocksOf(incident: Incident): readonly RunningClock[] {
  return incident.lifecycle.functions.flatMap((id) => {
    const hit = incident.book.plan.functions[id];
    if (hit === undefined) return [];
    const from = clockStart(incident.lifecycle);
    const rto = rtoOf(incident, id);
    const run = `r${incident.clocks.revision}`;
    const own: RunningClock[] = [];
    if (rto !== undefined) own.push(clock('rto', id, { from, span: rto, run }));
    if (hit.mtd !== undefined) own.push(clock('mtd', id, { from, span: hit.mtd, run }));
    const used = incident.clocks.workarounds[id];
    const goodFor = hit.workaround?.good_for;
    if (used !== undefined && used.to === null && goodFor !== undefined)
      own.push(clock('workaround', id, { from: used.from, span: goodFor, run: `w${used.nth}` }));
    return own;
  });
}

/** The function's RTO, or its `peak_rto` when the clock began inside a peak (domain 2.4). */
export function rtoOf(incident: Incident, id: FunctionId): Span | undefined {
  const hit = incident.book.plan.functions[id];
  if (hit?.peak_rto !== undefined && inPeak(incident.book.plan, clockStart(incident.lifecycle))) return hit.peak_rto;
  return hit?.rto;
}

/** Asked at every look at the deadlines, while the answer for one plan and one instant never changes. */
const known = new WeakMap<Plan, Map<Instant, boolean>>();
function inPeak(plan: Plan, at: Instant): boolean {
  const ofPlan = known.get(plan) ?? new Map<Instant, boolean>();
  known.set(plan, ofPlan);
  const answer = ofPlan.get(at) ?? peakAt(plan, at) !== undefined;
  ofPlan.set(at, answer);
  return answer;
}

type Length = { readonly from: Instant; readonly span: Span; readonly run: string };
function clock(kind: ClockKind, of: FunctionId, { from, span, run }: Length): RunningClock {
  const lengthMs = spanMs(span);
  return { kind, of, from, lengthMs, dueAt: plusMs(from, lengthMs), run };
}

export const isRestored = (incident: Incident, id: string) => incident.clocks.restored[id] !== undefined;

function deadlines(incident: Incident): readonly Deadline[] {
  if (!isLive(incident)) return [];
  return clocksOf(incident).flatMap((running) => {
    if (running.kind !== 'workaround' && isRestored(incident, running.of)) return [];
    return marksLeft(incident, running).map((percent) => ({
      key: `${incident.lifecycle.id}/${running.kind}/${running.of}/${running.run}/${percent}`,
      at: markAt(running, percent),
      lane: 'page' as const,
      facet: 'clocks',
    }));
  });
}

/** The RTO that comes first, or has passed, of what is not back yet; undefined once it works again. */
export function nextRto(incident: Incident): RunningClock | undefined {
  if (incident.lifecycle.phase !== 'open') return undefined;
  return clocksOf(incident)
    .filter(({ kind, of }) => kind === 'rto' && !isRestored(incident, of))
    .toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0];
}

export const markAt = (running: RunningClock, percent: number) =>
  plusMs(running.from, Math.round((running.lengthMs * percent) / 100));

function marksLeft(incident: Incident, { kind, of, from }: RunningClock): readonly number[] {
  const passed = incident.clocks.passed
    .filter((mark) => mark.clock === kind && mark.of === of && mark.at >= from)
    .map(({ percent }) => percent);
  return MARKS[kind].filter((percent) => !passed.includes(percent));
}

/** Marks that came due together (after an outage, or an impact that began long ago) are one event and one page. */
function pass(incident: Incident, deadline: Deadline, moment: Moment): readonly IncidentChange[] {
  const [, kind, of] = deadline.key.split('/');
  const running = clocksOf(incident).find((other) => other.kind === kind && other.of === of);
  if (running === undefined) return [];
  const due = marksLeft(incident, running).filter((percent) => markAt(running, percent) <= moment.at);
  const percent = Math.max(...due);
  const late = msBetween(latest(markAt(running, percent), incident.clocks.knownAt), moment.at);
  const lateMs = late < MINUTE_MS ? 0 : late;
  const mark = {
    type: 'markPassed',
    clock: running.kind,
    of: running.of,
    percent,
    alsoPassed: due.filter((other) => other !== percent),
    lateMs,
  } as const;
  return [mark, ...consequences(incident, { running, percent, lateMs }, moment)];
}

type Mark = { readonly running: RunningClock; readonly percent: number; readonly lateMs: number };

/** Who is told: from 75 % of the RTO the commander, from half of the MTD whoever decides; at the MTD it is the worst severity. */
function consequences(incident: Incident, mark: Mark, moment: Moment): readonly IncidentChange[] {
  const { kind, of } = mark.running;
  const { roles, escalation } = incident;
  const why = markInWords(incident, mark);
  const target = (kind === 'mtd' ? roles.holders['decision_maker'] : undefined) ?? leaderOf(incident);
  const quiet = (kind === 'rto' && mark.percent < 75) || escalation.status !== 'acknowledged' || target === undefined;
  const told = quiet || target === undefined ? [] : [callFor(incident, { targets: [target], why }, moment)];
  if (kind !== 'mtd' || mark.percent < 100 || !isWorse('sev1', incident.lifecycle.severity)) return told;
  return [
    ...raiseSeverity(
      incident,
      { to: severityId('sev1'), why: `${of} has been out longer than the plan says can be borne` },
      moment,
    ),
    ...told.slice(0, 1).map((call) => ({ ...call, call: call.call + 1 })),
  ];
}

/** "Dispatching loads: 75 % of the RTO is gone. Start the workaround, or tell those who wait that it will be late." */
export function markInWords(incident: Incident, { running, percent, lateMs }: Mark): string {
  const name = incident.book.plan.functions[running.of]?.name ?? running.of;
  const late = lateMs === 0 ? '' : ` (said ${Math.round(lateMs / MINUTE_MS)} min late: Muster was not running)`;
  if (running.kind === 'workaround')
    return percent >= 100
      ? `The workaround for ${name} no longer holds${late}`
      : `The workaround for ${name} holds only a little longer${late}`;
  const what = running.kind === 'rto' ? 'RTO' : 'MTD';
  if (percent < 100)
    return `${name}: ${percent} % of the ${what} is gone. Start the workaround, or tell those who wait that it will be late${late}`;
  return running.kind === 'rto'
    ? `${name} is past its RTO${late}`
    : `${name} has been out longer than can be borne (MTD)${late}`;
}

export const clocks: Facet<Clocks> = { begin, evolve, deadlines, pass };
