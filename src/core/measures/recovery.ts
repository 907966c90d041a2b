import type { Book } from '../book.ts';
import { peakAt } from '../peaks.ts';
import { entry } from '../plan/schema.ts';
import { inWords, isExact, msBetween, spanMs } from '../time.ts';
import type { Instant, Span } from '../time.ts';
import { functionName, systemName } from '../timeline/scene.ts';
import { countedFrom } from './facts.ts';
import type { Facts } from './facts.ts';
import type { Measure } from './measure.ts';
import { FROM_REPORT, between, notRecorded, withNote } from './measure.ts';

/** What came back when, and what was lost, against the targets of the plan. */
export function recoveryMeasures(facts: Facts): readonly Measure[] {
  return [
    ...facts.functions.map((id) => achievedTime(facts, id)),
    ...facts.functions.flatMap((id) => functionPoint(facts, id) ?? []),
    ...[...facts.points.keys()].map((id) => systemPoint(facts, id)),
    notRecorded('Latest start respected', 'Muster does not record yet when a recovery option was started'),
  ];
}

/** The function's RTO, or its `peak_rto` when it began to hurt inside a peak (domain 2.4). */
export function rtoOf(facts: Facts, id: string): Span | undefined {
  const { plan } = facts.book;
  const hit = entry(plan.functions, id);
  const peak = hit?.peak_rto !== undefined && peakAt(plan, countedFrom(facts)) !== undefined;
  return peak ? hit.peak_rto : hit?.rto;
}

export const outUntil = (facts: Facts, id: string): Instant | null => facts.restored.get(id) ?? facts.restoredAt;

/** Owner's confirmation less the start of the impact, or less the first report while that is not known; nothing is taken off. */
function achievedTime(facts: Facts, id: string): Measure {
  const name = `Achieved recovery time, ${functionName(facts.book, id)}`;
  const measure = between(name, countedFrom(facts), outUntil(facts, id));
  if (typeof measure.value !== 'number') return measure;
  const judged = against(measure.value, rtoOf(facts, id), 'RTO');
  return withNote(measure, facts.impactStartedAt === null ? `${judged}; ${FROM_REPORT}` : judged);
}

/** `RTO 4h met, 40 min left` */
export function against(ms: number, target: Span | 'none' | undefined, word: 'RTO' | 'RPO' | 'MTD'): string {
  if (target === undefined || target === 'none') return `the plan names no ${word}`;
  if (!isExact(target)) return `${word} ${target}`;
  const left = spanMs(target) - ms;
  return left >= 0 ? `${word} ${target} met, ${inWords(left)} left` : `${word} ${target} missed by ${inWords(left)}`;
}

/** Failure time less the time of the newest record that was kept. */
export function systemPoint(facts: Facts, id: string): Measure {
  const name = `Achieved recovery point, ${systemName(facts.book, id)}`;
  return point(facts, name, { newest: facts.points.get(id), rpo: entry(facts.book.plan.systems, id)?.rpo });
}

/** A function has lost as much as the worst of the systems that it needs; nothing to say when neither RPO nor point is known. */
export function functionPoint(facts: Facts, id: string): Measure | undefined {
  const rpo = entry(facts.book.plan.functions, id)?.rpo;
  const needed = neededSystems(facts.book, id);
  const newest = [...facts.points]
    .filter(([system]) => needed.has(system))
    .map(([, at]) => at)
    .sort()[0];
  if (newest === undefined && (rpo === undefined || rpo === 'none')) return undefined;
  return point(facts, `Achieved recovery point, ${functionName(facts.book, id)}`, { newest, rpo });
}

type Point = { readonly newest: Instant | undefined; readonly rpo: Span | 'none' | undefined };

function point({ impactStartedAt }: Facts, name: string, { newest, rpo }: Point): Measure {
  if (newest === undefined || impactStartedAt === null) return notRecorded(name, targetOf(rpo));
  const value = msBetween(newest, impactStartedAt);
  // A record newer than the failure: nothing of before was lost.
  if (value <= 0) return { name, value, text: 'nothing lost', note: against(0, rpo, 'RPO') };
  return { name, value, text: `${inWords(value)} of data lost`, note: against(value, rpo, 'RPO') };
}

const targetOf = (rpo: Point['rpo']) => (rpo === undefined || rpo === 'none' ? 'the plan names no RPO' : `RPO ${rpo}`);

/** Every system that a function needs, directly or through others. */
function neededSystems({ plan }: Book, id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const ahead = [...(entry(plan.functions, id)?.needs ?? [])];
  for (let need = ahead.pop(); need !== undefined; need = ahead.pop()) {
    for (const system of 'any' in need ? need.any : [need.system]) {
      if (found.has(system)) continue;
      found.add(system);
      ahead.push(...(entry(plan.systems, system)?.needs ?? []));
    }
  }
  return found;
}
