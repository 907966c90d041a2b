import type { Book } from '../book.ts';
import { nextFor } from '../incident/next.ts';
import type { Incident } from '../incident/state.ts';
import type { PersonId } from '../ids.ts';
import { entriesOf, isGroup, isLive, textOf } from '../playbook/run.ts';

/** A line of words that somebody may go on with, and what it does. */
export type Completion = { readonly words: string; readonly hint: string };

type Ask = {
  readonly person: PersonId;
  readonly book: Book;
  /** Where the words are said; undefined outside of any incident. */
  readonly incident: Incident | undefined;
  /** The words that this person may say here, with their summaries. */
  readonly verbs: readonly { readonly verb: string; readonly summary: string; readonly usage: string }[];
};

/** What can be said here, the likeliest first: the next action, the open steps, every word, and `@` people. */
export function completions({ person, book, incident, verbs }: Ask): readonly Completion[] {
  return [
    ...(incident === undefined ? [] : nextWords(incident, person)),
    ...verbs.map(({ verb, summary, usage }) => ({ words: verb, hint: `${summary}. ${usage}` })),
    ...(incident === undefined ? [] : stepWords(incident)),
    ...Object.entries(book.plan.people).map(([id, { name }]) => ({ words: `@${id}`, hint: name })),
  ];
}

const nextWords = (incident: Incident, person: PersonId): readonly Completion[] => {
  const next = nextFor(incident, person);
  const buttons = next?.buttons ?? [];
  return buttons.map(({ label, words }) => ({ words, hint: `${label}: ${next?.text ?? ''}` }));
};

const stepWords = ({ steps }: Incident): readonly Completion[] =>
  entriesOf(steps.run)
    .filter((entry) => isLive(entry) && !isGroup(entry))
    .flatMap((entry) =>
      ['done', 'blocked', 'skip', 'assign'].map((verb) => ({ words: `${verb} ${entry.n}`, hint: textOf(entry.step) })),
    );
