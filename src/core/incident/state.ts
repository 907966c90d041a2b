import type { Book } from '../book.ts';
import type { Deadline, Moment, Owed, Settled } from '../aggregate.ts';
import type { AlertNotes } from './alert-notes.ts';
import type { Aftermath } from './aftermath.ts';
import type { Calls } from './calls.ts';
import type { Clocks } from './clocks.ts';
import type { Effect } from './effects.ts';
import type { Escalation } from './escalation.ts';
import type { IncidentChange, IncidentEvent } from './events.ts';
import type { Hooks } from './hooks.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Situation } from './situation.ts';
import type { Publications } from './publications.ts';
import type { Roles } from './roles.ts';
import type { Rooms } from './room.ts';
import type { Steps } from './steps.ts';
import type { Unsent } from './unsent.ts';
import type { Updates } from './updates.ts';

/** The state of one incident: a slice per facet, and the book that it pinned when it was declared. */
export type Incident = {
  readonly book: Book;
  readonly lifecycle: Lifecycle;
  readonly escalation: Escalation;
  readonly roles: Roles;
  readonly calls: Calls;
  readonly rooms: Rooms;
  readonly steps: Steps;
  readonly clocks: Clocks;
  readonly unsent: Unsent;
  readonly updates: Updates;
  readonly situation: Situation;
  readonly publications: Publications;
  readonly hooks: Hooks;
  readonly alerts: AlertNotes;
  readonly aftermath: Aftermath;
};
export type FacetName = Exclude<keyof Incident, 'book'>;

/**
 * One side of an incident. Every facet hears every event and keeps only its own slice; its deadlines and what it owes may
 * look at the whole incident, and are asked for again after every event.
 */
export type Facet<Slice> = {
  readonly begin: Slice;
  readonly evolve: (slice: Slice, event: IncidentEvent, book: Book) => Slice;
  readonly deadlines?: (incident: Incident) => readonly Deadline[];
  readonly outstanding?: (incident: Incident) => readonly Owed<Effect>[];
  readonly pass?: (incident: Incident, deadline: Deadline, moment: Moment) => readonly IncidentChange[];
  readonly settle?: (incident: Incident, owed: Owed<Effect>, settled: Settled) => readonly IncidentChange[];
  /** What is still news about something that is no longer owed. */
  readonly late?: (incident: Incident, owed: Owed<Effect>, settled: Settled) => readonly IncidentChange[];
};
