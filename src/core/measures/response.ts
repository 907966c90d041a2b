import { MUSTER } from '../incident/events.ts';
import { COMMANDER } from '../playbook/run.ts';
import { readPageKey } from '../timeline/paging-words.ts';
import type { Kept } from '../timeline/entry.ts';
import type { Instant } from '../time.ts';
import { countedFrom } from './facts.ts';
import type { Facts } from './facts.ts';
import type { Measure } from './measure.ts';
import { FROM_REPORT, between, notRecorded, withNote } from './measure.ts';

/** How soon it was seen, said, answered and led. */
export function responseMeasures(facts: Facts): readonly Measure[] {
  const { declared, impactStartedAt } = facts;
  return [
    between('Time to notice', impactStartedAt, declared.firstReportedAt),
    between('Time to declare', declared.firstReportedAt, declared.at),
    firstAnswer(facts),
    between('Time to commander', declared.at, commandAccepted(facts.events)),
    workaround(facts),
  ];
}

/** First `acknowledged` less the first page of the ladder that was tried, whatever became of it. */
function firstAnswer({ events }: Facts): Measure {
  const name = 'Time to first answer';
  const page = events.find(
    (event) => (event.type === 'pageSent' || event.type === 'pageFailed') && isOnLadder(event.page),
  );
  const answer = events.find((event) => event.type === 'acknowledged');
  if (page !== undefined && answer !== undefined && answer.at < page.at)
    return notRecorded(name, 'it was answered before any page went out');
  return between(name, page?.at, answer?.at);
}

const isOnLadder = (key: string) => readPageKey(key)?.place.kind === 'level';

/**
 * The role is accepted by whoever holds it doing anything, or by taking it themselves. What Muster does in the same moment
 * counts as theirs, as the events are stamped with them.
 */
function commandAccepted(events: readonly Kept[]): Instant | undefined {
  let holder: string | undefined;
  for (const event of events) {
    if (event.type === 'rolesAssigned') holder = event.holders[COMMANDER];
    if (event.type === 'roleAssigned' && event.role === COMMANDER) holder = event.person;
    if (holder !== undefined && event.by !== MUSTER && event.by === holder) return event.at;
  }
  return undefined;
}

/** The first workaround of any function; each function's own is with its recovery. */
function workaround(facts: Facts): Measure {
  const name = 'Time to workaround';
  const first = [...facts.workarounds.values()].flatMap((uses) => uses.map((use) => use.from)).sort()[0];
  if (first === undefined) return notRecorded(name, 'no workaround was started');
  const measure = between(name, countedFrom(facts), first);
  return facts.impactStartedAt === null ? withNote(measure, FROM_REPORT) : measure;
}
