import type { DraftPeople } from './draft-people.ts';
import type { DraftSchedules } from './draft-schedules.ts';
import { type ImportedLevel, type ImportedPolicy, USUAL_WAIT_MINUTES } from './imported.ts';
import { readableIds } from './readable-ids.ts';
import { waitOf } from './times.ts';
import { type Remark, lost } from './remark.ts';

export type DraftPolicies = {
  readonly entries: Readonly<Record<string, unknown>>;
  readonly remarks: readonly Remark[];
};

type Ask = {
  readonly people: DraftPeople;
  readonly schedules: DraftSchedules;
  readonly owner: string;
  readonly source: string;
};
type Level = { readonly page: readonly string[]; readonly wait: string };
type Policy = { readonly from: ImportedPolicy; readonly levels: readonly Level[]; readonly notes: readonly string[] };

const DEFAULT = 'default';
/** What `plan check` takes. */
const MOST_ROUNDS = 20;

/**
 * Policies with ids of their own (they share no space with people). One is `default`, which incidents page unless their
 * playbook names another: the one so named in the source, else the first.
 */
export function draftPolicies(policies: readonly ImportedPolicy[], ask: Ask): DraftPolicies {
  const remarks: Remark[] = [];
  const usable: Policy[] = [];
  for (const from of policies) {
    const policy = policyOf(from, ask);
    if (policy.levels.length > 0) usable.push(policy);
    else
      remarks.push({
        path: ['escalation'],
        say: lost(
          [`the policy "${from.name}" pages nobody who is known here and was left out.`, ...policy.notes].join(' '),
        ),
      });
  }
  const first = usable.find(({ from }) => /\bdefault\b/i.test(from.name)) ?? usable[0];
  if (first === undefined) return everybody(remarks, ask);
  const newId = readableIds();
  const ids = new Map([[first, newId(DEFAULT, DEFAULT)]]);
  for (const policy of usable) if (policy !== first) ids.set(policy, newId(policy.from.name, 'policy'));
  for (const [policy, id] of ids) {
    const path = ['escalation', id];
    remarks.push({
      path,
      say: `"${policy.from.name}" in ${ask.source}.${id === DEFAULT ? ' Incidents page it unless their playbook names another.' : ''}`,
    });
    remarks.push(...policy.notes.map((note) => ({ path, say: lost(note) })));
    remarks.push({
      path,
      say: `Muster asks whom to page when nobody answers; ${ask.source} had nobody there. Check if_nobody.`,
    });
  }
  return { entries: Object.fromEntries([...ids].map(([policy, id]) => [id, entryOf(policy, ask)])), remarks };
}

/** Without a policy everybody with a phone is paged one after the other; a plan must have one. */
function everybody(remarks: readonly Remark[], { people, owner }: Ask): DraftPolicies {
  const page = [...people.withPhone].slice(0, 20);
  const say = 'no escalation policy could be read from the export; these people are called one after the other.';
  return {
    entries: { [DEFAULT]: page.length === 0 ? [owner] : page },
    remarks: [...remarks, { path: ['escalation', DEFAULT], say: lost(say) }],
  };
}

function policyOf(from: ImportedPolicy, ask: Ask): Policy {
  const notes = [...from.notes];
  const levels: Level[] = [];
  for (const [i, level] of from.levels.entries()) {
    const { page, unknown } = targetsOf(level, ask);
    notes.push(...level.notes.map((note) => `level ${i + 1}: ${note}`));
    if (unknown > 0) notes.push(`level ${i + 1} also paged somebody who is not known here (${unknown}).`);
    if (page.length > 0)
      levels.push({ page, wait: waitOf(level.waitMinutes > 0 ? level.waitMinutes : USUAL_WAIT_MINUTES) });
    else notes.push(`level ${i + 1} pages nobody who is known here and was left out.`);
  }
  return { from, levels, notes };
}

function targetsOf({ targets }: ImportedLevel, { people, schedules }: Ask) {
  const found = targets.map((target) => schedules.ids.get(target) ?? [people.ids.get(target) ?? ''].filter(Boolean));
  return { page: [...new Set(found.flat())], unknown: found.filter((ids) => ids.length === 0).length };
}

/** Everybody of the policy who has a phone; the owner where nobody has. */
function ifNobody({ from }: Policy, { people, schedules, owner }: Ask): readonly string[] {
  const all = from.levels
    .flatMap(({ targets }) => targets)
    .flatMap((target) => schedules.people.get(target) ?? people.ids.get(target) ?? []);
  const page = [...new Set(all)].filter((id) => people.withPhone.has(id));
  return page.length === 0 ? [owner] : page;
}

const entryOf = (policy: Policy, ask: Ask) => ({
  levels: policy.levels,
  repeat: Math.min(Math.max(policy.from.rounds, 1), MOST_ROUNDS),
  if_nobody: { page: ifNobody(policy, ask), by: ['sms', 'call'] },
});
