import type { IncidentId } from '../../../../core/ids.ts';
import type { ChatHost } from '../../../../ports/chat.ts';
import type { SlackApi } from '../api/api.ts';
import type { Directory } from '../directory.ts';
import type { DrawFor } from '../draw-for.ts';
import type { SlackConfig } from '../settings.ts';
import type { Workspaces } from '../workspaces.ts';

/** What everything that is done for a room needs. */
export type RoomParts = {
  readonly api: SlackApi;
  readonly host: ChatHost;
  readonly directory: Directory;
  readonly workspaces: Workspaces;
  readonly draw: DrawFor;
  /** Incidents whose card may have been posted although no answer came. */
  readonly inDoubt: Set<IncidentId>;
  readonly config: Pick<SlackConfig, 'rooms' | 'channelPrefix' | 'incidents' | 'canvas'>;
};
