import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import type { MatchPlaybook } from '../../../src/core/match/match.ts';
import type { MatchPlan } from '../../../src/core/match/parts.ts';

/** The playbooks and the sample plan as they are shipped: what is promised about matching is promised about these. */
const top = join(import.meta.dirname, '../../..');
const yaml = (path: string): unknown => parse(readFileSync(join(top, path), 'utf8'));

export const plan = yaml('examples/lakeshore.plan.yaml') as MatchPlan;
export const playbooks: Readonly<Record<string, MatchPlaybook>> = Object.fromEntries(
  readdirSync(join(top, 'playbooks'))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => [basename(file, '.yaml'), yaml(`playbooks/${file}`) as MatchPlaybook]),
);
