import type { Facts } from '../../measures/facts.ts';
import { attemptsOf } from '../../measures/reach.ts';
import { entriesOf } from '../../playbook/run.ts';
import { mediumWord, placeWords } from '../../timeline/paging-words.ts';
import { functionName, playbookTitle, systemName } from '../../timeline/scene.ts';
import { list, m } from '../markdown.ts';
import { facts as part, questions } from '../section.ts';
import type { Write } from '../section.ts';
import type { Speech } from '../speech.ts';
import { stepText } from './plan-and-reality.ts';

/** What the events say that the plan should say; people accept, edit or reject it. */
export const proposals: Write = (facts, speech) => {
  const { declared, book } = facts;
  const proposed = [
    ...addedSteps(facts, speech).map((text) => `Playbook ${playbookTitle(book, declared.playbook)}: take up the step that was added: ${text}`),
    ...wrongNumbers(facts).map((text) => `People: correct the number or address that does not work: ${text}`),
    ...discovered(facts).map((text) => `Dependencies: should the plan have known that ${text} is hit as well?`),
  ];
  return {
    title: 'Plan changes',
    parts: [
      part('plan-changes', proposed.length === 0 ? m`Nothing proposed.` : list(proposed)),
      questions('plan-changes', ['Which of these do we accept, edit or reject, and what else should the plan say?']),
    ],
  };
};

export const addedSteps = ({ run }: Facts, speech: Speech): readonly string[] =>
  entriesOf(run).flatMap((entry) => (entry.origin === 'added' ? [`${stepText(entry, speech)} (step ${entry.n})`] : []));

/** Addresses that a provider calls dead, by place and medium; whose they are stays in the plan's own check. */
export function wrongNumbers({ events }: Facts): readonly string[] {
  const dead = attemptsOf(events).filter(({ result }) => result.kind === 'failed' && result.permanent);
  const where = dead.map(({ place, medium }) => `${placeWords(place)}, ${mediumWord(medium)}`);
  return [...Map.groupBy(where, (text) => text)].map(([text, all]) => (all.length === 1 ? text : `${text}, ${all.length} times`));
}

/** Functions and systems that were not named at the start and turned out to be hit. */
export function discovered({ events, declared, book }: Facts): readonly string[] {
  const known = new Set<string>([...declared.functions.map((id) => `function ${id}`), ...declared.systems.map((id) => `system ${id}`)]);
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
