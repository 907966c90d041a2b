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

/** `hangsOn`: the failed system that this way needs. `doubt`: `failed twice`, since it was last proved. */
type MaybeDown = { readonly medium: Medium; readonly hangsOn?: string; readonly doubt?: string };
const isGood = ({ hangsOn, doubt }: MaybeDown) => hangsOn === undefined && doubt === undefined;
const isDoubtful = ({ hangsOn, doubt }: MaybeDown) => hangsOn === undefined && doubt !== undefined;
const isDown = ({ hangsOn }: MaybeDown) => hangsOn !== undefined;

/** What failed before comes later, what is probably down last; nothing is left out: it may only be said to be down. */
export const upFirst = <Way extends MaybeDown>(ways: readonly Way[]): readonly Way[] => [
  ...ways.filter(isGood),
  ...ways.filter(isDoubtful),
  ...ways.filter(isDown),
];

/** The ways that a level asks for, unless none of them is good and the person has another one that is. */
export function waysAsked<Way extends MaybeDown>(own: readonly Way[], by: readonly Medium[] = []): readonly Way[] {
  const wanted = by.flatMap((medium) => own.filter((way) => way.medium === medium));
  const helps = wanted.some(isGood) || (wanted.length > 0 && !own.some(isGood));
  return upFirst(helps ? wanted : own);
}

/**
 * `by SMS first: chat needs Sign-in and MFA, which is down; call failed twice`; nothing when every way is good, or none is.
 */
export function whyThisOrder(ways: readonly MaybeDown[]): string {
  const first = ways.find(isGood);
  const last = new Map(ways.flatMap((way) => (isGood(way) ? [] : [[way.medium, reasonFor(way)]])));
  if (first === undefined || last.size === 0) return '';
  return `by ${mediumWord(first.medium)} first: ${[...last].map(([medium, why]) => `${mediumWord(medium)} ${why}`).join('; ')}`;
}

const reasonFor = ({ hangsOn, doubt = '' }: MaybeDown) =>
  hangsOn === undefined ? doubt : `needs ${hangsOn}, which is down`;
