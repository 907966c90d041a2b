import type { Book } from '../book.ts';
import type { Block, Card } from '../card.ts';
import { button, card, list, text } from '../card.ts';
import { shortTime } from '../time.ts';
import { opensAs } from './declaration.ts';
import type { Group } from './group.ts';
import { firingIn } from './group.ts';
import type { Reading } from './proposals.ts';
import { proposalAbout, proposalButtons, proposalOutlook, proposalTitle } from './proposals.ts';

/** Everything that is proposed, with the way on for each. */
export function proposalsCard(groups: readonly Group[], book: Book, reading: Reading): Card {
  if (groups.length === 0) return card('No alert waits for an answer.', { tone: 'good' });
  const blocks = groups.flatMap((group): readonly Block[] => {
    const about = proposalAbout(group, book);
    const state = `${firingIn(group)} firing, first ${shortTime(group.firstAt, reading.zone, reading.at)}`;
    const known = about === '' ? state : `${state}. About: ${about}`;
    const lines = [proposalOutlook(group, reading), opensAs(group, book), known, group.text];
    return [
      list(
        lines.filter((one) => one !== ''),
        proposalTitle(group),
      ),
    ];
  });
  const buttons = groups.flatMap((group) =>
    proposalButtons(group).map(({ label, words }) =>
      button(groups.length === 1 ? label : `${label}: ${group.id}`, words),
    ),
  );
  const title = groups.length === 1 ? 'An incident is proposed' : `${groups.length} incidents are proposed`;
  return card(title, {
    tone: 'warn',
    blocks: [...blocks, ...wordsFor(groups)],
    buttons,
  });
}

/** The words for the first that waits, with its own number: they are copied as they stand. */
function wordsFor(groups: readonly Group[]): readonly Block[] {
  const first = groups.find(({ stage }) => stage === 'proposed');
  return first === undefined
    ? []
    : [text(`"confirm ${first.id}" opens it and pages; "dismiss ${first.id} why" ends it.`)];
}
