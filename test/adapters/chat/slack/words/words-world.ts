import type { SlackApi } from '../../../../../src/adapters/chat/slack/api/api.ts';
import type { Directory, Who } from '../../../../../src/adapters/chat/slack/directory.ts';
import { drawFor } from '../../../../../src/adapters/chat/slack/draw-for.ts';
import { answersOf } from '../../../../../src/adapters/chat/slack/words/answers.ts';
import type { Moments } from '../../../../../src/adapters/chat/slack/words/moments.ts';
import { momentsOf } from '../../../../../src/adapters/chat/slack/words/moments.ts';
import { roomsIndex } from '../../../../../src/adapters/chat/slack/words/rooms-index.ts';
import type { WordsParts } from '../../../../../src/adapters/chat/slack/words/words-parts.ts';
import { workspacesOf } from '../../../../../src/adapters/chat/slack/workspaces.ts';
import { chatHost } from '../../../../../src/chat-host.ts';
import { hash, personId } from '../../../../../src/core/ids.ts';
import type { Incident } from '../../../../../src/core/incident/state.ts';
import type { Upkeep } from '../../../../../src/core/upkeep/upkeep.ts';
import { UPKEEP } from '../../../../../src/core/upkeep/upkeep.ts';
import type { ChatHost } from '../../../../../src/ports/chat.ts';
import { ONLY_HAND } from '../../../../../src/ports/helm.ts';
import { quietLog } from '../../../../support/quiet-log.ts';
import type { Story } from '../../../../support/story.ts';
import { sampleBook } from '../../../../support/story.ts';
import type { RecordingApi } from './recording-api.ts';
import { recordingApi } from './recording-api.ts';

export const TEAM = 'T0MUSTER1';
export const BOT = 'U0BOT0001';
/** Accounts: Marcus owns the plan, Priya, Ruth and Owen are in it, Kim is not. */
export const USERS = { U0MARCUS: 'marcus', U0PRIYA: 'priya', U0RUTH: 'ruth', U0OWEN: 'owen' } as const;
export const MARCUS = 'U0MARCUS';
export const PRIYA = 'U0PRIYA';
export const OWEN = 'U0OWEN';
export const RUTH = 'U0RUTH';
export const KIM = 'U0KIM';
/** Slack does not say who this is. */
export const UNSURE = 'U0UNSURE';

export type WordsWorld = WordsParts & { readonly api: RecordingApi; readonly moments: Moments };

/** What working a delivery needs, over a story; what is said to Slack is written down. */
export function wordsWorld(told: Story, over: Partial<Omit<WordsParts, 'api'>> = {}): WordsWorld {
  const api = recordingApi();
  const host = hostOver(told);
  const directory = fewPeople();
  const moments = momentsOf(told.clock);
  const workspaces = workspacesOf({ api, clock: told.clock, config: { incidents: undefined } });
  workspaces.add({ team: TEAM, botUser: BOT, url: null });
  return {
    api,
    host,
    directory,
    moments,
    workspaces,
    draw: drawFor({ host, directory, command: '/incident' }),
    answers: answersOf({ api, moments, log: host.log }),
    modals: { open: () => Promise.resolve(true) },
    home: { publish: () => Promise.resolve() },
    index: roomsIndex(),
    uninstalled: async () => undefined,
    config: { command: '/incident', reactions: true },
    unsure: new Map(),
    ...over,
  };
}

/** The real host of a chat platform, over the story's engine and store. */
export function hostOver(told: Story, missing: readonly string[] = ['Nothing is set up.']): ChatHost {
  return chatHost('slack', {
    store: told.store,
    engine: () => told.engine(),
    say: () => () => Promise.reject(new Error('nothing is said here')),
    book: () => ({ ...sampleBook, hash: hash('1a'.repeat(32)) }),
    live: async () => (await told.engine().read(UPKEEP)).state as Upkeep,
    missing: () => missing,
    postmortem: () => Promise.resolve(undefined),
    wall: told.clock,
    log: quietLog(),
    consoleUrl: () => 'https://muster.example',
    nearMisses: () => {
      throw new Error('nobody reports here');
    },
    secret: 'x'.repeat(32),
    shared: false,
    helm: ONLY_HAND,
  });
}

const NAMES: Readonly<Record<string, string>> = { [KIM]: 'Kim <!channel>', [BOT]: 'Muster' };

function fewPeople(): Directory {
  const of = (user: string): Who => {
    const person = Object.entries(USERS).find(([account]) => account === user)?.[1];
    const name = NAMES[user] ?? sampleBook.plan.people[person ?? '']?.name ?? 'Somebody Else';
    return user === UNSURE
      ? { known: false }
      : { known: true, person: person === undefined ? null : personId(person), name };
  };
  return {
    whoIs: async (_team, user) => of(user),
    accountOf: () => undefined,
    find: async () => undefined,
    missing: (people) => people.filter((person) => !Object.values<string>(USERS).includes(person)),
    read: async () => true,
    forget: () => undefined,
  };
}

/** The incident as if its room were this channel of Slack. */
export function inChannel(incident: Incident, channel: string, steps: Readonly<Record<number, string>> = {}): Incident {
  const [room] = Object.values(incident.rooms.open);
  if (room === undefined) throw new Error('the incident has no room');
  const slack = { ...room, platform: 'slack', reference: `${TEAM}/${channel}`, steps };
  return { ...incident, rooms: { ...incident.rooms, open: { slack } } };
}

/** What was answered by Slack, beside the answer itself: for calls to a Slack that we did not write. */
export function listening(api: SlackApi): SlackApi & { readonly results: readonly unknown[] } {
  const results: unknown[] = [];
  return {
    ...api,
    results,
    async call(method, args, options) {
      const called = await api.call(method, args, options);
      results.push(called);
      return called;
    },
  };
}
