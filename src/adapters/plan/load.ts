import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type Hash, hash } from '../../core/ids.ts';
import { canonical } from '../../core/plan/canonical.ts';
import { type Locate, type Problem, inReadingOrder, placed } from '../../core/plan/finding.ts';
import { readPlan } from '../../core/plan/read.ts';
import type { Plan } from '../../core/plan/schema.ts';
import { holidayDays } from './holidays.ts';
import { LARGEST_BYTES, type Source, readSources, sourceOf, wholeFile } from './sources.ts';

export type LoadedPlan = {
  readonly ok: true;
  readonly plan: Plan;
  /** SHA-256 of the plan's canonical text: the same that the store gives when it keeps that text. */
  readonly hash: Hash;
  readonly warnings: readonly Problem[];
  /** For the findings of `lint`. */
  readonly locate: Locate;
};
export type RefusedPlan = { readonly ok: false; readonly problems: readonly Problem[] };
export type PlanLoad = LoadedPlan | RefusedPlan;

/** More than anybody reads at once. */
const MOST_PROBLEMS = 100;

/** SHA-256 over the canonical text of any JSON value, such as `{ plan, playbooks }`. */
export const contentHash = (value: unknown): Hash => hash(createHash('sha256').update(canonical(value)).digest('hex'));

/** Loads a plan from one file, or from a folder whose YAML files are put together by top-level key. Never throws. */
export function loadPlan(path: string): PlanLoad {
  const { sources, problems, warnings } = readSources(path);
  return problems.length > 0 ? { ok: false, problems: inReadingOrder(problems) } : planOf(sources, warnings);
}

/** Loads a plan from text, as a file of that name: for documentation and proposed changes. Never throws. */
export function loadPlanText(text: string, file = 'plan.yaml'): PlanLoad {
  if (Buffer.byteLength(text) > LARGEST_BYTES)
    return { ok: false, problems: [wholeFile(file, 'A plan has at most 2 MiB.')] };
  const source = sourceOf(file, text);
  return source.problems.length > 0 ? { ok: false, problems: inReadingOrder(source.problems) } : planOf([source], []);
}

function planOf(sources: readonly Source[], warnings: readonly Problem[]): PlanLoad {
  const { raw, homes, clashes } = merge(sources);
  const locate = locator(sources, homes);
  const { plan, problems } = readPlan(raw);
  const all = [...clashes, ...problems.slice(0, MOST_PROBLEMS).map((found) => placed(found, locate))];
  if (problems.length > MOST_PROBLEMS)
    all.push(
      wholeFile(
        sources[0]?.file ?? '',
        `There are ${problems.length - MOST_PROBLEMS} more problems. Mend these first.`,
      ),
    );
  if (all.length > 0 || plan === undefined) return { ok: false, problems: inReadingOrder(all) };
  const dated = withHolidays(plan);
  if ('say' in dated) {
    const path = ['plan', 'holidays', 'calendar'];
    return { ok: false, problems: [placed({ rule: 'L004', level: 'error', path, message: dated.say }, locate)] };
  }
  return { ok: true, plan: dated, hash: contentHash(dated), warnings, locate };
}

/** The days of the calendar stand beside the plan's own: a pinned plan needs no library to be read again. */
function withHolidays(plan: Plan): Plan | { readonly say: string } {
  const { holidays } = plan.plan;
  if (holidays?.calendar === undefined) return plan;
  const found = holidayDays(holidays.calendar);
  if (!found.ok) return found;
  const extra = [...new Set([...found.days, ...holidays.extra])].toSorted();
  return { ...plan, plan: { ...plan.plan, holidays: { ...holidays, extra } } };
}

type Homes = ReadonlyMap<string, Source>;
type Merged = { readonly raw: unknown; readonly homes: Homes; readonly clashes: readonly Problem[] };

/** Files of a folder put together; a key that stands in two of them is an error that names both. */
function merge(sources: readonly Source[]): Merged {
  const homes = new Map<string, Source>();
  const clashes: Problem[] = [];
  if (sources.length === 1) return { raw: sources[0]?.tree.value, homes, clashes };
  const raw = new Map<string, unknown>();
  for (const source of sources) {
    const { value } = source.tree;
    if (value === null || value === undefined) continue;
    if (typeof value !== 'object' || Array.isArray(value))
      clashes.push(wholeFile(source.file, 'This file must be a block of keys and values.'));
    else {
      for (const [key, part] of Object.entries(value)) {
        const other = homes.get(key);
        if (other !== undefined) clashes.push(clash(key, other, source));
        else {
          homes.set(key, source);
          raw.set(key, part);
        }
      }
    }
  }
  return { raw: Object.fromEntries(raw), homes, clashes };
}

function clash(key: string, first: Source, second: Source): Problem {
  const message = `\`${key}\` stands in two files: ${basename(first.file)} and ${basename(second.file)}. Put it into one of them.`;
  return placed({ rule: 'L003', level: 'error', path: [key], message }, (path) => ({
    file: second.file,
    ...second.tree.spotOf(path),
  }));
}

/** A block that is missing altogether stands at the top of the first file. */
function locator(sources: readonly Source[], homes: Homes): Locate {
  return (path) => {
    const source = homes.get(String(path[0] ?? '')) ?? sources[0];
    return source === undefined ? { file: '', line: 0, column: 0 } : { file: source.file, ...source.tree.spotOf(path) };
  };
}
