import type { EventOf } from '../incident/events.ts';
import { SIDE_NAMES } from '../incident/situation.ts';
import { shortTime } from '../time.ts';
import { says } from './entry.ts';
import { oneLine } from './names.ts';
import type { Said } from './entry.ts';
import type { Scene } from './scene.ts';
import { stepName, tail, words } from './scene.ts';

type Told = EventOf<
  | 'updatePosted'
  | 'updateMissed'
  | 'sideSaid'
  | 'published'
  | 'noted'
  | 'decided'
  | 'hookIntended'
  | 'hookConfirmed'
  | 'hookReturned'
  | 'hookInDoubt'
>;

/** What people said, where they talk, and what automation answered. */
export function tellWords(event: Told, scene: Scene): readonly Said[] {
  const { zone } = scene;
  switch (event.type) {
    case 'updatePosted':
      return says('message', `Update${tail(scene, event.text)}. Next by ${shortTime(event.nextAt, zone, event.at)}`);
    case 'updateMissed':
      return says('clock', `The update due ${shortTime(event.dueAt, zone, event.at)} has not come`);
    case 'sideSaid': {
      const next = event.againAt === null ? '' : `. Next by ${shortTime(event.againAt, zone, event.at)}`;
      return says('message', `${SIDE_NAMES[event.side]}${tail(scene, event.text)}${next}`);
    }
    case 'published': {
      const next = event.nextAt === undefined ? '' : `. Next by ${shortTime(event.nextAt, zone, event.at)}`;
      const what = event.last ? 'Closing words' : 'Approved words';
      return says('message', `${what} to ${oneLine(event.audience)}${tail(scene, event.text)}${next}`);
    }
    case 'noted':
      return says('note', words(scene, event.text) || 'A note was written; its words are held back');
    case 'decided':
      return says('decision', words(scene, event.text) || 'A decision was written down; its words are held back');
    case 'hookIntended':
      return says('action', `Muster starts ${event.name} for ${stepName(scene, event.step)}`);
    case 'hookConfirmed':
      return says('decision', `Automation of ${stepName(scene, event.step)} may run`);
    case 'hookReturned': {
      const how = event.dry ? 'was only rehearsed' : event.ok ? 'worked' : 'did not work';
      return says('action', `Automation of ${stepName(scene, event.step)} ${how}${tail(scene, event.result)}`);
    }
    case 'hookInDoubt':
      return says(
        'action',
        `Automation of ${stepName(scene, event.step)} may have run: somebody must look${tail(scene, event.reason)}`,
      );
    default:
      return event satisfies never;
  }
}
