import { loadPlan } from '../adapters/plan/load.ts';
import type { Config } from '../config.ts';
import { SAMPLE_PLAN } from '../config.ts';
import { hash } from '../core/ids.ts';
import { findPerson } from '../core/lookup.ts';
import { printFindings } from '../core/plan/print.ts';

type Person = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly say: string };

/** Who is meant, by id or by name, among the people of the plan file. */
export function personInPlan({ plan: file }: Pick<Config, 'plan'>, words: string): Person {
  const load = loadPlan(file ?? SAMPLE_PLAN);
  if (!load.ok) return { ok: false, say: printFindings(load.problems).join('\n') };
  const found = findPerson({ hash: hash(''), plan: load.plan, playbooks: {} }, words);
  return found.ok ? found : { ok: false, say: found.refusal.say };
}
