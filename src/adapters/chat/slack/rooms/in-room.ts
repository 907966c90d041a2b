import type { Outcome, Postponed } from '../../../../core/aggregate.ts';
import type { IncidentId } from '../../../../core/ids.ts';
import type { Failure } from '../api/called.ts';
import { later, owedOutcome } from '../outcomes.ts';
import type { RoomParts } from './room-parts.ts';

/** Refusals that say that the room itself is gone, in the words of whoever hears of it from Slack first. */
const GONE: ReadonlyMap<string, string> = new Map([
  ['is_archived', 'somebody archived it'],
  ['is_inactive', 'somebody archived it'],
  ['not_in_channel', 'Muster was removed from it'],
  ['channel_not_found', 'Slack does not find it any more'],
]);

/** True when the refusal is about the room, whatever was asked. */
export const isGone = (code: string) => GONE.has(code);

/**
 * What a failed call in the incident's own room means. A room that is gone is lost, and found again when it is there again:
 * what Slack would have told us of it may come later than the refusal, or never (reliability 56).
 */
export async function outcomeIn(
  { host }: Pick<RoomParts, 'host'>,
  { incident }: { readonly incident: IncidentId },
  failure: Failure,
): Promise<Outcome | Postponed> {
  const why = failure.kind === 'refused' ? GONE.get(failure.code) : undefined;
  if (why === undefined) return owedOutcome(failure);
  await host.record(incident, { type: 'loseRoom', platform: 'slack', why });
  return later(why);
}
