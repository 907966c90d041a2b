import type { SystemId } from '../ids.ts';
import { MEDIA, type Medium } from '../media.ts';
import { span } from '../time.ts';
import { mediumWord } from '../timeline/paging-words.ts';
import { functionsHit } from './depends.ts';
import { type Plan, entry } from './schema.ts';

/** The media that hang on a failed system, each with the name of that system. */
export type MediaDown = ReadonlyMap<Medium, string>;

/**
 * The media of the plan that need a failed system, straight or by way of others (domain 2.2, `media`; R44). Only what they
 * cannot do without counts: one of several that is left is enough. A battery does not: nobody knows how long it still lasts.
 */
export function mediaDown(plan: Plan, failed: readonly SystemId[]): MediaDown {
  const down = new Map<Medium, string>();
  for (const medium of MEDIA) {
    const needs = entry(plan.plan.media, medium) ?? [];
    if (!stops(plan, needs, failed)) continue;
    const culprit = failed.find((one) => stops(plan, needs, [one])) ?? failed[0] ?? '';
    down.set(medium, shortName(entry(plan.systems, culprit)?.name ?? culprit));
  }
  return down;
}

function stops(plan: Plan, media: readonly SystemId[], failed: readonly SystemId[]): boolean {
  const needs = media.map((system) => ({ system, kind: 'hard' as const }));
  const asFunction = { name: '', needs, rto: span('1h'), customer_facing: false, impact: [] };
  return functionsHit({ ...plan, functions: { medium: asFunction } }, failed).some(({ how }) => how === 'stops');
}

const shortName = (name: string) => name.replace(/\s*\([^)]*\)/g, '');

/** `hangsOn`: the failed system that this way needs. */
type MaybeDown = { readonly medium: Medium; readonly hangsOn?: string };
const isUp = ({ hangsOn }: MaybeDown) => hangsOn === undefined;

/** What is probably down is tried last, never left out: it may only be said to be down. */
export const upFirst = <Way extends MaybeDown>(ways: readonly Way[]): readonly Way[] => [
  ...ways.filter(isUp),
  ...ways.filter((way) => !isUp(way)),
];

/** The ways that a level asks for, unless all of them are down and the person has another one. */
export function waysAsked<Way extends MaybeDown>(own: readonly Way[], by: readonly Medium[] = []): readonly Way[] {
  const wanted = by.flatMap((medium) => own.filter((way) => way.medium === medium));
  const helps = wanted.some(isUp) || (wanted.length > 0 && !own.some(isUp));
  return upFirst(helps ? wanted : own);
}

/** `by SMS first: chat needs Sign-in and MFA, which is down`; nothing when every way is up, or none is. */
export function whyThisOrder(ways: readonly MaybeDown[]): string {
  const first = ways.find(isUp);
  const last = new Map(ways.flatMap(({ medium, hangsOn }) => (hangsOn === undefined ? [] : [[medium, hangsOn]])));
  if (first === undefined || last.size === 0) return '';
  const reasons = [...last].map(([medium, system]) => `${mediumWord(medium)} needs ${system}, which is down`);
  return `by ${mediumWord(first.medium)} first: ${reasons.join('; ')}`;
}
