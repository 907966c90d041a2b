import type { EventOf } from '../../incident/events.ts';
import type { Kept } from '../../timeline/entry.ts';
import { m, table } from '../markdown.ts';
import { facts as part, questions } from '../section.ts';
import type { Write } from '../section.ts';
import { HELD_BACK } from '../speech.ts';
import type { Speech } from '../speech.ts';

/** More than so many are rarely all done; remediation is not the only aim of a review (domain 5.3). */
const MOST_ACTIONS = 5;

export const actions: Write = ({ events }, speech) => {
  const rows = events.flatMap((event) => (event.type === 'actionAdded' ? [actionRow(event, events, speech)] : []));
  const many =
    rows.length > MOST_ACTIONS ? [m`These are ${rows.length} action items. Which ${MOST_ACTIONS} matter most?`] : [];
  const none = m`No action items so far. That is a valid result.`;
  return {
    title: 'Actions',
    parts: [
      part(
        'actions',
        rows.length === 0
          ? none
          : table(['Id', 'What', 'Owner', 'Due', 'How we will know that it works', 'Status'], rows),
        ...many,
      ),
      questions('actions'),
    ],
  };
};

function actionRow(added: EventOf<'actionAdded'>, events: readonly Kept[], speech: Speech): readonly string[] {
  const words = (text: string) => (text.trim() === '' ? '' : speech.words(text) || HELD_BACK);
  return [
    String(added.n),
    words(added.what),
    speech.role(added.owner, added.at),
    added.due,
    words(added.verify) || 'not said yet: without it the action cannot be verified',
    statusOf(added.n, events, words),
  ];
}

/** Verified means that somebody said how they know; an empty answer is none (domain 5.3). */
function statusOf(n: number, events: readonly Kept[], words: (text: string) => string): string {
  let status = 'open';
  for (const event of events) {
    if (event.type === 'actionDone' && event.n === n)
      status = event.note.trim() === '' ? 'done' : `done: ${words(event.note)}`;
    if (event.type === 'actionVerified' && event.n === n && event.how.trim() !== '')
      status = `verified: ${words(event.how)}`;
  }
  return status;
}
