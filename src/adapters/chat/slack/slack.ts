import { card } from '../../../core/card.ts';
import { MINUTE_MS, plusMs, SECOND_MS } from '../../../core/time.ts';
import type { Chat, ChatHost } from '../../../ports/chat.ts';
import { slackApi } from './api/api.ts';
import { connect, ONLY } from './connect.ts';
import type { Door } from './connect.ts';
import { directoryOf } from './directory.ts';
import { drawFor } from './draw-for.ts';
import { homeTab } from './home/home-tab.ts';
import { mirrorOf } from './mirror/mirror.ts';
import type { PreviewPress } from './modals/modals.ts';
import { isPreview, modalsOf } from './modals/modals.ts';
import { nearMissesInSlack } from './near-miss/near-miss-door.ts';
import { accepted } from './outcomes.ts';
import { slackPager } from './pager.ts';
import type { RoomParts } from './rooms/room-parts.ts';
import { slackRooms } from './rooms/rooms.ts';
import type { SlackConfig } from './settings.ts';
import { setupWatch } from './setup-watch.ts';
import type { Delivery, Envelope } from './transport/envelope.ts';
import { answersOf } from './words/answers.ts';
import { deliver } from './words/deliver.ts';
import { handedOn } from './words/handed-on.ts';
import { momentsOf } from './words/moments.ts';
import { roomsIndex } from './words/rooms-index.ts';
import { checkForm } from './words/start-words.ts';
import type { WordsParts } from './words/words-parts.ts';
import { workspacesOf } from './workspaces.ts';

export interface SlackChat extends Chat {
  readonly doors: readonly Door[];
  /** Resolves when what people see is up to date. */
  idle(): Promise<void>;
}

/** Accounts are read again so often; in between, who is not known is looked up. */
const READ_EVERY_MS = 30 * MINUTE_MS;
const AGAIN_MS = 10 * SECOND_MS;
/** Whose channel it is, is known for so many of the newest incidents. */
const MOST_ROOMS = 500;

type Passing = PreviewPress | Extract<Envelope, { readonly kind: 'home' | 'user' }>;
const isPassing = (body: Envelope): body is Passing => body.kind === 'home' || body.kind === 'user' || isPreview(body);

/** Muster in Slack: a mirror of the incidents, a way in for words, and one of the media for pages. */
export function slackChat(config: SlackConfig, host: ChatHost): SlackChat {
  const { clock, log } = host;
  const api = slackApi({ tokens: (team) => connection.token(team), clock, log, url: config.apiUrl });
  const workspaces = workspacesOf({ api, clock, config });
  const directory = directoryOf({ api, clock, book: host.book, teams: workspaces.teams });
  const draw = drawFor({ host, directory, command: config.command });
  const rooms: RoomParts = { api, host, directory, workspaces, draw, config, inDoubt: new Set() };
  const index = roomsIndex();
  const mirror = mirrorOf(rooms, index.learn);
  const moments = momentsOf(clock);
  const handed = handedOn({ host, moments });
  const answers = answersOf({ api, moments, log });
  const home = homeTab({ api, host, directory, config });
  const modals = modalsOf({ api, host, directory, moments, config });
  const uninstalled = async (team: string) => {
    workspaces.remove(team);
    read.delete(team);
    await connection.remove(team);
    api.forget(team);
    setup.look();
  };
  const nearMisses = nearMissesInSlack({ api, host, draw, answers, moments, config });
  const words: WordsParts = { ...rooms, answers, modals, home, index, config, uninstalled, unsure: new Map() };
  const connection = connect({
    config,
    host,
    hears: {
      async keep(delivery: Delivery) {
        const { id, now, body } = delivery;
        moments.keep(id, now);
        if (nearMisses.isOne(body)) return void nearMisses.take(delivery);
        if (isPassing(body)) return pass(body);
        await host.keep(id, handed.wrap(delivery));
      },
      taken: () => undefined,
      answerForm: (form) => nearMisses.answer(form),
      checkForm: (form) => checkForm(form, clock.now()),
      notKept({ id, now, body }, say) {
        if (body.kind !== 'press' && body.kind !== 'shortcut' && body.kind !== 'form') return;
        moments.keep(id, now);
        const { team, user } = body;
        const to = { delivery: id, team, user, channel: null, thread: null };
        void answers.send(to, draw.card(card(say, { tone: 'alarm' })));
      },
      ownUser: (team) => workspaces.get(team)?.botUser,
    },
    onSocket: ({ state }) => api.heard('socket', state === 'connected' ? 'up' : 'down'),
    onInstalled: () => void greet(),
  });
  const setup = setupWatch({ config, host, api, connection, directory, workspaces });
  /** Workspaces whose accounts were read once. */
  const read = new Set<string>();
  let stopped = false;
  let cancelGreet = () => {};
  let cancelRead = () => {};

  /** Nothing was said: somebody fills in a form, opens their tab, or changes their picture. It need not be kept. */
  function pass(body: Passing): void {
    if (body.kind === 'press') return void modals.preview(body);
    if (body.kind === 'home') return void home.publish(body.team, body.user);
    directory.forget(body.team, body.user);
  }

  /** Asks every workspace who Muster is there, and reads its accounts; again until each has answered. */
  async function greet(): Promise<void> {
    cancelGreet();
    let isLeft = false;
    const installed = await connection.installed().catch(() => []);
    workspaces.inOrder(installed.flatMap(({ team }) => (team === ONLY ? [] : [team])));
    for (const { team } of installed) {
      if (read.has(team)) continue;
      const said = await api.call('auth.test', {}, { priority: 'answer', team });
      if (!said.ok || said.value.team_id === undefined || said.value.user_id === undefined) isLeft = true;
      else if (!stopped) {
        const { team_id: id, user_id: botUser, url = null } = said.value;
        if (read.has(id)) continue;
        workspaces.add({ team: id, botUser, url });
        if (await directory.read(id)) read.add(id);
        else isLeft = true;
        await mirror.followAll();
      }
    }
    void setup.look();
    if (isLeft && !stopped) cancelGreet = clock.ring(plusMs(clock.now(), AGAIN_MS), () => void greet());
  }

  function readAgain() {
    cancelRead = clock.ring(plusMs(clock.now(), READ_EVERY_MS), () => {
      void Promise.all(workspaces.teams().map((team) => directory.read(team))).then(greet);
      readAgain();
    });
  }

  /** A workspace was connected or taken out through another process. */
  async function lookAtShelf(): Promise<void> {
    const installed = await connection.installed().catch(() => []);
    const isIn = (id: string) => installed.some(({ team }) => team === id || team === ONLY);
    for (const team of workspaces.teams().filter((one) => !isIn(one))) {
      workspaces.remove(team);
      read.delete(team);
      api.forget(team);
    }
    await greet();
  }

  /** A room that another process has opened a moment ago is not known here yet. */
  async function knowRoom(body: Envelope): Promise<void> {
    if (!host.shared || !('channel' in body) || body.channel === null) return;
    const { team, channel } = body;
    const thread = 'thread' in body ? body.thread : null;
    if (index.incidentAt({ team, channel, thread }) !== undefined) return;
    for (const incident of await host.open()) index.learn(incident);
  }

  const deaf = api.onChange(({ state }) => {
    if (state === 'up') void mirror.followAll();
    void setup.look();
  });

  return {
    platform: 'slack',
    rooms: slackRooms(rooms),
    pager: slackPager(rooms, index),
    doors: connection.doors,
    async deliver(body, delivery) {
      const { team } = body as Envelope;
      if (workspaces.get(team) === undefined) {
        if (!(await connection.knows(team))) {
          log.warn({ team }, 'something came from a workspace that has not installed Muster: it is left alone');
          return accepted('');
        }
        // Installed through another process, or Slack did not answer at the start.
        await greet();
      }
      handed.unwrap(body, delivery);
      await knowRoom(body as Envelope);
      return deliver(words, body, delivery);
    },
    follow(id) {
      mirror.follow(id);
      home.refresh();
    },
    shelfChanged: () => void lookAtShelf(),
    missing: setup.missing,
    async start() {
      for (const incident of await host.recent(MOST_ROOMS)) index.learn(incident);
      readAgain();
      // Not waited for: a Slack that is away must not hold up the start.
      void connection
        .start()
        .catch((error: unknown) => log.error({ reason: String(error) }, 'Slack could not be listened to'));
      void greet();
    },
    async stop() {
      stopped = true;
      deaf();
      cancelGreet();
      cancelRead();
      mirror.close();
      home.stop();
      setup.close();
      await connection.stop().catch(() => undefined);
      api.close();
    },
    idle: mirror.idle,
  };
}
