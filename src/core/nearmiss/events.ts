import type { Instant } from '../time.ts';
import type { About, Likelihood } from './report.ts';

/** What may be behind a near miss; the receiver says it, nobody guesses (domain 5.1, no. 11). */
export const CATEGORIES = [
  'change',
  'capacity',
  'dependency',
  'supplier',
  'detection',
  'knowledge',
  'access',
  'communication',
  'planning',
  'luck',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** The words that everybody sees in the digest (domain 5.5). */
export const STATUSES = ['received', 'looking', 'changed', 'no change because'] as const;
export type Status = (typeof STATUSES)[number];

/**
 * All that is ever written down about who sent a report and when: nothing, and the week. Texts are not here: they lie in a
 * sealed file that can forget them, as a log cannot.
 */
export type Facts = {
  /** Random; it counts nothing. */
  readonly id: string;
  /** `2026-W47`, of the batch. */
  readonly week: string;
  readonly about: About;
  readonly likelihood: Likelihood;
  readonly mayPublish: boolean;
  readonly mayAsk: boolean;
  readonly urgent: boolean;
  /** HMAC of the receipt code. */
  readonly receipt: string;
  /** When the promised answer is due. */
  readonly replyBy: Instant;
  /** Signed by the reporter's own wish. The name lies with the texts, where it can be forgotten. */
  readonly signed: boolean;
};

export const CHANGE_KINDS = ['dependency', 'accepted gap', 'phone test', 'step', 'exercise', 'other'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export type Lesson = {
  /** `2026-11`. */
  readonly month: string;
  readonly text: string;
  readonly status: Status;
};

export type NearMissChange =
  /** The reports of one day, in the order of their random ids; `letters`: reports whose reporter wrote again. */
  | { readonly type: 'nearMissesTaken'; readonly reports: readonly Facts[]; readonly letters: readonly string[] }
  | { readonly type: 'nearMissAnswered'; readonly id: string; readonly status: Status; readonly asks: boolean }
  | { readonly type: 'nearMissSorted'; readonly id: string; readonly category: Category }
  /** The lesson in the receiver's own words: all that stays when the thread is forgotten. */
  | { readonly type: 'lessonWritten'; readonly id: string; readonly text: string }
  | {
      readonly type: 'planChangeProposed';
      readonly id: string;
      readonly kind: ChangeKind;
      readonly say: string;
      readonly yaml: string;
    }
  | {
      readonly type: 'planChangeDecided';
      readonly id: string;
      readonly nth: number;
      readonly accepted: boolean;
      readonly why: string;
      readonly plan: string;
    }
  | {
      readonly type: 'nearMissDigestPublished';
      readonly period: string;
      readonly digest: Digest;
      readonly ids: readonly string[];
    }
  /** The period is over and there were too few to publish: they wait for the next one. */
  | { readonly type: 'nearMissDigestHeld'; readonly period: string }
  | { readonly type: 'nearMissFeedbackMissed'; readonly id: string }
  | { readonly type: 'nearMissForgotten'; readonly id: string }
  | { readonly type: 'receiversTold'; readonly key: string }
  | { readonly type: 'receiversNotTold'; readonly key: string; readonly attempt: number; readonly reason: string };

export type Digest = {
  readonly period: string;
  readonly reports: number;
  /** Changes to the plan that they led to. */
  readonly changes: number;
  /** In an order that says nothing. */
  readonly lessons: readonly Lesson[];
  /** Who signed and agreed to be thanked. */
  readonly thanks: readonly string[];
};
