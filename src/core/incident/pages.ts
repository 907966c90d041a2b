import type { Owed, Settled } from '../aggregate.ts';
import type { Effect } from './effects.ts';
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

function owed(incident: Incident, page: Page): Owed<Effect> {
  const { id, kind } = incident.lifecycle;
  const key = `${id}/${page.key}/${page.attempt}`;
  const { person, medium, to } = page;
  return {
    key,
    at: page.at,
    lane: 'page',
    class: 'at least once',
    get effect(): Effect {
      const message = { key, incident: id, person, medium, to, drill: kind === 'drill', ...pageText(incident, page) };
      return { kind: 'page', page: page.key, attempt: page.attempt, message };
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
  if (outcome.outcome === 'accepted') return [{ type: 'pageSent', page, attempt, reference: outcome.reference }];
  const permanent = outcome.outcome === 'failed' && outcome.permanent;
  return [{ type: 'pageFailed', page, attempt, reason: outcome.reason, permanent }];
}
