import { z } from 'zod';
import { flag, key, kind, list, moment, whole, words } from '../../../core/imported/shape.ts';

/** A place that pages go to, in the newer schema: `{ type: "builtin-twilio-sms", args: { phone_number: "+1…" } }`. */
export const destinationShape = z.object({ type: kind, args: z.record(z.string(), z.unknown()).catch({}) });
/** A target, in the older one. */
export const targetShape = z.object({ id: key, type: kind, name: words });

export const userShape = z.object({
  id: key,
  name: words,
  email: words,
  contactMethods: list,
  notificationRules: list,
});
export const contactShape = z.object({
  id: key,
  name: words,
  type: kind,
  value: words,
  dest: destinationShape.optional().catch(undefined),
  disabled: flag,
  pending: flag,
});
export const noticeRuleShape = z.object({ contactMethodID: key, delayMinutes: whole });

/** `nextHandoffTimes(num: 1)` says when the turn of `activeUserIndex` ends: without it nobody can tell whose turn it is. */
export const rotationShape = z.object({
  id: key,
  name: words,
  start: moment,
  timeZone: words,
  type: kind,
  shiftLength: whole,
  activeUserIndex: whole,
  userIDs: list,
  nextHandoffTimes: list,
});
export const scheduleShape = z.object({
  id: key,
  name: words,
  timeZone: words,
  targets: list,
  temporarySchedules: list,
});
export const scheduleTargetShape = z.object({ target: targetShape, rules: list });
/** `weekdayFilter` has seven places and begins with Sunday. */
export const scheduleRuleShape = z.object({ start: words, end: words, weekdayFilter: z.array(z.boolean()).catch([]) });
export const overrideShape = z.object({
  start: moment,
  end: moment,
  addUserID: key,
  removeUserID: key,
  target: targetShape,
});

export const policyShape = z.object({ id: key, name: words, repeat: whole, steps: list });
export const stepShape = z.object({ stepNumber: whole, delayMinutes: whole, targets: list, actions: list });
