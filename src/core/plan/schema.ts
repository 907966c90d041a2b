import type { z } from 'zod';
import type { SeverityId } from '../ids.ts';
import type { Span } from '../time.ts';
import { alertSource, heartbeatOf } from './alerts.ts';
import type { Data } from './leaves.ts';
import { exercise, head, incidentBot, nearMiss } from './upkeep.ts';
import { businessFunction, phoneTest, site, system, vendor } from './what.ts';
import { schedule } from './schedule.ts';
import { type Policy, person, policy, role, severity } from './who.ts';
import { comms, hook, obligation } from './words-out.ts';

/**
 * The continuity plan as the inside works with it: parsed, defaults applied, references checked. Field names are those of the
 * YAML. It is plain JSON, so that an incident can keep its own copy. Look entries up by `entry(record, id)`.
 */
export type Plan = {
  readonly schema: 1;
  readonly plan: PlanHead;
  readonly people: Readonly<Record<string, Person>>;
  readonly roles: Readonly<Record<string, Role>>;
  readonly schedules: Readonly<Record<string, Schedule>>;
  /** sev1 to sev4 are always there. */
  readonly severities: Readonly<Record<string, Severity>>;
  /** Always has `default`. */
  readonly escalation: Readonly<Record<string, Policy>>;
  readonly sites: Readonly<Record<string, Site>>;
  readonly functions: Readonly<Record<string, BusinessFunction>>;
  readonly systems: Readonly<Record<string, System>>;
  readonly vendors: Readonly<Record<string, Vendor>>;
  /** Always has the audience `staff`. */
  readonly comms: Comms;
  readonly obligations: Readonly<Record<string, Obligation>>;
  readonly exercises: Readonly<Record<string, Exercise>>;
  readonly phone_tests: Readonly<Record<string, PhoneTest>>;
  readonly near_miss: NearMiss;
  readonly incident_bot: IncidentBot;
  readonly hooks: Readonly<Record<string, Hook>>;
  readonly alerts: Readonly<Record<string, AlertSource>>;
  readonly heartbeats: Readonly<Record<string, HeartbeatRule>>;
};

type Of<S extends z.ZodType> = Data<z.output<S>>;
/** The company's zone stands in where an entry names none. */
type Zoned<T> = Omit<T, 'timezone'> & { readonly timezone: string };

export type PlanHead = Of<typeof head>;
export type Person = Zoned<Of<typeof person>>;
export type Role = Of<typeof role>;
export type Schedule = Zoned<Of<typeof schedule>>;
export type Site = Of<typeof site>;
export type BusinessFunction = Of<typeof businessFunction>;
export type System = Of<typeof system>;
export type Vendor = Of<typeof vendor>;
export type Comms = Of<typeof comms>;
export type Audience = Comms['audiences'][string];
export type Obligation = Of<typeof obligation>;
export type Exercise = Of<typeof exercise>;
export type PhoneTest = Of<typeof phoneTest>;
export type NearMiss = Of<typeof nearMiss>;
export type IncidentBot = Of<typeof incidentBot>;
export type Hook = Of<typeof hook>;
export type AlertSource = Of<typeof alertSource>;
export type HeartbeatRule = Of<typeof heartbeatOf>;
export type Severity = {
  readonly name: string;
  readonly means: string;
  /** May break quiet hours. */
  readonly wake: boolean;
  readonly ack: Span;
  readonly update_every: Span;
  readonly postmortem: 'required' | 'optional' | 'none';
  readonly private: boolean | 'ask';
  /** Undecided after so long, it becomes `if_undecided`; both are there or neither. */
  readonly decide_within?: Span;
  readonly if_undecided?: SeverityId;
};
export type { Policy } from './who.ts';
export type { Need } from './what.ts';
export type { Way } from './contacts.ts';
export type { Hours } from './times.ts';

/** The blocks that are a record of entries, each with the schema of one entry. */
export const RECORDS = {
  people: person,
  roles: role,
  schedules: schedule,
  severities: severity,
  escalation: policy,
  sites: site,
  functions: businessFunction,
  systems: system,
  vendors: vendor,
  obligations: obligation,
  exercises: exercise,
  phone_tests: phoneTest,
  hooks: hook,
  alerts: alertSource,
  heartbeats: heartbeatOf,
} as const;
/** The blocks that are one thing. */
export const SINGLES = { plan: head, comms, near_miss: nearMiss, incident_bot: incidentBot } as const;

export const BLOCKS: readonly string[] = ['schema', ...Object.keys(SINGLES), ...Object.keys(RECORDS)];

/** The entry of that id, if the record itself has it: `constructor` is nobody. */
export const entry = <T>(record: Readonly<Record<string, T>>, id: string): T | undefined =>
  Object.hasOwn(record, id) ? record[id] : undefined;

/** The `who` of a role that no person holds. */
export const BOT = 'bot';
