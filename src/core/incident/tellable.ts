import type { IncidentEvent } from './events.ts';

/**
 * What is said aloud in an incident's room when it happens. The rest is on the situation card (who was paged at the start),
 * on a step's own card, or plumbing.
 */
const TELLABLE = new Set<IncidentEvent['type']>([
  'acknowledged',
  'declined',
  'helpAsked',
  'acknowledgementLapsed',
  'levelPaged',
  'paged',
  'exhausted',
  'nothingSent',
  'roleAssigned',
  'commanderSilent',
  'reliefProposed',
  'impactMoved',
  'severityChanged',
  'hitChanged',
  'madePrivate',
  'functionRestored',
  'restored',
  'closed',
  'reopened',
  'cancelled',
  'markPassed',
  'workaroundStarted',
  'workaroundEnded',
  'recoveryPointNoted',
  'clockDecided',
  'updatePosted',
  'updateMissed',
  'published',
  'sideSaid',
  'noted',
  'decided',
  'hookReturned',
  'hookInDoubt',
  'postmortemWritten',
  'actionAdded',
  'actionDone',
  'actionVerified',
  'stepDone',
  'stepChosen',
  'stepStuck',
  'stepSkipped',
  'stepNotPossible',
  'stepAdded',
  'stepUndone',
  'stepAssigned',
  'stepExtended',
]);

/** Who has it already and presses once more says nothing new; of alerts, that all of them are over is. */
export const isTellable = (event: IncidentEvent): boolean =>
  (event.type === 'alertNoted' && event.all) ||
  (TELLABLE.has(event.type) && !(event.type === 'acknowledged' && event.again));
