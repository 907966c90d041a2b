import type { PlannedPage } from '../incident/events.ts';
import type { Medium } from '../media.ts';

const MEDIUM_WORDS: Readonly<Record<Medium, string>> = {
  chat: 'chat',
  sms: 'SMS',
  call: 'call',
  desk: 'desk phone',
  email: 'e-mail',
  push: 'push',
};
export const mediumWord = (medium: Medium) => MEDIUM_WORDS[medium];

/** Where a page belongs: a level of a round (both from 0), an alarm, a call for a person, a check on who has it. */
export type Place =
  | { readonly kind: 'level'; readonly round: number; readonly level: number }
  | { readonly kind: 'alarm'; readonly nth: number }
  | { readonly kind: 'call'; readonly nth: number }
  | { readonly kind: 'check'; readonly nth: number };
type PageName = { readonly place: Place; readonly person: string; readonly medium: Medium };

const PAGE_KEY = /^page\/(?:(\d+)\.(\d+)|([acp])(\d+))\/(.+)\/(chat|sms|call|desk|email|push)\d*$/;
const GROUPS = { a: 'alarm', c: 'call', p: 'check' } as const;

/** Reads the key that names a page: `page/0.1/ann/sms`, `page/c2/sam/call2`. */
export function readPageKey(key: string): PageName | undefined {
  const [, round, level, group, nth, person, medium] = PAGE_KEY.exec(key) ?? [];
  if (person === undefined || medium === undefined) return undefined;
  const end = { person, medium: medium as Medium };
  if (round !== undefined) return { ...end, place: { kind: 'level', round: Number(round), level: Number(level) } };
  return { ...end, place: { kind: GROUPS[group as keyof typeof GROUPS], nth: Number(nth) } };
}

/** People count levels and rounds from 1. */
export function placeWords(place: Place): string {
  switch (place.kind) {
    case 'level':
      return `level ${place.level + 1}${place.round === 0 ? '' : `, round ${place.round + 1}`}`;
    case 'alarm':
      return `alarm ${place.nth}`;
    case 'call':
      return 'asked for';
    case 'check':
      return 'asked how it stands';
    default:
      return place satisfies never;
  }
}

/** The ways to each person in the order of their turns: "by SMS, then call". */
export function waysByPerson(pages: readonly PlannedPage[]): ReadonlyMap<string, readonly PlannedPage[]> {
  return Map.groupBy(
    [...pages].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    ({ person }) => person,
  );
}

export const waysInWords = (pages: readonly PlannedPage[]) =>
  `by ${[...new Set(pages.map(({ medium }) => mediumWord(medium)))].join(', then ')}`;
