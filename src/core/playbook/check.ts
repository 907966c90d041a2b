import type { Path } from '../plan/finding.ts';
import { flowProblems } from './check-flow.ts';
import { didYouMean, error, everyStep, warn } from './check-places.ts';
import type { Place, Playbooks, Problem } from './check-places.ts';
import { EXTRA_ROLES, STANDARD_ROLES, STANDARD_SEVERITIES, STANDARD_TEMPLATES } from './names.ts';
import { audiencesOf } from './run.ts';
import type { Choice, Playbook, Step } from './schema.ts';

export type PlaybookFinding = Problem & { readonly playbook: string };

type Names = Readonly<Record<string, unknown>>;
/** The names of a plan that playbooks may use; a whole plan fits. */
export type PlanNames = {
  readonly people?: Names;
  readonly roles?: Names;
  readonly schedules?: Names;
  readonly vendors?: Names;
  readonly escalation?: Names;
  readonly severities?: Names;
  readonly functions?: Names;
  readonly obligations?: Names;
  readonly comms?: { readonly audiences?: Names; readonly templates?: Names };
};

export type CheckAgainst = { readonly plan?: PlanNames; readonly hooks?: readonly string[] };

/** Checks playbooks against each other and, where one is given, against the plan (lint rule L092). */
export function checkPlaybooks(playbooks: Playbooks, against: CheckAgainst = {}): readonly PlaybookFinding[] {
  return Object.entries(playbooks).flatMap(([file, playbook]) =>
    [
      ...nameProblems(file, playbook),
      ...flowProblems(playbook, playbooks),
      ...headProblems(playbook, against),
      ...everyStep(playbook).flatMap((place) => stepProblems(place, against)),
    ].map((found) => ({ playbook: file, ...found })),
  );
}

function nameProblems(file: string, { playbook }: Playbook): readonly Problem[] {
  if (file === playbook) return [];
  return [
    error(['playbook'], `The file is called \`${file}\` but the playbook \`${playbook}\`. Give both the same name.`),
  ];
}

const keys = (names: Names | undefined) => Object.keys(names ?? {});

function headProblems(playbook: Playbook, { plan }: CheckAgainst): readonly Problem[] {
  if (plan === undefined) return [];
  const { policy, rto_of: rtoOf, severity } = playbook;
  const functions = keys(plan.functions);
  return [
    ...severityProblems(severity, ['severity'], plan),
    ...(policy !== undefined && !keys(plan.escalation).includes(policy)
      ? [warn(['policy'], `The plan has no escalation policy \`${policy}\`: the default one is used.`)]
      : []),
    ...(Array.isArray(rtoOf) ? rtoOf : []).flatMap((id, i) =>
      functions.includes(id)
        ? []
        : [warn(['rto_of', i], `The plan has no function \`${id}\`.${didYouMean(id, functions)}`)],
    ),
  ];
}

function severityProblems(id: string | undefined, path: Path, plan: PlanNames): readonly Problem[] {
  const known = [...new Set([...STANDARD_SEVERITIES, ...keys(plan.severities)])];
  return id === undefined || known.includes(id)
    ? []
    : [error(path, `\`${id}\` is no severity.${didYouMean(id, known)}`)];
}

function stepProblems({ step, path }: Place, against: CheckAgainst): readonly Problem[] {
  const { plan, hooks } = against;
  const at = (...rest: Path) => [...path, ...rest];
  const choices = Object.entries(step.choices ?? {});
  return [
    ...roleProblems(step.who, at('who'), plan),
    ...targetProblems(step.page, at('page'), plan),
    ...targetProblems(step.if_stuck?.page, at('if_stuck', 'page'), plan),
    ...clockProblems(step.clock, at('clock'), plan),
    ...sayProblems(step, at('say'), plan),
    ...choices.flatMap(([name, choice]) => choiceProblems(choice, at('choices', name), plan)),
    ...(step.run !== undefined && hooks !== undefined && !hooks.includes(step.run)
      ? [error(at('run'), `\`${step.run}\` is not registered as an automatic step.${didYouMean(step.run, hooks)}`)]
      : []),
  ];
}

function roleProblems(role: string | undefined, path: Path, plan: PlanNames | undefined): readonly Problem[] {
  const known = [...new Set([...STANDARD_ROLES, ...EXTRA_ROLES, ...keys(plan?.roles)])];
  return role === undefined || known.includes(role)
    ? []
    : [error(path, `Nobody knows the role \`${role}\`.${didYouMean(role, known)}`)];
}

function choiceProblems(choice: Choice, path: Path, plan: PlanNames | undefined): readonly Problem[] {
  return [
    ...(plan === undefined ? [] : severityProblems(choice.set_severity, [...path, 'set_severity'], plan)),
    ...targetProblems(choice.page, [...path, 'page'], plan),
    ...clockProblems(choice.clock, [...path, 'clock'], plan),
    ...(choice.approve ?? []).flatMap((role, i) => roleProblems(role, [...path, 'approve', i], plan)),
  ];
}

/** Whoever can be paged: people, roles, schedules, vendors, policies. Standard roles fall to the commander. */
function targetProblems(
  targets: readonly string[] | undefined,
  path: Path,
  plan: PlanNames | undefined,
): readonly Problem[] {
  if (plan === undefined) return [];
  const { people, roles, schedules, vendors, escalation } = plan;
  const known = [...STANDARD_ROLES, ...[people, roles, schedules, vendors, escalation].flatMap(keys)];
  return (targets ?? []).flatMap((name, i) =>
    known.includes(name)
      ? []
      : [warn([...path, i], `The plan knows nobody called \`${name}\`.${didYouMean(name, known)}`)],
  );
}

function clockProblems(clocks: Step['clock'], path: Path, plan: PlanNames | undefined): readonly Problem[] {
  const known = keys(plan?.obligations);
  if (clocks === undefined || clocks === 'all' || known.length === 0) return [];
  return clocks.flatMap((id, i) =>
    known.includes(id)
      ? []
      : [warn([...path, i], `The plan has no clock \`${id}\` in \`obligations\`.${didYouMean(id, known)}`)],
  );
}

function sayProblems(step: Step, path: Path, plan: PlanNames | undefined): readonly Problem[] {
  const { say } = step;
  if (say === undefined) return [];
  const templates = [...new Set([...STANDARD_TEMPLATES, ...keys(plan?.comms?.templates)])];
  const audiences = keys(plan?.comms?.audiences);
  const wanted = audiencesOf(step);
  return [
    ...(templates.includes(say.template)
      ? []
      : [
          error(
            [...path, 'template'],
            `There is no template \`${say.template}\`.${didYouMean(say.template, templates)}`,
          ),
        ]),
    ...(audiences.some((id) => id !== 'staff') && !wanted.some((id) => audiences.includes(id))
      ? [
          warn(
            [...path, 'audience'],
            `The plan has no audience \`${wanted.join('` or `')}\`.${didYouMean(wanted[0] ?? '', audiences)}`,
          ),
        ]
      : []),
  ];
}
