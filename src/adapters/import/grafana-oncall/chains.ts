import type { z } from 'zod';
import {
  type ImportedLevel,
  type ImportedPolicy,
  USUAL_WAIT_MINUTES,
  personKey,
  scheduleKey,
} from '../../../core/imported/imported.ts';
import { each, key } from '../../../core/imported/shape.ts';
import { chainShape, stepShape } from './shapes.ts';

type Step = z.output<typeof stepShape>;

/** "Repeat escalation from the beginning" goes round five times at most (OnCall's web interface: "5 times max"). */
const REPEATS = 5;

export function readChains(chains: readonly unknown[], steps: readonly unknown[]): readonly ImportedPolicy[] {
  const all = each(steps, stepShape);
  const named = each(chains, chainShape);
  const ids = new Set([
    ...named.flatMap(({ id }) => id ?? []),
    ...all.flatMap((step) => step.escalation_chain_id ?? []),
  ]);
  return [...ids].map((id) => {
    const own = all
      .filter((step) => step.escalation_chain_id === id)
      .toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0));
    const { levels, notes } = levelsOf(own);
    const name = named.find((chain) => chain.id === id)?.name ?? id;
    return {
      key: id,
      name,
      levels,
      rounds: own.some(({ type }) => type === 'repeat_escalation') ? 1 + REPEATS : 1,
      notes,
    };
  });
}

/** Steps run one after the other without a pause until a `wait`: all between two waits are a level. */
function levelsOf(steps: readonly Step[]): {
  readonly levels: readonly ImportedLevel[];
  readonly notes: readonly string[];
} {
  const levels: { targets: string[]; waitMinutes: number; notes: string[] }[] = [];
  const notes: string[] = [];
  let isOpen = false;
  for (const step of steps) {
    const { type } = step;
    const last = levels.at(-1);
    if (type === 'wait') {
      isOpen = false;
      if (last === undefined) notes.push('it waited before anybody was paged; here the first level is paged at once.');
      else last.waitMinutes += (step.duration ?? 0) / 60;
      continue;
    }
    const targets = targetsOf(step);
    const note = noteOf(step);
    if (targets === undefined) notes.push(...note);
    else if (isOpen && last !== undefined) {
      last.targets.push(...targets);
      last.notes.push(...note);
    } else {
      levels.push({ targets: [...targets], waitMinutes: 0, notes: [...note] });
      isOpen = true;
    }
  }
  return { levels: levels.map((level) => ({ ...level, waitMinutes: level.waitMinutes || USUAL_WAIT_MINUTES })), notes };
}

/** Whom a step pages; undefined for steps that page nobody by name. */
function targetsOf(step: Step): readonly string[] | undefined {
  const people = (ids: readonly unknown[]) => each(ids, key).map((id) => personKey(id ?? ''));
  switch (step.type) {
    case 'notify_persons':
    case 'notify_person':
      return people(step.persons_to_notify);
    case 'notify_person_next_each_time':
      return people(step.persons_to_notify_next_each_time);
    case 'notify_on_call_from_schedule':
      return [scheduleKey(step.notify_on_call_from_schedule ?? '')];
    default:
      return undefined;
  }
}

const WHY: Readonly<Record<string, string>> = {
  notify_person_next_each_time: 'one of them was paged each time, in turn; here all. A schedule would do the same.',
  notify_whole_channel: 'a step that wrote to the whole channel; Muster pages people here.',
  notify_user_group: 'a step that paged a Slack user group; name its people.',
  notify_team_members: 'a step that paged a team; name its people.',
  notify_if_time_from_to: 'a step that went on only at some hours; quiet hours of people and severities say that here.',
  notify_if_num_alerts_in_window: 'a step that counted alerts.',
  trigger_webhook: 'a webhook; hooks of the plan may take its place (docs/plan.md).',
  trigger_action: 'a webhook; hooks of the plan may take its place (docs/plan.md).',
  resolve: 'a step that resolved the alert by itself; incidents are closed by people.',
};

/** Steps of which nothing is lost. */
const WHOLE = ['notify_persons', 'notify_person', 'notify_on_call_from_schedule', 'repeat_escalation'];

function noteOf({ type = 'unknown' }: Step): readonly string[] {
  if (WHOLE.includes(type)) return [];
  return [Object.hasOwn(WHY, type) ? (WHY[type] ?? type) : `a step of the kind "${type}".`];
}
