import {
  type Imported,
  type ImportedPolicy,
  type Reading,
  personKey,
  scheduleKey,
} from '../../../core/imported/imported.ts';
import { each, itemsOf } from '../../../core/imported/shape.ts';
import { readSchedule } from './schedules.ts';
import { policyShape, ruleShape, targetShape } from './shapes.ts';
import { readUser } from './users.ts';

/**
 * PagerDuty: the answers of its REST API v2 (developer.pagerduty.com/api-reference; github.com/PagerDuty/api-schema,
 * reference/REST/openapiv3.json): `users` with `include[]=contact_methods` and `notification_rules`, `schedules` with
 * `include[]=schedule_layers`, `escalation_policies`.
 */
export function readPagerDuty(bundle: unknown, reading: Reading): Imported {
  return {
    people: itemsOf(bundle, 'users', 'user').flatMap((item) => readUser(item)),
    schedules: itemsOf(bundle, 'schedules', 'schedule').flatMap((item) => readSchedule(item, reading)),
    policies: each(itemsOf(bundle, 'escalation_policies', 'escalation_policy'), policyShape).map(policyOf),
    notes: notesOf(bundle),
  };
}

function policyOf({ id, name, summary, num_loops, escalation_rules }: (typeof policyShape)['_output']): ImportedPolicy {
  return {
    key: id ?? '',
    name: name ?? summary ?? id ?? 'a policy',
    levels: each(escalation_rules, ruleShape).map((rule) => ({
      targets: each(rule.targets, targetShape).map((target) => targetKey(target)),
      waitMinutes: rule.escalation_delay_in_minutes ?? 0,
      notes: [],
    })),
    // "num_loops: The number of times the escalation policy will repeat after reaching the end of its escalation."
    rounds: 1 + (num_loops ?? 0),
    notes: [],
  };
}

const targetKey = ({ id = '', type = '' }: (typeof targetShape)['_output']) =>
  type.startsWith('schedule') ? scheduleKey(id) : personKey(id);

/** Kinds of a PagerDuty account that have no place in a plan. */
const LEFT_OUT = ['services', 'business_services', 'event_orchestrations', 'response_plays'];

const notesOf = (bundle: unknown): readonly string[] =>
  LEFT_OUT.flatMap((kind) => {
    const count = itemsOf(bundle, kind).length;
    return count === 0 ? [] : [`${kind.replaceAll('_', ' ')} (${count}): write the functions and systems behind them.`];
  });
