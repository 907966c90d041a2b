import { nearest } from '../nearest.ts';
import type { Path } from '../plan/finding.ts';
import type { Playbook, Step } from './schema.ts';

export type Playbooks = Readonly<Record<string, Playbook>>;

/** One thing that is wrong (`error`: the playbook is refused) or that a plan lacks (`warn`: the commander does it). */
export type Problem = { readonly level: 'error' | 'warn'; readonly path: Path; readonly message: string };

export const error = (path: Path, message: string): Problem => ({ level: 'error', path, message });
export const warn = (path: Path, message: string): Problem => ({ level: 'warn', path, message });

/** A step with its place in the file; `part`: it is inside `together`. */
export type Place = { readonly step: Step; readonly path: Path; readonly part: boolean };

/** All steps, parts of groups after their group. */
export function everyStep(playbook: Playbook): readonly Place[] {
  return playbook.steps.flatMap((step, i) => [
    { step, path: ['steps', i], part: false },
    ...(step.together ?? []).map((one, j) => ({ step: one, path: ['steps', i, 'together', j], part: true })),
  ]);
}

/** ` Did you mean `x`?`, or the list of what there is, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const [near] = nearest(word, known, { most: 1 });
  if (near !== undefined) return ` Did you mean \`${near}\`?`;
  return known.length > 0 && known.length <= 12 ? ` There are: ${known.join(', ')}.` : '';
}
