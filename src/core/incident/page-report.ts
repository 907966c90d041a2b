import type { CommandOf } from './commands.ts';
import type { EventOf, IncidentChange } from './events.ts';
import type { Page } from './page.ts';
import { changed, withNextWay } from './page.ts';
import type { Medium } from '../media.ts';
import { MINUTE_MS, plusMs } from '../time.ts';
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
  const isOfAnother = page.provider !== undefined && page.provider !== report.provider;
  if (page.attempt !== attempt || isOfAnother) return [];
  if (result === 'delivered') return [{ type: 'pageDelivered', page: page.key, attempt }];
  return page.state === 'failed' ? [] : [{ type: 'pageUndelivered', page: page.key, attempt, reason, permanent }];
}

export const delivered = (pages: readonly Page[], event: EventOf<'pageDelivered'>) =>
  changed(pages, event.page, (page) => ({ ...page, deliveredAt: event.at }));

type Status = Incident['escalation']['status'];

/** A phone that did not take it now will not take it half a second later; nobody is redialled without a pause. In ms. */
const AGAIN_MS: Readonly<Partial<Record<Medium, number>>> = { call: 2 * MINUTE_MS, desk: 2 * MINUTE_MS };

/**
 * It reached nobody after all. While somebody is still looked for, that is as if it had not been taken over: it is tried again,
 * by another provider if there is one, and the person's next way is due at once. What one provider calls impossible may work
 * with another, so only an attempt that finds nobody left to try gives the address up.
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
  const { reference: _, provider, ...rest } = page;
  const lost = provider === undefined ? {} : { lost: [...(page.lost ?? []), { provider, permanent: event.permanent }] };
  const unsent: Page = { ...rest, ...lost, sentAt: null };
  const all = pages.map((one) => (one === page ? unsent : one));
  const isOver = event.permanent && provider === undefined;
  const next = withNextWay(all, unsent, { ...event, permanent: isOver });
  const wait = event.permanent ? 0 : (AGAIN_MS[page.medium] ?? MINUTE_MS);
  return isOver ? next : changed(next, page.key, (one) => ({ ...one, at: plusMs(event.at, wait) }));
}

/** A call by name and a check-back are meant for one person, whoever else has it, until that person does something. */
const isStillNeeded = ({ group, seen }: Page, status: Status) =>
  seen === undefined &&
  (status === 'paging' || status === 'exhausted' || (status === 'acknowledged' && /^[cp]/.test(group)));
