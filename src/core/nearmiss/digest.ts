import type { Digest } from './events.ts';
import type { NearMiss } from './state.ts';
import { monthOfWeek } from './weeks.ts';

type Ask = { readonly period: string; readonly least: number; readonly thanks: Readonly<Record<string, string>> };

/**
 * What a digest says: lessons in the receivers' words, the month and no more, in an order that tells nothing. Nothing at all
 * while fewer than `least` reports are ready, for in a small firm one story names its author (domain 5.5, no. 8).
 */
export function digestOf(
  all: readonly NearMiss[],
  { period, least, thanks }: Ask,
): { readonly digest: Digest; readonly ids: readonly string[] } | undefined {
  const ready = all.filter(({ lesson, mayPublish, published }) => lesson !== null && mayPublish && published === null);
  if (ready.length === 0 || ready.length < least) return undefined;
  const lessons = ready
    .map(({ week, lesson, status }) => ({ month: monthOfWeek(week), text: lesson ?? '', status }))
    .toSorted((a, b) => (a.text < b.text ? -1 : 1));
  const changes = ready.flatMap(({ changes: proposed }) =>
    proposed.filter(({ decided }) => decided?.accepted === true),
  ).length;
  const named = ready.flatMap(({ id }) => (Object.hasOwn(thanks, id) ? [thanks[id] ?? ''] : []));
  return {
    digest: { period, reports: ready.length, changes, lessons, thanks: [...new Set(named)].toSorted() },
    ids: ready.map(({ id }) => id).toSorted(),
  };
}

/** `3 reports led to 2 changes.` */
export const digestLine = ({ reports, changes }: Digest): string =>
  `${reports} ${reports === 1 ? 'report' : 'reports'} led to ${changes === 0 ? 'no change yet' : changes === 1 ? '1 change' : `${changes} changes`}.`;
