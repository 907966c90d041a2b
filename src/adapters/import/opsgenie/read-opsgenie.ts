import type { Imported, Reading } from '../../../core/imported/imported.ts';
import { each, itemsOf } from '../../../core/imported/shape.ts';
import { readEscalations } from './escalations.ts';
import { readSchedule } from './schedules.ts';
import { teamShape } from './shapes.ts';
import { readUser } from './users.ts';

/**
 * Opsgenie: the answers of its REST API (docs.opsgenie.com/docs/user-api, …/schedule-api, …/escalation-api, …/team-api) or the
 * folder that its own tool writes (github.com/opsgenie/opsgenie-configuration-backup: `users/`, `schedules/`, `escalations/`,
 * `teams/`, one file for each entity).
 */
export function readOpsgenie(bundle: unknown, reading: Reading): Imported {
  const teams = each(itemsOf(bundle, 'teams'), teamShape);
  const schedules = itemsOf(bundle, 'schedules').flatMap((item) => readSchedule(item, reading));
  return {
    people: itemsOf(bundle, 'users').flatMap((item) => readUser(item)),
    schedules,
    policies: readEscalations(itemsOf(bundle, 'escalations'), { teams, schedules }),
    notes: notesOf(bundle),
  };
}

/** Kinds of an Opsgenie account that have no place in a plan. */
const LEFT_OUT = ['integrations', 'heartbeats', 'policies', 'maintenances', 'services', 'forwardings'];

const notesOf = (bundle: unknown): readonly string[] =>
  LEFT_OUT.flatMap((kind) => {
    const count = itemsOf(bundle, kind).length;
    return count === 0 ? [] : [`${kind.replaceAll('_', ' ')} (${count}): a continuity plan has no such thing.`];
  });
