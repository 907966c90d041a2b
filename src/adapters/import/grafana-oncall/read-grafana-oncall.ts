import type { Imported, Reading } from '../../../core/imported/imported.ts';
import { each, itemsOf } from '../../../core/imported/shape.ts';
import { readChains } from './chains.ts';
import { readSchedules } from './schedules.ts';
import { noticeRuleShape, shiftShape } from './shapes.ts';
import { readUser } from './users.ts';

/**
 * Grafana OnCall: the answers of its public API v1 (grafana.com/docs/oncall/latest/oncall-api-reference): `users`,
 * `personal_notification_rules`, `schedules`, `on_call_shifts`, `escalation_chains`, `escalation_policies`.
 */
export function readGrafanaOnCall(bundle: unknown, reading: Reading): Imported {
  const rules = each(itemsOf(bundle, 'personal_notification_rules'), noticeRuleShape);
  const shifts = each(itemsOf(bundle, 'on_call_shifts', 'shifts'), shiftShape);
  const people = itemsOf(bundle, 'users').flatMap((item) => readUser(item, rules));
  return {
    people,
    schedules: readSchedules(itemsOf(bundle, 'schedules'), { ...reading, shifts }),
    policies: readChains(itemsOf(bundle, 'escalation_chains'), itemsOf(bundle, 'escalation_policies')),
    notes: notesOf(bundle),
  };
}

/** Kinds of an OnCall account that have no place in a plan. */
const LEFT_OUT = ['integrations', 'routes', 'outgoing_webhooks', 'shift_swaps'];

const notesOf = (bundle: unknown): readonly string[] =>
  LEFT_OUT.flatMap((kind) => {
    const count = itemsOf(bundle, kind).length;
    return count === 0 ? [] : [`${kind.replaceAll('_', ' ')} (${count}): a continuity plan has no such thing.`];
  });
