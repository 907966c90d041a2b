import type { Plan } from '../plan/schema.ts';
import { entry } from '../plan/schema.ts';
import type { About } from './report.ts';

/** `Sending claims`, `not in the plan`: what a report is about, in the words of the plan. */
export function aboutName(about: About, plan: Plan): string {
  if ('function' in about) return entry(plan.functions, about.function)?.name ?? about.function;
  if ('system' in about) return entry(plan.systems, about.system)?.name ?? about.system;
  return about.none;
}

/** As a form's field carries it: `function/claims`, `system/pbx`, `none/rather not say`. */
export const aboutField = (about: About): string =>
  'function' in about
    ? `function/${about.function}`
    : 'system' in about
      ? `system/${about.system}`
      : `none/${about.none}`;

/** The answer that a field carries; whatever cannot be read is one that says nothing. */
export function readAbout(field: string): About {
  const [kind, ...rest] = field.split('/');
  const id = rest.join('/');
  if (kind === 'function' && id !== '') return { function: id };
  if (kind === 'system' && id !== '') return { system: id };
  return { none: field === 'none/not in the plan' ? 'not in the plan' : 'rather not say' };
}
