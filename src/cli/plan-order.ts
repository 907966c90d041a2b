import { existsSync } from 'node:fs';
import { loadPlan } from '../adapters/plan/load.ts';
import { SAMPLE_PLAN } from '../config.ts';
import type { Found } from '../core/lookup.ts';
import { findFunction, findSystem } from '../core/lookup.ts';
import { systemsNeeded } from '../core/plan/depends.ts';
import { recoveryOrder } from '../core/plan/order.ts';
import { printFindings } from '../core/plan/print.ts';
import type { Plan } from '../core/plan/schema.ts';
import { hash } from '../core/ids.ts';
import type { Word } from './word.ts';
import { FINE, no } from './word.ts';

export const planOrder: Word = {
  summary: 'In which order systems come back, of all or of what one needs',
  usage: 'plan order [FILE] [FUNCTION or SYSTEM]',
  takes: [0, 2],
  run(given) {
    const { words, config, io } = given;
    const file = words.find((word) => /\.ya?ml$/i.test(word) || existsSync(word)) ?? config.plan ?? SAMPLE_PLAN;
    const about = words.find((word) => word !== file);
    const load = loadPlan(file);
    if (!load.ok) return no(given, printFindings(load.problems).join('\n'));
    const { plan } = load;
    const only = about === undefined ? undefined : neededBy(plan, about);
    if (only !== undefined && 'say' in only) return no(given, only.say);
    const places = recoveryOrder(plan).filter(({ system }) => only?.systems.has(system) ?? true);
    for (const [i, { system, why }] of places.entries())
      io.out(`${String(i + 1).padStart(2)}. ${plan.systems[system]?.name ?? system}: ${why}`);
    if (places.length === 0) io.out('The plan names no systems for this.');
    return FINE;
  },
};

/** The systems that a function or a system needs, itself included. */
function neededBy(plan: Plan, words: string): { readonly systems: ReadonlySet<string> } | { readonly say: string } {
  const book = { hash: hash(''), plan, playbooks: {} };
  const asFunction: Found<string> = findFunction(book, words);
  const asSystem: Found<string> = findSystem(book, words);
  const hit = asFunction.ok ? plan.functions[asFunction.id] : asSystem.ok ? plan.systems[asSystem.id] : undefined;
  if (hit === undefined) return { say: asFunction.ok ? '' : asFunction.refusal.say };
  const needed = systemsNeeded(plan, hit).map(({ system }) => String(system));
  return { systems: new Set(asSystem.ok && !asFunction.ok ? [asSystem.id, ...needed] : needed) };
}
