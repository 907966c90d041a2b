import type { Outcome, Postponed } from '../../../core/aggregate.ts';
import { MINUTE_MS, SECOND_MS } from '../../../core/time.ts';
import type { Failure } from './api/called.ts';
import { isTokenFault, sayOf } from './api/refusals.ts';

/** While Slack cannot be reached, what is owed to a room is looked at again so soon. */
const AWAY_MS = 5 * SECOND_MS;

/** A token that Slack does not take is put right by people, and is said where they look for what is missing. */
const TOKEN_MS = MINUTE_MS;

/** `inDoubt`: it may have been done, so every try may be one more message. */
export type Waiting = Postponed & { readonly inDoubt?: boolean };

/** What a failed call means for something owed to a room: a no is a no, everything else is put off. */
export function outcomeOf(failure: Failure): Outcome | Waiting {
  switch (failure.kind) {
    case 'limited':
      return { outcome: 'postponed', afterMs: failure.retryAfterMs, reason: 'Slack takes no more calls just now' };
    case 'broken':
      return {
        outcome: 'postponed',
        afterMs: AWAY_MS,
        reason: failure.reason,
        ...(failure.sent === 'maybe' ? { inDoubt: true } : {}),
      };
    case 'superseded':
      return { outcome: 'postponed', afterMs: AWAY_MS, reason: 'a newer one took its place' };
    case 'refused':
      return { outcome: 'failed', permanent: true, reason: `${failure.code}: ${sayOf(failure.code, failure.needed)}` };
    default:
      return failure satisfies never;
  }
}

/** The same where a no is believed for good: a token that is put right later must not have cost the room anything. */
export const owedOutcome = (failure: Failure): Outcome | Waiting =>
  failure.kind === 'refused' && isTokenFault(failure.code)
    ? { outcome: 'postponed', afterMs: TOKEN_MS, reason: `${failure.code}: ${sayOf(failure.code)}` }
    : outcomeOf(failure);

export const accepted = (reference: string): Outcome => ({ outcome: 'accepted', reference });
export const later = (reason: string): Postponed => ({ outcome: 'postponed', afterMs: AWAY_MS, reason });
