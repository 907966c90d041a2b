import type { SeverityId } from '../ids.ts';
import type { Span } from '../time.ts';
import { IF_UNDECIDED, OTHER_SEVERITY, SEVERITIES, STAFF, TEMPLATES, builtInSeverity } from './built-in.ts';
import type { Found } from './finding.ts';
import { brokenReferences, sameIds } from './ids-check.ts';
import { isBlock, shown } from './leaves.ts';
import { didYouMean } from './did-you-mean.ts';
import { type Pieces, readPieces } from './pieces.ts';
import { BLOCKS, type Plan, type Severity } from './schema.ts';
import { clearSecrets } from './secrets.ts';
import { incidentBot, nearMiss } from './upkeep.ts';

type Raw = Readonly<Record<string, unknown>>;
export type ReadPlan = { readonly plan?: Plan; readonly problems: readonly Found[] };

const error = (rule: string, message: string, path: Found['path'] = []): Found => ({
  rule,
  level: 'error',
  path,
  message,
});

/** What is asked of a plan that lacks one of the four things it needs (domain 2.1, rule 2). */
const NEEDED: readonly (readonly [block: string, rule: string, question: string])[] = [
  ['plan', 'L008', 'There is no `plan` block: whose plan is this, in which time zone, and who keeps it true?'],
  ['people', 'L000', 'There is no `people` block: who can be reached, and how?'],
  ['functions', 'L000', 'There is no `functions` block: what must go on, and how long can you be without it?'],
  ['escalation', 'L000', 'There is no `escalation` block: who is paged first, who next?'],
];

/**
 * A plan from what YAML gave (a tree of plain values). Every problem is found in one go; there is a plan only when none of
 * them is an error. Rules L001 to L006, L008, L030 and L032 are found here; the others by `lint.ts`.
 */
export function readPlan(raw: unknown): ReadPlan {
  if (!isBlock(raw)) {
    const is =
      raw === null || raw === undefined ? 'The plan is empty.' : 'The plan must be a block of keys and values.';
    return { problems: [error('L000', `${is} Ten lines are enough to begin: see examples/minimal.plan.yaml.`)] };
  }
  const { pieces, problems } = readPieces(raw);
  const unknown = unknownBlocks(raw);
  // `peple` is one mistake: that there is no `people` then says nothing new.
  const isMistyped = (block: string) => unknown.some(({ message }) => message.endsWith(` Did you mean \`${block}\`?`));
  const isMistypedAny = BLOCKS.some(isMistyped);
  const all = [
    ...unknown,
    ...NEEDED.filter(([block]) => raw[block] === undefined && !isMistyped(block)).map(([, rule, question]) =>
      error(rule, question),
    ),
    ...problems,
    ...policyToBeginWith(raw),
    ...sameIds(raw),
    // A name that is not found may stand in the block that is misspelt.
    ...(isMistypedAny ? [] : brokenReferences(raw)),
    ...withoutTwice(clearSecrets(raw), problems),
  ];
  if (all.length > 0) return { problems: all };
  const plan = assemble(pieces);
  return plan === undefined ? { problems: [error('L000', 'The plan could not be read.')] } : { plan, problems: [] };
}

function unknownBlocks(raw: Raw): readonly Found[] {
  const found = Object.keys(raw)
    .filter((key) => !BLOCKS.includes(key))
    .map((key) => error('L001', `${shown(key)} is not a known block.${didYouMean(key, BLOCKS)}`, [key]));
  const { schema } = raw;
  if (schema !== undefined && schema !== 1)
    found.push(
      error(
        'L000',
        `${shown(schema)} is not a version of the plan format that this Muster reads. Write \`schema: 1\`.`,
        ['schema'],
      ),
    );
  return found;
}

/** Playbooks page the policy `default` unless they name another. */
function policyToBeginWith(raw: Raw): readonly Found[] {
  const { escalation } = raw;
  if (!isBlock(escalation) || Object.hasOwn(escalation, 'default')) return [];
  return [
    error(
      'L002',
      'There is no policy `default` in `escalation`. Incidents page it unless their playbook names another.',
      ['escalation'],
    ),
  ];
}

/** A value that was refused already is not called a secret once more. */
function withoutTwice(found: readonly Found[], before: readonly Found[]): readonly Found[] {
  const told = new Set(before.map(({ path }) => path.join('\n')));
  return found.filter(({ path }) => !told.has(path.join('\n')));
}

const mapped = <T, U>(record: Readonly<Record<string, T>>, change: (value: T, id: string) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([id, value]) => [id, change(value, id)]));

/** Puts the defaults in (domain 2.2). */
function assemble(pieces: Pieces): Plan | undefined {
  const { plan, comms } = pieces;
  if (plan === undefined) return undefined;
  const zoned = <T extends { timezone?: string }>(value: T) => ({
    ...value,
    timezone: value.timezone ?? plan.timezone,
  });
  return {
    schema: 1,
    plan,
    people: mapped(pieces.people, zoned),
    roles: pieces.roles,
    schedules: mapped(pieces.schedules, zoned),
    severities: { ...SEVERITIES, ...mapped(pieces.severities, severityOf) },
    escalation: pieces.escalation,
    sites: pieces.sites,
    functions: pieces.functions,
    systems: pieces.systems,
    vendors: pieces.vendors,
    comms: {
      never_say: comms?.never_say ?? [],
      audiences: comms?.audiences['staff'] === undefined ? { staff: STAFF, ...comms?.audiences } : comms.audiences,
      channel_needs: comms?.channel_needs ?? {},
      templates: { ...TEMPLATES, ...comms?.templates },
      ...(comms?.status_page === undefined ? {} : { status_page: comms.status_page }),
    },
    obligations: pieces.obligations,
    exercises: pieces.exercises,
    phone_tests: pieces.phone_tests,
    near_miss: pieces.near_miss ?? nearMiss.parse({}),
    incident_bot: pieces.incident_bot ?? incidentBot.parse({}),
    hooks: pieces.hooks,
    alerts: pieces.alerts,
    heartbeats: pieces.heartbeats,
  };
}

/** What the plan says of a severity over what is built in for it; `decide_within: none` takes the deadline out. */
function severityOf(given: Pieces['severities'][string], id: string): Severity {
  const { decide_within: within, if_undecided: becomes, ...said } = given;
  const {
    decide_within: usual,
    if_undecided: usually,
    ...built
  } = builtInSeverity(id) ?? { ...OTHER_SEVERITY, name: id, means: id };
  const deadline: Span | undefined = within === 'none' ? undefined : (within ?? usual);
  const next: SeverityId = becomes ?? usually ?? IF_UNDECIDED;
  return { ...built, ...said, ...(deadline === undefined ? {} : { decide_within: deadline, if_undecided: next }) };
}
