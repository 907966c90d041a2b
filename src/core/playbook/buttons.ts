import { choicesOf, clocksLeft } from './act.ts';
import { plain } from './run.ts';
import type { Entry } from './run.ts';
import { verbOf } from './schema.ts';

/** A button carries a line of words. */
export type Button = { readonly label: string; readonly words: string };

/** The line of words that the main button of a step carries. */
export function wordsFor(entry: Entry): string {
  return mainButtons(entry)[0]?.words ?? `done ${entry.n}`;
}

/** Every way to answer a step, the main one first. *Stuck* is always there: nobody is left alone with a step. */
export function buttonsFor(entry: Entry): readonly Button[] {
  const { n, state, step } = entry;
  const verb = verbOf(step);
  const main = mainButtons(entry);
  if (verb === 'wait' || state === 'waiting') return main;
  const begin = state === 'ready' && verb !== 'ask' ? [{ label: 'I am on it', words: `doing ${n}` }] : [];
  if (state === 'stuck') {
    const again = verb === 'run' ? [{ label: 'Try again', words: `doing ${n}` }] : [];
    return [...main, ...again, { label: 'Leave it out', words: `skip ${n}` }];
  }
  const offered = entry.passed.includes('stuck-offer') || entry.passed.includes('overdue150');
  const label = offered && step.if_stuck !== undefined ? `Stuck: ${insteadOf(entry)}` : 'Stuck';
  const stuck = verb === 'ask' ? [] : [{ label, words: `stuck ${n}` }];
  return [...main, ...begin, ...stuck];
}

function insteadOf({ step }: Entry): string {
  const way = step.if_stuck;
  if (way?.do !== undefined) return way.do;
  if (way?.goto !== undefined) return `go on with ${plain(way.goto)}`;
  return `bring in ${(way?.page ?? []).map(plain).join(', ')}`;
}

function mainButtons(entry: Entry): readonly Button[] {
  const { n, step, state } = entry;
  const verb = verbOf(step);
  if (state === 'waiting' && verb !== 'wait' && entry.readyAt !== null)
    return [{ label: 'Do it now', words: `happened ${n}` }];
  switch (verb) {
    case 'check':
      return [
        { label: 'Yes', words: `check ${n} yes` },
        { label: 'No', words: `check ${n} no` },
        { label: 'Not possible', words: `check ${n} not possible` },
      ];
    case 'ask':
      return choicesOf(entry).map((name) => ({ label: capital(plain(name)), words: `choose ${n} ${name}` }));
    case 'wait':
      return [{ label: 'It happened', words: `happened ${n}` }];
    case 'say':
      return [
        { label: 'Sent', words: `done ${n}` },
        { label: 'Not needed', words: `skip ${n}` },
      ];
    case 'page':
      return [{ label: 'They answered', words: `done ${n}` }];
    case 'clock':
      return [
        ...clocksLeft(entry).map((clock) => ({ label: capital(plain(clock)), words: `clock ${clock}` })),
        { label: 'All decided', words: `done ${n}` },
      ];
    case 'run':
      return [{ label: 'Done by hand', words: `done ${n}` }];
    case 'do':
    case 'use':
    case 'together':
      return [{ label: 'Done', words: `done ${n}` }];
    default:
      return verb satisfies never;
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
