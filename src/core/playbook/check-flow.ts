import type { Path } from '../plan/finding.ts';
import { didYouMean, error, everyStep } from './check-places.ts';
import type { Place, Playbooks, Problem } from './check-places.ts';
import type { Playbook, Step } from './schema.ts';

/** Whether every step can be reached and everything that leads somewhere leads to a step or playbook that exists. */
export function flowProblems(playbook: Playbook, playbooks: Playbooks): readonly Problem[] {
  const places = everyStep(playbook);
  return [
    ...doubles(places),
    ...places.flatMap((place) => jumps(playbook, place)),
    ...places.flatMap((place) => uses(place, playbooks)),
    ...places.flatMap((place) => choiceFacts(playbook, place)),
    ...neverReached(playbook),
    ...rings(playbook, playbooks),
  ];
}

/** Ids are one name space: people say them, and a part's id must not hide a step's. */
function doubles(places: readonly Place[]): readonly Problem[] {
  const seen = new Set<string>();
  return places.flatMap(({ step, path }) => {
    if (seen.has(step.id)) return [error([...path, 'id'], `\`${step.id}\` is the id of two steps.`)];
    seen.add(step.id);
    return [];
  });
}

/** Everything that names another step of the same playbook. */
function targets(step: Step): readonly { readonly to: string; readonly at: Path }[] {
  return [
    ...(step.then === undefined ? [] : [{ to: step.then, at: ['then'] }]),
    ...(step.if_stuck?.goto === undefined ? [] : [{ to: step.if_stuck.goto, at: ['if_stuck', 'goto'] }]),
    ...Object.entries(step.choices ?? {}).flatMap(([name, choice]) =>
      choice.goto === undefined ? [] : [{ to: choice.goto, at: ['choices', name, 'goto'] }],
    ),
  ];
}

function jumps(playbook: Playbook, { step, path, part }: Place): readonly Problem[] {
  const ids = playbook.steps.map(({ id }) => id);
  return targets(step).flatMap(({ to, at }) => {
    if (part)
      return [
        error([...path, ...at], 'A step inside `together` cannot go elsewhere: the group goes on when it is done.'),
      ];
    if (ids.includes(to)) return [];
    const inGroup = playbook.steps.find((one) => one.together?.some(({ id }) => id === to));
    const why = inGroup === undefined ? didYouMean(to, ids) : ` It is part of \`${inGroup.id}\`: go there.`;
    return [error([...path, ...at], `\`${to}\` leads nowhere.${why}`)];
  });
}

function uses({ step, path, part }: Place, playbooks: Playbooks): readonly Problem[] {
  const known = Object.keys(playbooks);
  const named = [
    ...(step.use === undefined ? [] : [{ to: step.use, at: ['use'] }]),
    ...Object.entries(step.choices ?? {}).flatMap(([name, choice]) =>
      choice.use === undefined ? [] : [{ to: choice.use, at: ['choices', name, 'use'] }],
    ),
  ];
  return named.flatMap(({ to, at }) => {
    if (part) return [error([...path, ...at], 'A step inside `together` cannot go into another playbook.')];
    return known.includes(to)
      ? []
      : [error([...path, ...at], `There is no playbook \`${to}\`.${didYouMean(to, known)}`)];
  });
}

/** `only_if: money.money-gone` needs a step `money` with that choice. */
function choiceFacts(playbook: Playbook, { step, path }: Place): readonly Problem[] {
  const [id, choice] = (step.only_if ?? '').split('.');
  if (id === undefined || choice === undefined) return [];
  const asked = playbook.steps.find((one) => one.id === id);
  if (asked?.choices !== undefined && Object.hasOwn(asked.choices, choice)) return [];
  return [error([...path, 'only_if'], `There is no step \`${id}\` with a choice \`${choice}\`.`)];
}

/** Steps to which the list itself can lead next. */
function nextOf(playbook: Playbook, i: number): readonly string[] {
  const step = playbook.steps[i];
  const following = playbook.steps[i + 1]?.id;
  const after = following === undefined ? [] : [following];
  if (step === undefined) return [];
  const stuck = step.if_stuck?.goto === undefined ? [] : [step.if_stuck.goto];
  if (step.use !== undefined && step.return !== true) return stuck;
  if (step.choices === undefined) return [...stuck, ...(step.then === undefined ? after : [step.then])];
  const chosen = Object.values(step.choices).flatMap((choice) =>
    choice.goto === undefined ? (choice.use === undefined || choice.return === true ? after : []) : [choice.goto],
  );
  return [...stuck, ...chosen];
}

function neverReached(playbook: Playbook): readonly Problem[] {
  const ids = playbook.steps.map(({ id }) => id);
  const reached = new Set<string>();
  const open = ids.slice(0, 1);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    open.push(...nextOf(playbook, ids.indexOf(id)));
  }
  return ids.flatMap((id, i) =>
    reached.has(id) ? [] : [error(['steps', i, 'id'], `\`${id}\` is never reached: nothing leads to it.`)],
  );
}

/** Playbooks that use one another and each wait for the other to come back would never end. */
function rings(playbook: Playbook, playbooks: Playbooks): readonly Problem[] {
  return everyStep(playbook).flatMap(({ step, path }) => {
    const named = step.return === true && step.use !== undefined ? [step.use] : [];
    const ring = named.some((to) => comesBack(playbooks, to, { wanted: playbook.playbook, seen: new Set() }));
    return ring
      ? [error([...path, 'use'], `\`${step.use ?? ''}\` uses \`${playbook.playbook}\` again: that would never end.`)]
      : [];
  });
}

type Search = { readonly wanted: string; readonly seen: Set<string> };

function comesBack(playbooks: Playbooks, id: string, search: Search): boolean {
  if (id === search.wanted) return true;
  if (search.seen.has(id)) return false;
  search.seen.add(id);
  return (playbooks[id]?.steps ?? []).some((step) => step.use !== undefined && comesBack(playbooks, step.use, search));
}
