import { z } from 'zod';
import { key, kind, list, moment, whole, words } from '../../../core/imported/shape.ts';

/** `User` of the REST API v2. A contact that was not included is a reference without an address. */
export const userShape = z.object({
  id: key,
  name: words,
  summary: words,
  email: words,
  time_zone: words,
  job_title: words,
  contact_methods: list,
  notification_rules: list,
});
/** `PhoneContactMethod`, `EmailContactMethod`, `PushContactMethod`: the calling code stands apart from the number. */
export const contactShape = z.object({ id: key, type: kind, address: words, label: words, country_code: whole });
export const noticeRuleShape = z.object({
  urgency: kind,
  start_delay_in_minutes: whole,
  contact_method: z.object({ id: key }).optional().catch(undefined),
});

/** `Schedule` with its layers: the API lists the layer that wins first. */
export const scheduleShape = z.object({
  id: key,
  name: words,
  summary: words,
  time_zone: words,
  schedule_layers: list,
  overrides: list,
});
export const layerShape = z.object({
  name: words,
  start: moment,
  end: moment,
  rotation_virtual_start: moment,
  rotation_turn_length_seconds: whole,
  users: list,
  restrictions: list,
});
/** `Restriction`: `start_day_of_week` counts from 1, Monday, and is there for weekly ones only. */
export const restrictionShape = z.object({
  type: kind,
  start_time_of_day: words,
  duration_seconds: z.number().positive(),
  start_day_of_week: whole,
});
export const memberShape = z.union([
  z.object({ user: z.object({ id: z.string() }) }).transform(({ user }) => user),
  z.object({ id: z.string() }),
]);
export const overrideShape = z.object({ start: moment, end: moment, user: z.object({ id: z.string() }) });

/** `EscalationPolicy`. */
export const policyShape = z.object({ id: key, name: words, summary: words, num_loops: whole, escalation_rules: list });
export const ruleShape = z.object({ escalation_delay_in_minutes: whole, targets: list });
export const targetShape = z.object({ id: key, type: kind });
