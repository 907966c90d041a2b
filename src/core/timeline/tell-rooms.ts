import type { RoomDuty } from '../incident/room-events.ts';
import { inWords, MINUTE_MS } from '../time.ts';
import { saysDetail, says } from './entry.ts';
import type { Said } from './entry.ts';
import { oneLine } from './names.ts';
import type { Scene } from './scene.ts';
import { inRow, stepName, Who, who } from './scene.ts';
import type { KeptRoom } from './step-event.ts';
import { withoutAddresses } from './tell-pages.ts';

const PLATFORMS: Readonly<Record<string, string>> = { slack: 'Slack', teams: 'Teams', console: 'the console' };
const nameOf = (platform: string) => PLATFORMS[platform] ?? platform;
const DUTIES: Readonly<Record<RoomDuty, string>> = {
  card: 'show the situation',
  announce: 'announce it',
  step: 'show the steps',
  invite: 'bring people in',
  tell: 'tell what happened',
  share: 'share the postmortem',
  archive: 'be archived',
};
/** What was told later than this was told after an outage. */
const LATE_MS = MINUTE_MS;

/** The incident's places to talk. Most of it is plumbing; that one was lost, or late, is not. */
export function tellRooms(event: KeptRoom, scene: Scene): readonly Said[] {
  switch (event.type) {
    case 'channelOpened':
      return saysDetail('action', `The incident has a channel on ${nameOf(event.platform)}`);
    case 'channelFailed': {
      const where = event.platform === undefined ? '' : ` on ${nameOf(event.platform)}`;
      const reason = withoutAddresses(event.reason);
      return says('action', `The channel${where} could not be opened, attempt ${event.attempt}: ${reason}`);
    }
    case 'cardPosted':
      return saysDetail('action', `The situation stands on ${nameOf(event.platform)}`);
    case 'announced':
      return saysDetail('action', `Announced on ${nameOf(event.platform)}`);
    case 'stepCardPosted':
      return saysDetail('action', `${stepName(scene, event.step)} was shown on ${nameOf(event.platform)}`);
    case 'invited': {
      const people = inRow(event.people.map((person) => who(scene, person)));
      const missed = event.missed === '' ? '' : `. ${withoutAddresses(event.missed)}`;
      const text = `Brought into the channel on ${nameOf(event.platform)}: ${people}${missed}`;
      return missed === '' ? saysDetail('action', text) : says('action', text);
    }
    case 'roomTold':
      return event.lateMs > LATE_MS
        ? says(
            'change',
            `${nameOf(event.platform)} was told ${inWords(event.lateMs)} late: it could not be reached, or Muster was away`,
          )
        : saysDetail('action', `${nameOf(event.platform)} was told`);
    case 'postmortemShared':
      return saysDetail('action', `The postmortem was shared on ${nameOf(event.platform)}`);
    case 'channelArchived':
      return saysDetail('action', `The channel on ${nameOf(event.platform)} was archived`);
    case 'roomRefused':
      return says(
        'change',
        `${nameOf(event.platform)} does not let Muster ${DUTIES[event.what]}: ${withoutAddresses(event.reason)}`,
      );
    case 'roomDelayed':
      return saysDetail(
        'action',
        `Whether ${nameOf(event.platform)} could ${DUTIES[event.what]} is not known: it is tried again`,
      );
    case 'channelLost':
      return says('change', `The channel on ${nameOf(event.platform)} is lost: ${withoutAddresses(event.why)}`);
    case 'channelFound':
      return says('change', `The channel on ${nameOf(event.platform)} is there again`);
    case 'joinAsked':
      return saysDetail('action', `${Who(scene, event.person)} joins`);
    case 'roomEntered':
    case 'roomLeft': {
      const name = event.person === null ? oneLine(event.name) : Who(scene, event.person);
      const what = event.type === 'roomEntered' ? 'came into' : 'left';
      return says('observed', `${name} ${what} the channel on ${nameOf(event.platform)}`);
    }
    default:
      return event satisfies never;
  }
}
