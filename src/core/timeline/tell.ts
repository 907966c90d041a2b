import type { Kept, Said } from './entry.ts';
import type { Scene } from './scene.ts';
import type { KeptBody } from './step-event.ts';
import { isRoomEvent, isStepEvent } from './step-event.ts';
import { tellAftermath } from './tell-aftermath.ts';
import { tellAlert } from './tell-alerts.ts';
import { tellClock } from './tell-clocks.ts';
import { tellIncident } from './tell-incident.ts';
import { tellPages } from './tell-pages.ts';
import { tellPeople } from './tell-people.ts';
import { tellRooms } from './tell-rooms.ts';
import { tellSteps } from './tell-steps.ts';
import { tellWords } from './tell-words.ts';

/** What an event has to say to a stranger: one thing or more. Every type of event is answered for. */
export const tell = (event: Kept, scene: Scene): readonly Said[] =>
  isStepEvent(event) ? tellSteps(event, scene) : isRoomEvent(event) ? tellRooms(event, scene) : tellBody(event, scene);

function tellBody(event: KeptBody, scene: Scene): readonly Said[] {
  switch (event.type) {
    case 'declared':
    case 'impactMoved':
    case 'severityChanged':
    case 'hitChanged':
    case 'madePrivate':
    case 'planAdopted':
    case 'functionRestored':
    case 'restored':
    case 'closed':
    case 'reopened':
    case 'cancelled':
      return tellIncident(event, scene);
    case 'levelPaged':
    case 'paged':
    case 'exhausted':
    case 'pageSent':
    case 'pageFailed':
    case 'pageDelivered':
    case 'pageUndelivered':
    case 'nothingSent':
    case 'progressAsked':
      return tellPages(event, scene);
    case 'acknowledged':
    case 'declined':
    case 'helpAsked':
    case 'acknowledgementLapsed':
    case 'rolesAssigned':
    case 'roleAssigned':
    case 'commanderSilent':
    case 'reliefProposed':
      return tellPeople(event, scene);
    case 'markPassed':
    case 'workaroundStarted':
    case 'workaroundEnded':
    case 'recoveryPointNoted':
    case 'clockDecided':
    case 'clockAsked':
      return tellClock(event, scene);
    case 'alertNoted':
      return tellAlert(event, scene);
    case 'updatePosted':
    case 'updateMissed':
    case 'sideSaid':
    case 'published':
    case 'noted':
    case 'decided':
    case 'hookIntended':
    case 'hookConfirmed':
    case 'hookReturned':
    case 'hookInDoubt':
      return tellWords(event, scene);
    case 'postmortemWritten':
    case 'postmortemFailed':
    case 'postmortemAsked':
    case 'postmortemEdited':
    case 'reviewReminded':
    case 'actionAdded':
    case 'actionDone':
    case 'actionVerified':
    case 'actionReminded':
    case 'auditRepaired':
      return tellAftermath(event, scene);
    default:
      return event satisfies never;
  }
}
