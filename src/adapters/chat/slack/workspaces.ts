import type { SlackApi } from './api/api.ts';
import type { SlackConfig } from './settings.ts';

/** One workspace that Muster is installed in. */
export type Workspace = { readonly team: string; readonly botUser: string; readonly url: string | null };

/** The workspaces there are, each known once Slack has said who Muster is there. */
export interface Workspaces {
  /** Where incidents live: the first that was installed. Undefined until Slack has answered once. */
  home(): Workspace | undefined;
  get(team: string): Workspace | undefined;
  teams(): readonly string[];
  add(workspace: Workspace): void;
  remove(team: string): void;
  /** Whether there is a channel where incidents are announced. */
  announces(): boolean;
  /** The id of the channel where incidents are announced; undefined when none is set, or it was not found. */
  incidentsChannel(team: string): Promise<string | undefined>;
  /** Somebody invited Muster into a channel, or renamed one: look again. */
  lookAgain(): void;
}

const MOST_PAGES = 50;

export function workspacesOf(api: SlackApi, config: Pick<SlackConfig, 'incidents'>): Workspaces {
  const all = new Map<string, Workspace>();
  const channels = new Map<string, string>();

  /** By name it is found among the channels that Muster is in: it must be, to write there. */
  async function named(team: string, name: string): Promise<string | undefined> {
    let cursor = '';
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const more = cursor === '' ? {} : { cursor };
      const asked = { types: 'public_channel,private_channel', exclude_archived: true, limit: 200, ...more };
      const got = await api.call('users.conversations', asked, { priority: 'timer', team });
      if (!got.ok) return undefined;
      const found = got.value.channels?.find((one) => one.name === name);
      if (found?.id !== undefined) return found.id;
      cursor = got.value.response_metadata?.next_cursor ?? '';
      if (cursor === '') return undefined;
    }
    return undefined;
  }

  return {
    home: () => all.values().next().value,
    get: (team) => all.get(team),
    teams: () => [...all.keys()],
    add: (workspace) => void all.set(workspace.team, workspace),
    remove: (team) => void all.delete(team),
    async incidentsChannel(team) {
      const { incidents } = config;
      if (incidents === undefined) return undefined;
      if (incidents.by === 'id') return incidents.id;
      const known = channels.get(team);
      if (known !== undefined) return known;
      const found = await named(team, incidents.name);
      if (found !== undefined) channels.set(team, found);
      return found;
    },
    announces: () => config.incidents !== undefined,
    lookAgain: () => channels.clear(),
  };
}
