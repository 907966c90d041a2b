import type { EventOf } from '../incident/events.ts';
import type { Medium } from '../media.ts';
import type { Kept } from '../timeline/entry.ts';
import { mediumWord, readPageKey } from '../timeline/paging-words.ts';
import type { Place } from '../timeline/paging-words.ts';
import { msBetween } from '../time.ts';
import type { Instant } from '../time.ts';
import type { Measure } from './measure.ts';
import { notRecorded } from './measure.ts';

/** What became of one attempt to reach one person by one medium. Whom it was for is left out on purpose (domain 5.1). */
export type Attempt = {
  readonly place: Place & { readonly kind: 'level' | 'alarm' };
  readonly medium: Medium;
  readonly at: Instant;
  readonly result:
    | { readonly kind: 'acknowledged' | 'declined' | 'no answer' | 'answered elsewhere'; readonly afterMs: number }
    | { readonly kind: 'failed'; readonly permanent: boolean; readonly reason: string }
    | { readonly kind: 'open' };
};

/** Attempts on the ladder and of its alarms, in order; calls for one person and checks on who has it are no part of it. */
export function attemptsOf(events: readonly Kept[]): readonly Attempt[] {
  return events.flatMap((event, index): readonly Attempt[] => {
    if (event.type !== 'pageSent' && event.type !== 'pageFailed') return [];
    const read = readPageKey(event.page);
    if (read === undefined) return [];
    const { place, medium, person } = read;
    if (!isLadder(place)) return [];
    const { at } = event;
    if (event.type === 'pageFailed') {
      const { permanent, reason } = event;
      return [{ place, medium, at, result: { kind: 'failed', permanent, reason } }];
    }
    const lost = events.slice(index + 1).find((later) => isLost(later, event));
    if (lost !== undefined)
      return [{ place, medium, at, result: { kind: 'failed', permanent: lost.permanent, reason: lost.reason } }];
    return [{ place, medium, at, result: answerTo({ person, place, at }, events.slice(index + 1)) }];
  });
}

/** The provider took it over and reported later that it did not arrive. */
const isLost = (later: Kept, { page, attempt }: EventOf<'pageSent'>): later is EventOf<'pageUndelivered'> & Kept =>
  later.type === 'pageUndelivered' && later.page === page && later.attempt === attempt;

const isLadder = (place: Place): place is Attempt['place'] => place.kind === 'level' || place.kind === 'alarm';

type Sent = { readonly person: string; readonly place: Place; readonly at: Instant };

/**
 * An answer by that person counts, late ones too; a "no" counts as declined. Else it ends when somebody else has it
 * (`answered elsewhere`), or when the next level is paged, the alarm rings or the incident is over.
 */
function answerTo({ person, place, at }: Sent, later: readonly Kept[]): Attempt['result'] {
  let ended: Attempt['result'] | undefined;
  for (const event of later) {
    const kind = meaning(event, person, place);
    if (kind === undefined) continue;
    const result = { kind: kind === 'over' ? 'no answer' : kind, afterMs: msBetween(at, event.at) } as const;
    if (kind === 'acknowledged' || kind === 'declined') return result;
    ended ??= result;
    if (kind === 'over') return ended;
  }
  return ended ?? { kind: 'open' };
}

/** What an event means for a page that was sent to that person before. */
function meaning(event: Kept, person: string, place: Place) {
  switch (event.type) {
    case 'acknowledged':
      return event.person === person ? 'acknowledged' : 'answered elsewhere';
    case 'declined':
      return event.person === person ? 'declined' : undefined;
    case 'levelPaged':
      return isAnother(event, place) ? 'no answer' : undefined;
    case 'exhausted':
    case 'restored':
      return 'no answer';
    case 'closed':
    case 'cancelled':
      return 'over';
    default:
      return undefined;
  }
}

const isAnother = ({ round, level }: { readonly round: number; readonly level: number }, place: Place) =>
  place.kind !== 'level' || place.round !== round || place.level !== level;

/**
 * Attempts without acknowledgement ÷ attempts, by level and medium. Retries are attempts; levels count over all rounds. One
 * that was not needed any more, as somebody else had answered, is an attempt and did not fail to reach anybody.
 */
export function reachMeasures(events: readonly Kept[]): readonly Measure[] {
  const attempts = attemptsOf(events);
  if (attempts.length === 0) return [notRecorded('Pages that reached nobody', 'no page was tried')];
  const where = ({ place, medium }: Attempt) =>
    `${place.kind === 'level' ? `level ${place.level + 1}` : 'alarm'}, ${mediumWord(medium)}`;
  return [...Map.groupBy(attempts, where)].map(([group, all]) => {
    const count = (kind: Attempt['result']['kind']) => all.filter(({ result }) => result.kind === kind).length;
    const [answered, spare, no] = [count('acknowledged'), count('answered elsewhere'), count('declined')];
    const none = all.length - answered - spare;
    const measure = {
      name: `Pages that reached nobody, ${group}`,
      value: none / all.length,
      text: `${none} of ${all.length}`,
    };
    const notes = [
      ...(no === 0 ? [] : [`${no} of them ${no === 1 ? 'was' : 'were'} answered with "can't"`]),
      ...(spare === 0 ? [] : [`${spare} not needed any more: somebody else had answered`]),
    ];
    return notes.length === 0 ? measure : { ...measure, note: notes.join('; ') };
  });
}
