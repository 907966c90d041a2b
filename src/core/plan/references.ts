import type { Path } from './finding.ts';
import { badId } from './leaves.ts';
import { textsOf } from './secrets.ts';

/** Where an id may be found. `who` is the one space of people, roles, schedules and vendors (domain 2.1, rule 3). */
export type Target =
  | 'who'
  | 'person'
  | 'role'
  | 'vendor'
  | 'system'
  | 'backup'
  | 'site'
  | 'severity'
  | 'policy'
  | 'function'
  | 'exercise'
  | 'phone test';
export type Does = 'pages' | 'needs' | 'names';

/** One place in the plan that names something by its id. `does` is the verb of the sentence. */
export type Reference = { readonly path: Path; readonly id: string; readonly to: Target; readonly does: Does };

/**
 * Every field of a plan that holds an id. `*` is any key, `#` any place in a list; `[#]` at the end: a list or a single one.
 * Read off the values as YAML gave them, so that a mistake beside a name does not hide the name.
 */
const FIELDS: readonly (readonly [to: Target, does: Does, ...fields: readonly string[]])[] = [
  [
    'who',
    'names',
    'plan.owner',
    'plan.approved_by',
    'plan.accepted_gaps.#.by',
    'functions.*.owner',
    'functions.*.deputy',
  ],
  [
    'who',
    'names',
    'systems.*.owner',
    'systems.*.deputy',
    'systems.*.break_glass.sealed_with.#',
    'systems.*.monitored.by',
  ],
  [
    'who',
    'names',
    'vendors.*.may_call.#',
    'comms.audiences.*.owner',
    'comms.audiences.*.approver',
    'obligations.*.decides',
  ],
  [
    'who',
    'names',
    'exercises.*.by',
    'near_miss.receives.#',
    'incident_bot.offline_pack.holders.#',
    'incident_bot.heartbeat.watched_by',
    'incident_bot.test_pages.who.#',
  ],
  ['who', 'pages', 'escalation.*.#[#]', 'escalation.*.levels.#.page[#]', 'escalation.*.if_nobody.page[#]'],
  ['person', 'names', 'people.*.away.#.cover', 'roles.*.who', 'roles.*.deputies.#', 'schedules.*.rotate.people.#'],
  ['person', 'names', 'schedules.*.layers.#.rotate.people.#'],
  ['person', 'names', 'schedules.*.overrides.#.who', 'exercises.*.without.#'],
  ['role', 'names', 'hooks.*.confirm_by'],
  ['vendor', 'names', 'systems.*.vendor', 'exercises.*.vendor'],
  [
    'system',
    'needs',
    'plan.media.*.#',
    'comms.channel_needs.*.#',
    'functions.*.needs.#',
    'functions.*.needs.#.system',
    'functions.*.needs.#.any.#',
  ],
  [
    'system',
    'needs',
    'functions.*.workaround.needs.#',
    'systems.*.needs.#',
    'systems.*.needs.#.system',
    'systems.*.needs.#.any.#',
  ],
  ['system', 'needs', 'systems.*.recovery.needs.#', 'phone_tests.*.needs.#'],
  ['system', 'names', 'systems.*.recovery.options.#.avoids.#', 'exercises.*.system', 'incident_bot.runs_on'],
  ['backup', 'names', 'systems.*.backup.by'],
  ['site', 'names', 'people.*.site', 'systems.*.site'],
  ['severity', 'names', 'severities.*.if_undecided'],
  ['policy', 'names', 'exercises.*.policy'],
  ['function', 'names', 'exercises.*.function'],
  ['exercise', 'names', 'systems.*.backup.test'],
  ['phone test', 'names', 'exercises.*.test'],
  ['system', 'names', 'alerts.*.systems.#', 'alerts.*.match.#.systems.#', 'heartbeats.*.systems.#'],
  ['function', 'names', 'alerts.*.functions.#', 'alerts.*.match.#.functions.#', 'heartbeats.*.functions.#'],
  ['severity', 'names', 'alerts.*.severity', 'alerts.*.match.#.severity', 'heartbeats.*.severity'],
];

/** Words that stand for nobody: a role that the bot holds, an audience that needs no yes. */
const NOBODY: Readonly<Record<string, string>> = { 'roles.*.who': 'bot', 'comms.audiences.*.approver': 'none' };

type Field = { readonly field: string; readonly parts: readonly string[]; readonly to: Target; readonly does: Does };
const ALL: readonly Field[] = FIELDS.flatMap(([to, does, ...fields]) =>
  fields
    .flatMap((field) => (field.endsWith('[#]') ? [field.slice(0, -3), `${field.slice(0, -3)}.#`] : [field]))
    .map((field) => ({ field, parts: field.split('.'), to, does })),
);

const fits = (parts: readonly string[], path: Path) =>
  parts.length === path.length &&
  parts.every((part, i) =>
    part === '#' ? typeof path[i] === 'number' : part === '*' ? typeof path[i] === 'string' : part === path[i],
  );

/** Every reference of a plan; a text that cannot be an id is told elsewhere. */
export function references(raw: unknown): readonly Reference[] {
  const found: Reference[] = [];
  for (const [path, id] of textsOf(raw)) {
    const field = ALL.find(({ parts }) => fits(parts, path));
    if (field !== undefined && NOBODY[field.field] !== id && badId(id) === undefined)
      found.push({ path, id, to: field.to, does: field.does });
  }
  return found;
}
