import type { Facts } from '../../measures/facts.ts';
import { attemptsOf } from '../../measures/reach.ts';
import { entriesOf, textOf } from '../../playbook/run.ts';
import type { Entry } from '../../playbook/run.ts';
import { oneLine } from '../../timeline/names.ts';
import { mediumWord, placeWords } from '../../timeline/paging-words.ts';
import { functionName, systemName } from '../../timeline/scene.ts';
import { HELD_BACK } from '../speech.ts';
import type { Speech } from '../speech.ts';

/** A step of the playbook in the plan's words; one that a person added in theirs. */
export function stepText({ step, origin }: Entry, speech: Speech): string {
  const text = step.title ?? textOf(step);
  return origin === 'added' ? speech.words(text) || HELD_BACK : oneLine(text);
}

export const addedSteps = ({ run }: Facts, speech: Speech): readonly string[] =>
  entriesOf(run).flatMap((entry) => (entry.origin === 'added' ? [`${stepText(entry, speech)} (step ${entry.n})`] : []));

/** Addresses that a provider calls dead, by place and medium; whose they are stays in the plan's own check. */
export function wrongNumbers({ events }: Facts): readonly string[] {
  const dead = attemptsOf(events).filter(({ result }) => result.kind === 'failed' && result.permanent);
  const where = dead.map(({ place, medium }) => `${placeWords(place)}, ${mediumWord(medium)}`);
  return [...Map.groupBy(where, (text) => text)].map(([text, all]) =>
    all.length === 1 ? text : `${text}, ${all.length} times`,
  );
}

/** Functions and systems that were not named at the start and turned out to be hit. */
export function discovered({ events, declared, book }: Facts): readonly string[] {
  const known = new Set<string>([
    ...declared.functions.map((id) => `function ${id}`),
    ...declared.systems.map((id) => `system ${id}`),
  ]);
  const found: string[] = [];
  const add = (key: string, name: string) => {
    if (!known.has(key)) found.push(name);
    known.add(key);
  };
  for (const event of events) {
    if (event.type !== 'hitChanged') continue;
    for (const id of event.functions) add(`function ${id}`, functionName(book, id));
    for (const id of event.systems) add(`system ${id}`, systemName(book, id));
  }
  return found;
}
