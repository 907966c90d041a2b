import type { Installation, InstallationStore } from '@slack/bolt';
import { z } from 'zod';
import type { Sealer } from './seal.ts';
import { teamId } from './slack-words.ts';

/** Where installations are kept: a row a team. `sealed` is opaque; whoever reads it there has no token. */
export interface InstallationShelf {
  put(team: string, sealed: string, meta: InstallationMeta): Promise<void>;
  get(team: string): Promise<string | undefined>;
  remove(team: string): Promise<void>;
  list(): Promise<readonly InstalledTeam[]>;
}
/** `name`: the workspace's, as people know it. */
export type InstallationMeta = { readonly name: string };
export type InstalledTeam = InstallationMeta & { readonly team: string };

/** What is sealed: what Muster needs of an installation and nothing more; no token of a person. */
const kept = z.object({
  team: teamId,
  name: z.string(),
  token: z.string().min(1),
  botId: z.string(),
  botUser: z.string(),
  scopes: z.array(z.string()),
  app: z.string().nullable(),
  /** The user id of whoever installed it. */
  by: z.string(),
});
export type Installed = Readonly<z.infer<typeof kept>>;

export type InstallationRead =
  | { readonly ok: true; readonly installed: Installed }
  | { readonly ok: false; readonly code: 'not installed' | 'sealed'; readonly say: string };

export interface Installations {
  /** For Bolt and its installer. Its writer rejects with an `InstallationRefusal` whose message is for the person. */
  readonly store: InstallationStore;
  read(team: string): Promise<InstallationRead>;
  /** The bot's token; undefined where Muster is not installed or the token cannot be opened. */
  token(team: string): Promise<string | undefined>;
  remove(team: string): Promise<void>;
}

/** An installation that Muster does not take; the message says why, to whoever installs. */
export class InstallationRefusal extends Error {
  override name = 'InstallationRefusal';
}

const WHOLE_ORGANISATION =
  'Muster is installed in one workspace at a time. Choose a workspace, not the whole organisation, and install again.';
const ROTATION = 'Switch token rotation off in the settings of the Slack app (OAuth & Permissions), and install again.';
const NO_BOT =
  'Slack gave no bot token: the app has no bot user, or was given no rights. Compare it with the manifest.';

export function installations(shelf: InstallationShelf, sealer: Sealer): Installations {
  const read = async (team: string): Promise<InstallationRead> => {
    const sealed = await shelf.get(team);
    if (sealed === undefined) {
      return { ok: false, code: 'not installed', say: `Muster is not installed in the workspace ${team}.` };
    }
    const opened = sealer.open(sealed, aboutOf(team));
    const installed = opened.ok ? kept.safeParse(jsonOf(opened.text)) : undefined;
    if (installed?.success) return { ok: true, installed: installed.data };
    const why = opened.ok ? 'It was written by another version of Muster.' : opened.say;
    const say = `The Slack token of the workspace ${team} cannot be opened. ${why} Or install Muster there once more.`;
    return { ok: false, code: 'sealed', say };
  };
  const remove = (team: string) => shelf.remove(team);
  return {
    read,
    remove,
    async token(team) {
      const found = await read(team);
      return found.ok ? found.installed.token : undefined;
    },
    store: {
      async storeInstallation(installation) {
        const installed = installedOf(installation);
        const sealed = sealer.seal(JSON.stringify(installed), aboutOf(installed.team));
        await shelf.put(installed.team, sealed, { name: installed.name });
      },
      async fetchInstallation({ teamId: team }) {
        const found = await read(team ?? '');
        if (!found.ok) throw new InstallationRefusal(found.say);
        return installationOf(found.installed);
      },
      async deleteInstallation({ teamId: team }) {
        if (team !== undefined) await remove(team);
      },
    },
  };
}

const aboutOf = (team: string) => `slack ${team}`;

function installedOf(installation: Installation): Installed {
  const { team, bot, user, isEnterpriseInstall, appId } = installation;
  if (isEnterpriseInstall === true || team === undefined) throw new InstallationRefusal(WHOLE_ORGANISATION);
  if (bot === undefined) throw new InstallationRefusal(NO_BOT);
  if (bot.refreshToken !== undefined) throw new InstallationRefusal(ROTATION);
  return {
    team: teamId.parse(team.id),
    name: team.name ?? team.id,
    token: bot.token,
    botId: bot.id,
    botUser: bot.userId,
    scopes: bot.scopes,
    app: appId ?? null,
    by: user.id,
  };
}

const installationOf = (installed: Installed): Installation => ({
  team: { id: installed.team, name: installed.name },
  enterprise: undefined,
  user: { id: installed.by, token: undefined, scopes: undefined },
  bot: {
    token: installed.token,
    id: installed.botId,
    userId: installed.botUser,
    scopes: [...installed.scopes],
  },
  ...(installed.app === null ? {} : { appId: installed.app }),
  tokenType: 'bot',
  isEnterpriseInstall: false,
  authVersion: 'v2',
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
