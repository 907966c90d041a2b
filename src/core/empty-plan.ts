import { personId } from './ids.ts';
import type { Plan } from './plan/schema.ts';

/** The plan of an incident before its first event: nobody, nothing. It is never acted upon. */
export const EMPTY_PLAN = {
  schema: 1,
  plan: { company: '', timezone: 'UTC', owner: personId('nobody') },
  people: {},
  roles: {},
  schedules: {},
  severities: {},
  escalation: {},
  sites: {},
  functions: {},
  systems: {},
  vendors: {},
  obligations: {},
  exercises: {},
  phone_tests: {},
  hooks: {},
  alerts: {},
  heartbeats: {},
} as unknown as Plan;
