import type { Found } from './finding.ts';
import { layersOf } from './schedule.ts';
import type { Plan, Schedule } from './schema.ts';
import { entry } from './schema.ts';

/** L029: schedules that are written and do not do what they look like. */
export const schedules = (plan: Plan): readonly Found[] =>
  Object.entries(plan.schedules).flatMap(([id, schedule]) => [
    ...rotationOfOne(plan, id, schedule),
    ...hiddenLayers(id, schedule),
    ...overlaps(id, schedule),
  ]);

const warn = (path: Found['path'], message: string, suggestion: string): Found => ({
  rule: 'L029',
  level: 'warn',
  path: ['schedules', ...path],
  message,
  suggestion,
});

function rotationOfOne(plan: Plan, id: string, schedule: Schedule): readonly Found[] {
  const [only, ...others] = new Set(layersOf(schedule).flatMap(({ rotate }) => rotate.people));
  if (only === undefined || others.length > 0 || schedule.calendar !== undefined) return [];
  const name = entry(plan.people, only)?.name ?? only;
  return [
    warn(
      [id],
      `\`${id}\` has one person, ${name}. That is a sentence, not a rotation.`,
      'Add somebody who can take every other turn.',
    ),
  ];
}

/** A layer under one that always counts has its turn only while everybody of that one is away. */
function hiddenLayers(id: string, schedule: Schedule): readonly Found[] {
  const all = layersOf(schedule);
  const top = all.findLastIndex(({ only }) => only === undefined || only.open.length === 0);
  return all
    .slice(0, Math.max(0, top))
    .map((_, i) =>
      warn(
        [id, 'layers', i],
        `Layer ${i + 1} of \`${id}\` never counts while anybody of layer ${top + 1} is there: that one has no \`only\`, and a later layer wins.`,
        'Put the layer that is always on first, and those with `only` after it.',
      ),
    );
}

/** Two people for the same time: the later one written counts, which is seldom meant. */
function overlaps(id: string, { overrides }: Schedule): readonly Found[] {
  return overrides.flatMap((one, i) => {
    const other = overrides.findIndex(
      (before, k) => k < i && before.who !== one.who && before.from < one.to && one.from < before.to,
    );
    if (other < 0) return [];
    return [
      warn(
        [id, 'overrides', i],
        `Overrides ${other + 1} and ${i + 1} of \`${id}\` overlap: where they do, ${one.who} has it, who is written later.`,
        'Let one end where the other begins.',
      ),
    ];
  });
}
