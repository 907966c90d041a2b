import type { Plan } from '../../../core/plan/schema.ts';
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
import type { Seen } from './setup/seen.ts';
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
  let seen: Seen | undefined;
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

  function missing(): readonly string[] {
    // Said anew each time: how long ago something was is another thing a minute later.
    const found = seen === undefined ? [CONNECTING] : slackFindings({ ...seen, at: clock.now() }).map(({ say }) => say);
    return [...found, ...wayless(host.book().plan), ...deadLinks(host.consoleUrl())];
  }

  async function lookNow() {
    try {
      const first = seen === undefined;
      seen = await lookAtSlack(await looking());
      if (first) log.info({ findings: missing().length }, missing()[0] ?? 'Slack is set up');
    } catch (error) {
      log.warn({ reason: String(error) }, 'how Slack is set up could not be looked at');
    }
    if (!closed) cancel = clock.ring(plusMs(clock.now(), LOOK_EVERY_MS), () => void lookNow());
  }

  return {
    missing,
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

const CONNECTING = 'Muster is connecting to Slack.';
const MOST_NAMES = 5;

/** Slack knows them, perhaps, but the plan does not say that they are to be paged there. */
function wayless(plan: Plan): readonly string[] {
  const names = peopleOnThePath(plan)
    .filter(({ person }) => plan.people[person]?.reach.every(({ medium }) => medium !== 'chat') === true)
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return [
    `Slack is not a way to page ${names.slice(0, MOST_NAMES).join(', ')}${more}: write { chat: their e-mail address } under their \`reach\` in the plan.`,
  ];
}

const deadLinks = (consoleUrl: string): readonly string[] =>
  /^https?:\/\/(?:127\.|localhost|\[::1\])/.test(consoleUrl)
    ? [
        `Links in Slack lead to ${consoleUrl}, which works on this machine only: set MUSTER_PUBLIC_URL to the address under which people reach the console.`,
      ]
    : [];
