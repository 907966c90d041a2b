import type { EventOf } from '../incident/events.ts';
import { partTitle } from '../postmortem/questions.ts';
import { says } from './entry.ts';
import type { Said } from './entry.ts';
import type { Scene } from './scene.ts';
import { tail, who, words } from './scene.ts';

type Told = EventOf<
  | 'postmortemWritten'
  | 'postmortemFailed'
  | 'postmortemAsked'
  | 'postmortemEdited'
  | 'reviewReminded'
  | 'actionAdded'
  | 'actionDone'
  | 'actionVerified'
  | 'actionReminded'
  | 'auditRepaired'
>;

/** What comes after the close, and what Muster found out about itself. */
export function tellAftermath(event: Told, scene: Scene): readonly Said[] {
  switch (event.type) {
    case 'postmortemWritten':
      return says('action', `The postmortem was written, revision ${event.revision}: ${event.file}`);
    case 'postmortemFailed':
      return says(
        'action',
        `The postmortem could not be written, attempt ${event.attempt}${tail(scene, event.reason)}`,
      );
    case 'postmortemAsked':
      return says('action', 'The postmortem was asked for anew');
    case 'postmortemEdited':
      return says('action', `The postmortem was edited: ${partTitle(event.section)}`);
    case 'reviewReminded':
      return says('clock', `The review of this incident is due, reminder ${event.n}`);
    case 'actionAdded': {
      const what = words(scene, event.what);
      return says(
        'decision',
        `Action item ${event.n}${what === '' ? '' : `: ${what}`}. Owner: ${who(scene, event.owner)}. Due ${event.due}`,
      );
    }
    case 'actionDone':
      return says('action', `Action item ${event.n} is done${tail(scene, event.note)}`);
    case 'actionVerified':
      return says('observed', `Action item ${event.n} works${tail(scene, event.how)}`);
    case 'actionReminded':
      return says('clock', `Action item ${event.n} is overdue, reminder ${event.reminder}`);
    case 'auditRepaired': {
      const count = event.missing.length + event.extra.length;
      return says(
        'change',
        `Muster found ${count} of its own reminders out of place and put ${count === 1 ? 'it' : 'them'} right`,
      );
    }
    default:
      return event satisfies never;
  }
}
