import type { Read } from './envelope.ts';
import { readCommand } from './read-command.ts';
import { readEvent } from './read-event.ts';
import { readForm } from './read-form.ts';
import { readPress } from './read-press.ts';
import { readShortcut } from './read-shortcut.ts';

/** The user id of our own bot in a team, where it is known. */
export type OwnUser = (team: string) => string | undefined;

/** Interactions that Slack sends and nobody waits for: a closed modal, the options of a menu, a step of old workflows. */
const OF_NO_USE = ['view_closed', 'block_suggestion', 'shortcut', 'interactive_message', 'app_rate_limited'];

/**
 * Any body of Slack's, parsed from JSON or from a form → what it means to us. Never throws: whatever else is in it, in any
 * shape, is left out or makes it `malformed`. Our own bot is not listened to.
 */
export function readDelivery(body: unknown, ownUser: OwnUser = () => undefined): Read {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'malformed';
  const type = 'type' in body ? body.type : undefined;
  switch (type) {
    case 'event_callback':
      return readEvent(body, ownUser);
    case 'block_actions':
      return readPress(body);
    case 'view_submission':
      return readForm(body);
    case 'message_action':
      return readShortcut(body);
    case undefined:
      return readCommand(body);
    default:
      return typeof type === 'string' && OF_NO_USE.includes(type) ? 'ignored' : 'malformed';
  }
}
