import type { Deadline, Moment } from '../aggregate.ts';
import { severityOf } from '../book.ts';
import type { Instant } from '../time.ts';
import { fromMs, MINUTE_MS, plusMs, spanMs } from '../time.ts';
import type { IncidentChange, IncidentEvent } from './events.ts';
import { callFor } from './ladder.ts';
import { leaderOf } from './roles.ts';
import type { Facet, Incident } from './state.ts';

/** An update counts as missed so long after it was due (domain 3.2). */
const GRACE_MS = 5 * MINUTE_MS;

/** Words to the incident's own people: the last one, and when the next is due. */
export type Updates = {
  readonly last: { readonly text: string; readonly at: Instant } | null;
  readonly from: Instant;
  readonly promisedAt: Instant | null;
  readonly sent: number;
  readonly missed: number;
  readonly missedInARow: number;
};

const begin: Updates = { last: null, from: fromMs(0), promisedAt: null, sent: 0, missed: 0, missedInARow: 0 };

function evolve(slice: Updates, event: IncidentEvent): Updates {
  switch (event.type) {
    case 'declared':
      return { ...begin, from: event.at };
    case 'reopened':
      return { ...slice, from: event.at, promisedAt: null, missedInARow: 0 };
    case 'updatePosted':
      return {
        ...slice,
        last: { text: event.text, at: event.at },
        from: event.at,
        promisedAt: event.nextAt,
        sent: slice.sent + 1,
        missedInARow: 0,
      };
    case 'updateMissed':
      return {
        ...slice,
        from: event.at,
        promisedAt: null,
        missed: slice.missed + 1,
        missedInARow: slice.missedInARow + 1,
      };
    default:
      return slice;
  }
}

/** How often this severity wants an update, in ms; undefined when it asks for none. */
export function updateEveryMs(incident: Incident): number | undefined {
  const every = severityOf(incident.book, incident.lifecycle.severity)?.update_every;
  return every === undefined ? undefined : spanMs(every);
}

/** When the next update is due; undefined when the severity asks for none or the incident is over. */
export function nextUpdateAt(incident: Incident): Instant | undefined {
  const every = updateEveryMs(incident);
  if (every === undefined || incident.lifecycle.phase !== 'open') return undefined;
  return incident.updates.promisedAt ?? plusMs(incident.updates.from, every);
}

function deadlines(incident: Incident): readonly Deadline[] {
  const dueAt = nextUpdateAt(incident);
  if (dueAt === undefined) return [];
  const { missed, sent } = incident.updates;
  return [
    {
      key: `${incident.lifecycle.id}/update/${sent}.${missed + 1}`,
      at: plusMs(dueAt, GRACE_MS),
      lane: 'room',
      facet: 'updates',
    },
  ];
}

/** A first missed update reminds whoever speaks for the incident; the second in a row goes to the commander. */
function pass(incident: Incident, _deadline: Deadline, moment: Moment): readonly IncidentChange[] {
  const { updates, roles, escalation } = incident;
  const dueAt = nextUpdateAt(incident) ?? moment.at;
  const noted = { type: 'updateMissed', n: updates.missed + 1, dueAt } as const;
  const speaker = updates.missedInARow === 0 ? roles.holders['comms_lead'] : undefined;
  const target = speaker ?? leaderOf(incident);
  if (target === undefined || escalation.status !== 'acknowledged') return [noted];
  return [
    noted,
    callFor(
      incident,
      { targets: [target], why: 'an update is due: say how it stands with "update", even if nothing is new' },
      moment,
    ),
  ];
}

export const updates: Facet<Updates> = { begin, evolve, deadlines, pass };
