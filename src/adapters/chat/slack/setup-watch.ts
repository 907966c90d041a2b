import { MINUTE_MS, plusMs, SECOND_MS } from '../../../core/time.ts';
import type { ChatHost } from '../../../ports/chat.ts';
import type { SlackApi } from './api/api.ts';
import type { Connection } from './connect.ts';
import { ONLY } from './connect.ts';
import type { Directory } from './directory.ts';
import type { SlackConfig } from './settings.ts';
import { slackFindings } from './setup/findings.ts';
import type { Looking } from './setup/look.ts';
import { lookAtSlack } from './setup/look.ts';
import { peopleOnThePath } from './setup/on-the-path.ts';
import { featuresOf } from './setup/scopes.ts';
import type { Workspaces } from './workspaces.ts';

type Parts = {
  readonly config: SlackConfig;
  readonly host: ChatHost;
  readonly api: SlackApi;
  readonly connection: Pick<Connection, 'installed' | 'socket'>;
  readonly directory: Directory;
  readonly workspaces: Workspaces;
};

const LOOK_EVERY_MS = 10 * MINUTE_MS;
const SOON_MS = 2 * SECOND_MS;

/** Looks now and then at how Slack is set up, so that `setup` and the console answer at once. */
export interface SetupWatch {
  missing(): readonly string[];
  /** Something has changed: looks again soon. */
  look(): void;
  close(): void;
}

export function setupWatch({ config, host, api, connection, directory, workspaces }: Parts): SetupWatch {
  const { clock, log } = host;
  let found: readonly string[] = ['Slack is being connected to.'];
  let cancel = () => {};
  let closed = false;

  async function looking(): Promise<Looking> {
    const health = api.health();
    const socket = connection.socket();
    const { connection: by } = config;
    return {
      at: clock.now(),
      zone: host.book().plan.plan.timezone,
      by: by.by,
      rooms: config.rooms,
      wants: featuresOf({ reactions: config.reactions, canvas: config.canvas }),
      incidents: config.incidents,
      down: health.state === 'down' ? { since: health.since } : undefined,
      socket:
        socket === undefined || socket.state === 'connected'
          ? undefined
          : { since: socket.since, ...(socket.state === 'refused' ? { code: socket.code } : {}) },
      api,
      accounts: directory,
      installed: (await connection.installed()).map(({ team, name }) => ({
        team: team === ONLY ? (workspaces.home()?.team ?? ONLY) : team,
        name,
      })),
      wanted: peopleOnThePath(host.book().plan),
    };
  }

  async function lookNow() {
    try {
      found = slackFindings(await lookAtSlack(await looking())).map(({ say }) => say);
    } catch (error) {
      log.warn({ reason: String(error) }, 'how Slack is set up could not be looked at');
    }
    if (!closed) cancel = clock.ring(plusMs(clock.now(), LOOK_EVERY_MS), () => void lookNow());
  }

  return {
    missing: () => found,
    look() {
      if (closed) return;
      cancel();
      cancel = clock.ring(plusMs(clock.now(), SOON_MS), () => void lookNow());
    },
    close() {
      closed = true;
      cancel();
    },
  };
}
