import { z } from 'zod';
import { flag, key, kind, list, whole, words } from '../../../core/imported/shape.ts';

/**
 * grafana.com/docs/oncall/latest/oncall-api-reference/users. The public API tells no phone numbers; the fields for them are
 * those of OnCall's own web API, or written in by hand.
 */
export const userShape = z.object({
  id: key,
  pk: key,
  email: words,
  username: words,
  name: words,
  timezone: words,
  /** A list in the documents; newer ones give a single account. */
  slack: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown()).transform((one) => [one])]).catch([]),
  phone_number: words,
  verified_phone_number: words,
  unverified_phone_number: words,
});
export const slackShape = z.object({ user_id: z.string() });
/** …/personal_notification_rules */
export const noticeRuleShape = z.object({ user_id: key, position: whole, important: flag, type: kind });

/** …/schedules: `type` is ical, calendar or web. */
export const scheduleShape = z.object({
  id: key,
  name: words,
  type: kind,
  time_zone: words,
  shifts: list,
  ical_url_primary: words,
  ical_url_overrides: words,
});
/** …/on_call_shifts: `start` is on the wall of the shift's own zone, else of the schedule's; `duration` in seconds. */
export const shiftShape = z.object({
  id: key,
  name: words,
  type: kind,
  time_zone: words,
  level: whole,
  start: words,
  duration: z.number().positive().optional().catch(undefined),
  frequency: kind,
  interval: whole,
  until: words,
  week_start: kind,
  by_day: list,
  by_month: list,
  by_monthday: list,
  users: list,
  rolling_users: list,
  start_rotation_from_user_index: whole,
});
export type Shift = z.output<typeof shiftShape>;

/** …/escalation_chains and …/escalation_policies */
export const chainShape = z.object({ id: key, name: words });
export const stepShape = z.object({
  escalation_chain_id: key,
  position: whole,
  type: kind,
  duration: z.number().optional().catch(undefined),
  persons_to_notify: list,
  persons_to_notify_next_each_time: list,
  notify_on_call_from_schedule: key,
});
