import { readFileSync } from 'node:fs';
import { loadPlanText } from '../../../src/adapters/plan/load.ts';
import type { Plan } from '../../../src/core/plan/schema.ts';

/** The plan that a YAML text says; fails the test with the problems when it is not one. */
export function planOf(yaml: string): Plan {
  const load = loadPlanText(yaml);
  if (!load.ok)
    throw new Error(load.problems.map(({ line, rule, message }) => `${line} ${rule} ${message}`).join('\n'));
  return load.plan;
}

const EXAMPLES = new URL('../../../examples/', import.meta.url);
export const minimalText = readFileSync(new URL('minimal.plan.yaml', EXAMPLES), 'utf8');
export const lakeshoreText = readFileSync(new URL('lakeshore.plan.yaml', EXAMPLES), 'utf8');
export const lakeshore = planOf(lakeshoreText);
export const minimal = planOf(minimalText);

/** The least that every plan needs besides what a test is about. */
export const HEAD = 'plan: { company: Northwind Dental, timezone: Europe/Vienna, owner: ann }';
export const FUNCTIONS = 'functions: { reception: { name: Reception, rto: 4h } }';
