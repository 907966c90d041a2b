import type { CommandOf } from './commands.ts';
import type { EventOf, IncidentChange } from './events.ts';
import type { Page } from './page.ts';
import { changed, withNextWay } from './page.ts';
import type { Incident } from './state.ts';

/**
 * What a provider says later about a page that it took over. Reports come late, twice and in the wrong order: what is known
 * already, and what is about an attempt that is over, changes nothing.
 */
export function deliveryReported(
  { escalation: { pages } }: Incident,
  report: CommandOf<'reportDelivery'>,
): readonly IncidentChange[] {
  const { attempt, result, reason, permanent } = report;
  const page = pages.find(({ key }) => key === report.page);
  if (page === undefined || page.deliveredAt !== undefined || page.reference === undefined) return [];
  if (page.attempt !== attempt) return [];
  if (result === 'delivered') return [{ type: 'pageDelivered', page: page.key, attempt }];
  return page.state === 'failed' ? [] : [{ type: 'pageUndelivered', page: page.key, attempt, reason, permanent }];
}

export const delivered = (pages: readonly Page[], event: EventOf<'pageDelivered'>) =>
  changed(pages, event.page, (page) => ({ ...page, deliveredAt: event.at }));

type Status = Incident['escalation']['status'];

/**
 * It reached nobody after all. While somebody is still looked for, that is as if it had not been taken over: it is tried again,
 * and the person's next way is due at once.
 */
export function undelivered(
  pages: readonly Page[],
  event: EventOf<'pageUndelivered'>,
  status: Status,
): readonly Page[] {
  const page = pages.find(({ key }) => key === event.page);
  if (page === undefined || page.attempt !== event.attempt) return pages;
  if (page.state !== 'sent' || !isStillNeeded(page, status))
    return changed(pages, event.page, (one) => ({ ...one, reason: event.reason }));
  const { reference: _, ...lost } = page;
  const unsent = { ...lost, sentAt: null };
  const all = pages.map((one) => (one === page ? unsent : one));
  return withNextWay(all, unsent, event);
}

/** A call by name and a check-back are meant for one person, whoever else has it. */
const isStillNeeded = ({ group }: Page, status: Status) =>
  status === 'paging' || status === 'exhausted' || (status === 'acknowledged' && /^[cp]/.test(group));
