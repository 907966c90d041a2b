import type { Found } from './finding.ts';
import type { Plan } from './schema.ts';
import { textsOf } from './secrets.ts';

/** Words that stand in templates and never in a real plan. */
const NAMES =
  /\b(?:acme|change-?me|lorem ipsum|(?:jane|john) doe|sample text|your (?:company|name|number) here|insert \w+ here)\b|<(?:your |insert )?(?:company|name|number|phone|address|e-?mail)[\w ]*>/i;
/** In capitals only: `todo` is an ordinary word in Spanish. */
const MARKS = /\b(?:TODO|TBD|FIXME|XXX+)\b/;

/** L007: what an unchanged template leaves behind. */
export function remnants(plan: Plan): readonly Found[] {
  const found: Found[] = [];
  for (const [path, text] of textsOf(plan)) {
    const [remnant] = NAMES.exec(text) ?? MARKS.exec(text) ?? [];
    if (remnant !== undefined)
      found.push({
        rule: 'L007',
        level: 'warn',
        path,
        message: `Still says \`${remnant}\`. A generic plan is nobody's plan.`,
      });
  }
  return found;
}
