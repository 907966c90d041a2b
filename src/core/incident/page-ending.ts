import { nameOf } from '../book.ts';
import type { Button } from '../card.ts';
import { button } from '../card.ts';
import { personId } from '../ids.ts';
import { shortTime } from '../time.ts';
import type { Reading } from './cards.ts';
import type { Page } from './page.ts';
import type { Incident } from './state.ts';

/** What a page says once there is nothing to answer any more: who did what, and when. */
export type PageEnding = { readonly say: string; readonly buttons: readonly Button[] };

/**
 * An old page must not be answered by mistake, nor leave its reader in doubt: it says how it ended, with what is left to do.
 * Undefined while it still waits for its answer.
 */
export function pageEnding(incident: Incident, page: Page, { at, zone }: Reading): PageEnding | undefined {
  const { lifecycle, escalation, book } = incident;
  const { id, phase } = lifecycle;
  const when = (hour: typeof at | null) => (hour === null ? '' : `, ${shortTime(hour, zone, at)}`);
  if (phase === 'closed' || phase === 'cancelled')
    return { say: `${id} is ${phase}${when(lifecycle.closedAt)}. There is nothing to do.`, buttons: [] };
  const own = escalation.acknowledged.find(({ person }) => person === page.person);
  const next = button('Next for me', `next ${id}`);
  if (own !== undefined)
    return { say: `You have it${when(own.at)}.`, buttons: [next, button("Can't any more", `cant ${id}`)] };
  const [first] = escalation.acknowledged;
  if (page.state === 'declined') {
    const then = first === undefined ? 'Somebody else is asked' : `${nameOf(book, personId(first.person))} has it`;
    return { say: `You said that you cannot. ${then}.`, buttons: [button('I can after all', `ack ${id}`)] };
  }
  if (escalation.status !== 'acknowledged' || first === undefined || page.group.startsWith('c')) return undefined;
  const others = escalation.acknowledged.map(({ person }) => nameOf(book, personId(person))).join(', ');
  const has = escalation.acknowledged.length === 1 ? 'has' : 'have';
  return { say: `${others} ${has} it${when(first.at)}. You need not answer.`, buttons: [button('Join', `join ${id}`)] };
}
