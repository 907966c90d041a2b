import { relative } from 'node:path';
import { loadPlan } from '../adapters/plan/load.ts';
import { systemClock } from '../adapters/clock/system-clock.ts';
import { loadPlaybooks } from '../adapters/playbooks/load.ts';
import { OWN_PLAYBOOKS, SAMPLE_PLAN } from '../config.ts';
import type { Config } from '../config.ts';
import type { Finding, Level } from '../core/plan/finding.ts';
import { lint } from '../core/plan/lint.ts';
import { printFindings } from '../core/plan/print.ts';
import type { Plan } from '../core/plan/schema.ts';
import type { Word } from './word.ts';
import { FINDINGS, FINE } from './word.ts';

/** The rule of what playbooks and plan want of each other. */
const PLAYBOOK_RULE = 'L092';

export const planCheck: Word = {
  summary: 'Is the plan sound? --strict: warnings count too',
  usage: 'plan check [FILE] [--strict] [--json]',
  options: {
    strict: { type: 'boolean', says: 'exit with 1 for warnings too' },
    json: { type: 'boolean', says: 'for programs' },
  },
  takes: [0, 1],
  run({ words, flags, config, io }) {
    const file = words[0] ?? config.plan ?? SAMPLE_PLAN;
    const findings = findingsOf(file, config).map((found) => ({ ...found, file: asTyped(found.file) }));
    const bad: readonly Level[] = flags['strict'] === true ? ['error', 'warn'] : ['error'];
    const isFine = !findings.some(({ level }) => bad.includes(level));
    if (flags['json'] === true) io.out(JSON.stringify({ file: asTyped(file), ok: isFine, findings }));
    else {
      for (const line of printFindings(findings)) io.out(line);
      if (isFine) io.out(`${asTyped(file)} is a plan that Muster can work with.`);
    }
    return isFine ? FINE : FINDINGS;
  },
};

/** A path as a person here would type it: relative where that is shorter. */
function asTyped(file: string): string {
  const near = relative(process.cwd(), file);
  return near !== '' && near.length < file.length ? near : file;
}

/** Everything there is to say about a plan and the playbooks that go with it. */
function findingsOf(file: string, { playbooks }: Pick<Config, 'playbooks'>): readonly Finding[] {
  const load = loadPlan(file);
  if (!load.ok) return load.problems;
  const { plan, locate, warnings } = load;
  return [
    ...warnings,
    ...lint(plan, { at: systemClock().now(), locate }),
    // What the playbooks that come with Muster would like of a plan is no fault of the plan.
    ...playbookFindings(playbooks ?? OWN_PLAYBOOKS, plan).filter(
      ({ level }) => playbooks !== undefined || level === 'error',
    ),
  ];
}

function playbookFindings(folder: string, plan: Plan): readonly Finding[] {
  const load = loadPlaybooks(folder, { plan });
  const level = load.ok ? 'warn' : 'error';
  return (load.ok ? load.warnings : load.problems).map((found) => ({ ...found, rule: PLAYBOOK_RULE, level }));
}
