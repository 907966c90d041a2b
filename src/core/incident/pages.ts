import type { Owed, Settled } from '../aggregate.ts';
import { severityIds } from '../book.ts';
import type { Effect } from './effects.ts';
import type { PageMessage } from '../message.ts';
import type { Page } from './page.ts';
import type { IncidentChange } from './events.ts';
import { pageText } from './page-text.ts';
import type { Incident } from './state.ts';

/** Every page that is planned and not yet handed over. It stays owed until a medium took it or nobody needs it any more. */
export function outstandingPages(incident: Incident): readonly Owed<Effect>[] {
  return incident.escalation.pages.flatMap((page) =>
    page.state === 'queued' || page.state === 'held' ? [owed(incident, page)] : [],
  );
}

/** The page as it is handed to a medium. */
export function pageMessage(incident: Incident, page: Page): PageMessage {
  const { id, kind } = incident.lifecycle;
  const { person, medium, to } = page;
  const key = pageKey(incident, page);
  const lost = page.lost === undefined ? {} : { lost: page.lost };
  return { key, incident: id, person, medium, to, drill: kind === 'drill', ...lost, ...pageText(incident, page) };
}

/** `INC-42/page/1.0/ann/sms/2`: names the attempt for ever. */
const pageKey = ({ lifecycle }: Incident, page: Page) => `${lifecycle.id}/${page.key}/${page.attempt}`;

/** Of the two worst severities, and no exercise: before everything else when much is due at once. */
const isUrgent = ({ book, lifecycle: { kind, severity } }: Incident) =>
  kind === 'real' && severityIds(book).indexOf(severity) < URGENT_SEVERITIES;
const URGENT_SEVERITIES = 2;

function owed(incident: Incident, page: Page): Owed<Effect> {
  return {
    key: pageKey(incident, page),
    at: page.at,
    lane: isUrgent(incident) ? 'urgent' : 'page',
    class: 'at least once',
    get effect(): Effect {
      return { kind: 'page', page: page.key, attempt: page.attempt, message: pageMessage(incident, page) };
    },
  };
}

/** An unknown outcome counts as failed: a page that arrives twice is better than one that never does. */
export function settlePage(
  _incident: Incident,
  owedPage: Owed<Effect>,
  { outcome }: Settled,
): readonly IncidentChange[] {
  const { effect } = owedPage;
  if (effect.kind !== 'page') return [];
  const { page, attempt } = effect;
  if (outcome.outcome === 'accepted') {
    const provider = outcome.by === undefined ? {} : { provider: outcome.by };
    return [{ type: 'pageSent', page, attempt, reference: outcome.reference, ...provider }];
  }
  const permanent = outcome.outcome === 'failed' && outcome.permanent;
  return [{ type: 'pageFailed', page, attempt, reason: outcome.reason, permanent }];
}

/**
 * Nobody waits for this attempt any more: it was answered meanwhile, or another process made the same attempt and was first to
 * say what came of it. That a phone rang is news if nothing on record says so yet; that it did not is none.
 */
export function latePage(incident: Incident, owedPage: Owed<Effect>, settled: Settled): readonly IncidentChange[] {
  const { effect } = owedPage;
  if (effect.kind !== 'page' || settled.outcome.outcome !== 'accepted') return [];
  const page = incident.escalation.pages.find(({ key }) => key === effect.page);
  const isNews = page !== undefined && page.sentAt === null && page.lost === undefined;
  return isNews ? settlePage(incident, owedPage, settled) : [];
}
