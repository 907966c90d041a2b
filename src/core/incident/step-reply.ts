import { nameOf } from '../book.ts';
import type { Card } from '../card.ts';
import { button, card, list, text } from '../card.ts';
import { entryOf, isGroup, textOf } from '../playbook/run.ts';
import type { IncidentEvent } from './events.ts';
import { nextActions, nextFor, whoIs } from './next.ts';
import type { Incident } from './state.ts';
import type { PersonId } from '../ids.ts';

/** The answer to a word about a step: what it did, and the next thing for whoever said it. */
export function stepReply(after: Incident, events: readonly IncidentEvent[], speaker: PersonId | null): Card {
  const did = events.flatMap((event) => {
    const entry = 'step' in event ? entryOf(after.steps.run, event.step) : undefined;
    // A group is shown by the steps in it.
    return entry === undefined || isGroup(entry) ? [] : [sentence(after, event, `${entry.n} ${textOf(entry.step)}`)];
  });
  const own = speaker === null ? undefined : nextFor(after, speaker);
  const next = own ?? nextActions(after)[0];
  const blocks =
    next === undefined ? [] : [text(`Next for ${own === undefined ? whoIs(after, next) : 'you'}: ${next.text}`)];
  const said = did.filter((line) => line !== '');
  return card(said[0] ?? 'Noted.', {
    tone: events.some(({ type }) => type === 'stepStuck') ? 'warn' : 'good',
    blocks: [...(said.length > 1 ? [list(said.slice(1, 8))] : []), ...blocks],
    buttons: next?.buttons.map(({ label, words }) => button(label, words)) ?? [],
  });
}

function sentence({ book }: Incident, event: IncidentEvent, step: string): string {
  switch (event.type) {
    case 'stepDone':
      return `Done: ${step}`;
    case 'stepChosen':
      return event.pending ? `Waiting for approval: ${step}` : `Decided "${event.choice}": ${step}`;
    case 'stepStarted':
      return `Under way: ${step}`;
    case 'stepStuck':
      return `Stuck: ${step}`;
    case 'stepSkipped':
      return `Left out: ${step} (${event.why})`;
    case 'stepNotPossible':
      return `Not possible: ${step} (${event.why})`;
    case 'stepUndone':
      return `Open again: ${step}`;
    case 'stepAssigned':
      return `Given to ${nameOf(book, event.person)}: ${step}`;
    case 'stepAdded':
      return `Added: ${step}`;
    case 'stepMoved':
      return `Moved: ${step}`;
    case 'stepReady':
      return `Open now: ${step}`;
    default:
      return '';
  }
}
