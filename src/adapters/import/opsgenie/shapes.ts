import { z } from 'zod';
import { flag, key, kind, list, moment, whole, words } from '../../../core/imported/shape.ts';

/** A user, schedule, team or escalation that something points to: by id, or by the name it has in the account. */
export const referenceShape = z.object({ type: kind, id: key, username: words, name: words });
export type Reference = z.output<typeof referenceShape>;

/** docs.opsgenie.com/docs/user-api, "Get User" with `expand=contact`; `notificationRules` come from the backup tool only. */
export const userShape = z.object({
  id: key,
  username: words,
  fullName: words,
  timeZone: words,
  blocked: flag,
  userContacts: list,
});
/** docs.opsgenie.com/docs/contact-api: `contactMethod` is email, sms, voice or mobile. */
export const contactShape = z.object({
  to: words,
  contactMethod: kind,
  method: kind,
  enabled: flag,
  status: z.object({ enabled: flag }).optional().catch(undefined),
});

/** docs.opsgenie.com/docs/schedule-api, "Get Schedule", and …/schedule-override-api. */
export const scheduleShape = z.object({
  id: key,
  name: words,
  timezone: words,
  timeZone: words,
  enabled: flag,
  rotations: list,
});
export const rotationShape = z.object({
  name: words,
  startDate: moment,
  endDate: moment,
  type: kind,
  length: whole,
  participants: list,
  timeRestriction: z.unknown().optional(),
});
/** `restriction` for hours of every day, `restrictions` for hours of some days. */
export const timeRestrictionShape = z.object({ restriction: z.unknown().optional(), restrictions: list });
export const restrictionShape = z.object({
  startDay: kind,
  endDay: kind,
  startHour: z.number().int().min(0).max(24),
  startMin: z.number().int().min(0).max(59).catch(0),
  endHour: z.number().int().min(0).max(24),
  endMin: z.number().int().min(0).max(59).catch(0),
});
export const overrideShape = z.object({
  user: referenceShape,
  startDate: moment,
  endDate: moment,
  rotations: list,
});

/** docs.opsgenie.com/docs/escalation-api, "Get Escalation". */
export const escalationShape = z.object({
  id: key,
  name: words,
  rules: list,
  repeat: z.object({ waitInterval: whole, count: whole, closeAlertAfterAll: flag }).optional().catch(undefined),
});
export const ruleShape = z.object({
  condition: kind,
  notifyType: kind,
  delay: z
    .union([
      z.object({ timeAmount: whole, timeUnit: kind }),
      z.number().transform((timeAmount) => ({ timeAmount, timeUnit: 'minutes' })),
    ])
    .optional()
    .catch(undefined),
  recipient: referenceShape.optional().catch(undefined),
});

/** docs.opsgenie.com/docs/team-api; the backup tool wraps it as `{ team, teamRoutingRules }`. */
const team = z.object({ id: key, name: words, members: list });
export const teamShape = z.union([z.object({ team }).transform((wrapped) => wrapped.team), team]);
export type Team = z.output<typeof teamShape>;
export const memberShape = z.object({ user: referenceShape });
