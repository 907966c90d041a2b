import type { HomeView } from '@slack/types';
import type { Instant } from '../../../../core/time.ts';
import { earliest, latest, plusMs, SECOND_MS } from '../../../../core/time.ts';
import { homeView } from '../draw/home-view.ts';
import type { SlackConfig } from '../settings.ts';
import type { HomeTab, WordsParts } from '../words/words-parts.ts';
import type { World } from './home-of.ts';
import { homeOf } from './home-of.ts';
import { strangerView } from './stranger-view.ts';

export type HomeParts = Pick<WordsParts, 'api' | 'host' | 'directory'> & {
  readonly config: Pick<SlackConfig, 'command'>;
};

export interface RefreshingHomeTab extends HomeTab {
  /** Something has changed: whoever opened their tab sees it soon. */
  refresh(): void;
  stop(): void;
}

/** So many tabs are kept up to date; of more, those that were opened last. */
const MOST_TABS = 500;
/** One tab is drawn again at most so often, and a moment after a change: changes come in bursts. */
const EVERY_MS = 10 * SECOND_MS;
const SOON_MS = SECOND_MS;
/** What Slack did not take is shown again after so long. */
const AGAIN_MS = 30 * SECOND_MS;
/** So many are drawn from one look at the world; the next ones get a new look. */
const AT_ONCE = 20;

type Tab = {
  readonly team: string;
  readonly user: string;
  shownAt: Instant | undefined;
  /** As it was taken by Slack last. */
  shown: string;
  /** When it is to be drawn again. */
  due: Instant | undefined;
};

/** The home tabs of people in Slack: drawn when they are opened, and again when something has changed. */
export function homeTab({ api, host, directory, config }: HomeParts): RefreshingHomeTab {
  const { clock, log } = host;
  const tabs = new Map<string, Tab>();
  let cancelRing = () => {};
  let isAtWork = false;
  let isStopped = false;

  async function look(): Promise<World> {
    const [at, live, open] = await Promise.all([host.now(), host.live(), host.open()]);
    return { book: host.book(), at, live, open, missing: host.missing() };
  }

  async function viewFor({ team, user }: Tab, world: World): Promise<HomeView> {
    const who = await directory.whoIs(team, user);
    const { command } = config;
    if (!who.known || who.person === null) return strangerView({ user, isSure: who.known, command });
    return homeView({ ...homeOf(world, who.person), consoleUrl: `${host.consoleUrl()}/`, command });
  }

  async function show(tab: Tab, world: World): Promise<void> {
    const view = await viewFor(tab, world);
    const drawn = JSON.stringify(view);
    tab.shownAt = clock.now();
    if (drawn === tab.shown) return;
    const { team, user } = tab;
    const done = await api.call('views.publish', { user_id: user, view }, { priority: 'nicety', team, coalesce: user });
    if (done.ok) tab.shown = drawn;
    else if (done.kind === 'refused') tabs.delete(nameOf(tab));
    else if (done.kind !== 'superseded') tab.due ??= plusMs(clock.now(), AGAIN_MS);
  }

  async function showDue(): Promise<void> {
    isAtWork = true;
    const now = clock.now();
    const ripe = [...tabs.values()].filter((tab) => tab.due !== undefined && tab.due <= now);
    for (const tab of ripe) if (api.health(tab.team).state === 'down') tab.due = plusMs(now, AGAIN_MS);
    const due = ripe.filter((tab) => tab.due !== undefined && tab.due <= now).slice(0, AT_ONCE);
    for (const tab of due) tab.due = undefined;
    try {
      if (due.length === 0) return;
      const world = await look();
      await Promise.all(due.map((tab) => show(tab, world)));
    } catch (error) {
      log.warn({ reason: String(error) }, 'home tabs in Slack were not brought up to date');
      for (const tab of due) tab.due ??= plusMs(clock.now(), AGAIN_MS);
    } finally {
      isAtWork = false;
      ring();
    }
  }

  /** One bell, for the tab that is due first. */
  function ring(): void {
    cancelRing();
    const hours = [...tabs.values()].flatMap(({ due }) => due ?? []);
    if (hours.length === 0 || isAtWork || isStopped) return;
    cancelRing = clock.ring(earliest(...hours), () => void showDue());
  }

  return {
    async publish(team, user) {
      if (!api.capabilities.has('home', team)) return;
      const tab = tabs.get(nameOf({ team, user })) ?? { team, user, shownAt: undefined, shown: '', due: undefined };
      tab.shown = '';
      // At the end of the line of those that are forgotten first.
      tabs.delete(nameOf(tab));
      tabs.set(nameOf(tab), tab);
      const [oldest] = tabs.keys();
      if (tabs.size > MOST_TABS && oldest !== undefined) tabs.delete(oldest);
      try {
        await show(tab, await look());
      } catch (error) {
        log.warn({ team, reason: String(error) }, 'a home tab in Slack could not be shown');
      }
      ring();
    },
    refresh() {
      const soon = plusMs(clock.now(), SOON_MS);
      for (const tab of tabs.values())
        tab.due ??= tab.shownAt === undefined ? soon : latest(soon, plusMs(tab.shownAt, EVERY_MS));
      ring();
    },
    stop() {
      isStopped = true;
      cancelRing();
    },
  };
}

const nameOf = ({ team, user }: Pick<Tab, 'team' | 'user'>) => `${team}/${user}`;
