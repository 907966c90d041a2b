import type { Medium } from '../media.ts';
import type { PlainTime } from '../plan/times.ts';
import type { Instant } from '../time.ts';
import type { WeekHours } from './week-hours.ts';

/**
 * What the readers of other products' exports make of them, before it becomes a plan. People and schedules are named by keys
 * (`personKey`, `scheduleKey`): the ids of the source, which nobody can read. `notes` are sentences on what could not be
 * carried over; each becomes a comment beside what it is about.
 */
export type Imported = {
  readonly people: readonly ImportedPerson[];
  readonly schedules: readonly ImportedSchedule[];
  readonly policies: readonly ImportedPolicy[];
  /** What concerns the whole export. */
  readonly notes: readonly string[];
};

export type ImportedPerson = {
  readonly key: string;
  readonly name: string;
  readonly title?: string;
  /** An IANA name. */
  readonly timezone?: string;
  /** Best first. */
  readonly ways: readonly ImportedWay[];
  readonly notes: readonly string[];
};
/** Phone numbers are in E.164 form. */
export type ImportedWay = { readonly medium: Medium; readonly to: string; readonly label?: string };

export type ImportedSchedule = {
  readonly key: string;
  readonly name: string;
  /** An IANA name; every hour of the schedule is on its clock. */
  readonly timezone: string;
  readonly layers: readonly ImportedLayer[];
  readonly overrides: readonly ImportedOverride[];
  readonly notes: readonly string[];
};
export type ImportedLayer = {
  readonly name?: string;
  /** Keys of people, in turn. */
  readonly people: readonly string[];
  /** Length of a turn in the plan's form, such as `1w`; an hour at the least. */
  readonly every: string;
  /** The hand-over at which the first of `people` begins. */
  readonly from: PlainTime;
  readonly only: WeekHours;
  /** Where two layers cover the same hour the higher rank has it; with the same rank both people are on call. */
  readonly rank: number;
};
export type ImportedOverride = {
  readonly who: string;
  readonly from: PlainTime;
  readonly to: PlainTime;
  readonly why?: string;
};

export type ImportedPolicy = {
  readonly key: string;
  readonly name: string;
  readonly levels: readonly ImportedLevel[];
  /** How often all levels are gone through, the first time included. */
  readonly rounds: number;
  readonly notes: readonly string[];
};
export type ImportedLevel = {
  /** Keys of people and schedules. */
  readonly targets: readonly string[];
  readonly waitMinutes: number;
  readonly notes: readonly string[];
};

/** What a reader is told: the hour at which the import is made (what has ended by then is left out), and a zone for want of another. */
export type Reading = { readonly at: Instant; readonly zone: string };

export const personKey = (id: string) => `person ${id}`;
export const scheduleKey = (id: string) => `schedule ${id}`;

/** How long a level waits where the source says nothing. */
export const USUAL_WAIT_MINUTES = 5;
