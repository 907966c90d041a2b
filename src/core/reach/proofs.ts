import type { Medium } from '../media.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, fromNow, msBetween } from '../time.ts';

/** How somebody showed that a way reaches them: by answering a test, a page, or anything else that came that way. */
export type How = 'test' | 'page' | 'answer';

/** One way to one person or vendor; `to` as the plan writes it. */
export type WayTo = { readonly person: string; readonly medium: Medium; readonly to: string };

/** What is known of one way. A refusal counts only when it is about the way itself, never when Muster could not send. */
export type WayProof = {
  readonly provedAt: Instant | null;
  readonly how: How | null;
  /** Since it was last proved. */
  readonly failures: number;
  /** The provider's own words about the last failure. */
  readonly reason: string | null;
  /** Tests that were sent and that nobody answered, since it was last proved. It says little: people are busy. */
  readonly unanswered: number;
};

/** Which ways are proved and which are doubtful; by `wayKey`. */
export type Reachability = { readonly ways: Readonly<Record<string, WayProof>> };

export const UNPROVED: WayProof = { provedAt: null, how: null, failures: 0, reason: null, unanswered: 0 };

/** A way that failed so often since it was last proved is tried after the others. */
export const DOUBTFUL_AFTER = 2;
/** "This month": a proof is good for so long. */
const GOOD_FOR_MS = 31 * DAY_MS;

export const wayKey = ({ person, medium, to }: WayTo): string => `${person}/${medium}/${to}`;

export const proofOf = (reach: Reachability, way: WayTo): WayProof => {
  const key = wayKey(way);
  return (Object.hasOwn(reach.ways, key) ? reach.ways[key] : undefined) ?? UNPROVED;
};

/** `failed twice`, for a way to be tried after the others; undefined for every other one. */
export function doubtAbout(reach: Reachability | undefined, way: WayTo): string | undefined {
  if (reach === undefined) return undefined;
  const { failures } = proofOf(reach, way);
  return failures < DOUBTFUL_AFTER ? undefined : failedWords(failures);
}

const failedWords = (failures: number) =>
  failures === 1 ? 'failed once' : failures === 2 ? 'failed twice' : `failed ${failures} times`;

/** `3 days ago`, `2 h ago`. */
export function ageWords(provedAt: Instant, at: Instant): string {
  const days = Math.floor(msBetween(provedAt, at) / DAY_MS);
  if (days < 1) return fromNow(provedAt, at);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

/** `proved 3 days ago`, `never proved`, `failed twice, proved 40 days ago`: what is known of one way. */
export function proofWords({ provedAt, failures, unanswered }: WayProof, at: Instant): string {
  const proved = provedAt === null ? 'never proved' : `proved ${ageWords(provedAt, at)}`;
  const failed = failures === 0 ? [] : [failedWords(failures)];
  const silent = unanswered < 2 ? [] : [`${unanswered} tests unanswered`];
  return [...failed, proved, ...silent].join(', ');
}

/** Proved so lately that it still counts. */
export const isFresh = ({ provedAt }: WayProof, at: Instant, goodForMs = GOOD_FOR_MS): boolean =>
  provedAt !== null && msBetween(provedAt, at) <= goodForMs;

/** Whether anything was ever proved or failed: before that, ages say nothing. */
export const isKnown = ({ ways }: Reachability): boolean =>
  Object.values(ways).some(({ provedAt, failures }) => provedAt !== null || failures > 0);
