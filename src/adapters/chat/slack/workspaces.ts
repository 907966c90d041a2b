import type { SlackApi } from './api/api.ts';
import type { Instant } from '../../../core/time.ts';
import { MINUTE_MS, msBetween } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { SlackConfig } from './settings.ts';

/** One workspace that Muster is installed in. */
export type Workspace = { readonly team: string; readonly botUser: string; readonly url: string | null };

/** The workspaces there are, each known once Slack has said who Muster is there. */
export interface Workspaces {
  /** Where incidents live: the first that was installed. Undefined until Slack has answered once. */
  home(): Workspace | undefined;
  /** The workspaces in the order in which they installed Muster. */
  inOrder(teams: readonly string[]): void;
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

type Parts = {
  readonly api: SlackApi;
  readonly clock: Clock;
  readonly config: Pick<SlackConfig, 'incidents'>;
};

const MOST_PAGES = 50;
/** A channel that was not found is looked for again after so long. */
const VAIN_MS = MINUTE_MS;

export function workspacesOf({ api, clock, config }: Parts): Workspaces {
  const all = new Map<string, Workspace>();
  const channels = new Map<string, string>();
  const vain = new Map<string, Instant>();
  let order: readonly string[] = [];

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
    home: () => (order[0] === undefined ? all.values().next().value : all.get(order[0])),
    inOrder: (teams) => void (order = teams),
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
      const lately = vain.get(team);
      if (lately !== undefined && msBetween(lately, clock.now()) < VAIN_MS) return undefined;
      const found = await named(team, incidents.name);
      if (found === undefined) vain.set(team, clock.now());
      else channels.set(team, found);
      return found;
    },
    announces: () => config.incidents !== undefined,
    lookAgain() {
      channels.clear();
      vain.clear();
    },
  };
}
