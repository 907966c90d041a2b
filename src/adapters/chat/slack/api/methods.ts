import type { WebClient } from '@slack/web-api';

/**
 * Every method of Slack's Web API that Muster uses; there is no other way to call one. Tiers and scopes from Slack's method
 * pages (docs.slack.dev/reference/methods); scopes are the least that a bot needs.
 */
export type MethodFacts = {
  /** Calls that Slack takes in a minute, for one app in one workspace. */
  readonly perMinute: number;
  /** How many of them may go at once; a quarter of a minute's unless told. */
  readonly burst?: number;
  /** One a second in each channel, at most three at once: Slack's rule for messages. */
  readonly perChannel?: true;
  /** What is slowed down by a 429: this method in the one channel, or in the workspace. */
  readonly key: 'channel' | 'team';
  /** One at a time within its key: a later one must not overtake. */
  readonly inOrder?: true;
  readonly scopes: readonly string[];
  /** Needed instead of `scopes` when the channel is private. */
  readonly privateScopes?: readonly string[];
  /** What a second call with the same arguments does: nothing more (a refusal counts as nothing), or people see it twice. */
  readonly repeat: 'harmless' | 'seen twice';
  /** What Muster does without when Slack refuses this method for good. */
  readonly nicety?: Nicety;
};

/** What an incident can do without. */
export type Nicety = 'pin' | 'bookmark' | 'topic' | 'canvas' | 'schedule' | 'history' | 'home';

const TIER_2 = { perMinute: 20, key: 'team' } as const;
const TIER_3 = { perMinute: 50, key: 'team' } as const;
const TIER_4 = { perMinute: 100, key: 'team' } as const;
const HARMLESS = { repeat: 'harmless' } as const;
const TWICE = { repeat: 'seen twice' } as const;

const CHAT = { scopes: ['chat:write'] } as const;
const MANAGE = { scopes: ['channels:manage'], privateScopes: ['groups:write'] } as const;
const READ = { scopes: ['channels:read'], privateScopes: ['groups:read'] } as const;
const FILES = { scopes: ['files:write'] } as const;
const CANVAS = { scopes: ['canvases:write'], nicety: 'canvas' } as const;
const BOOKMARK = { scopes: ['bookmarks:write'], nicety: 'bookmark' } as const;
const NO_SCOPE = { scopes: [] } as const;

export const METHODS = {
  // Slack publishes no figure for auth.test and chat.getPermalink ("special"): tier 4 is well inside.
  'auth.test': { ...TIER_4, ...NO_SCOPE, ...HARMLESS },
  'users.list': { ...TIER_2, ...HARMLESS, scopes: ['users:read'] },
  'users.info': { ...TIER_4, ...HARMLESS, scopes: ['users:read'] },
  'users.lookupByEmail': { ...TIER_3, ...HARMLESS, scopes: ['users:read.email'] },
  'users.conversations': { ...TIER_3, ...READ, ...HARMLESS },

  'conversations.create': { ...TIER_2, ...MANAGE, ...HARMLESS },
  'conversations.invite': { ...TIER_3, ...MANAGE, ...HARMLESS },
  'conversations.setTopic': { ...TIER_2, ...MANAGE, ...HARMLESS, nicety: 'topic' },
  'conversations.rename': { ...TIER_2, ...MANAGE, ...HARMLESS },
  'conversations.archive': { ...TIER_2, ...MANAGE, ...HARMLESS },
  'conversations.open': { ...TIER_3, ...HARMLESS, scopes: ['im:write'] },
  'conversations.info': { ...TIER_3, ...READ, ...HARMLESS },
  'conversations.members': { ...TIER_4, ...READ, ...HARMLESS },
  'conversations.history': {
    ...TIER_3,
    ...HARMLESS,
    scopes: ['channels:history'],
    privateScopes: ['groups:history'],
    nicety: 'history',
  },

  // About one a second in a channel, and an unpublished limit of several hundred a minute in a workspace.
  'chat.postMessage': { perMinute: 240, key: 'channel', perChannel: true, inOrder: true, ...CHAT, ...TWICE },
  // Not in bursts: cards are edited again and again, and 50 a minute are used up quickly.
  'chat.update': { ...TIER_3, burst: 1, key: 'channel', perChannel: true, inOrder: true, ...CHAT, ...HARMLESS },
  'chat.postEphemeral': { ...TIER_4, key: 'channel', ...CHAT, ...TWICE },
  'chat.delete': { ...TIER_3, key: 'channel', ...CHAT, ...HARMLESS },
  'chat.getPermalink': { ...TIER_4, key: 'channel', ...NO_SCOPE, ...HARMLESS },
  'chat.scheduleMessage': { ...TIER_3, key: 'channel', inOrder: true, ...CHAT, ...TWICE, nicety: 'schedule' },
  // Not a nicety: what was scheduled must be withdrawn even when nothing more can be scheduled.
  'chat.deleteScheduledMessage': { ...TIER_3, key: 'channel', ...CHAT, ...HARMLESS },
  'chat.scheduledMessages.list': { ...TIER_3, key: 'channel', ...CHAT, ...HARMLESS },

  'views.open': { ...TIER_4, ...NO_SCOPE, ...HARMLESS },
  'views.update': { ...TIER_4, ...NO_SCOPE, ...HARMLESS },
  'views.publish': { ...TIER_4, ...NO_SCOPE, ...HARMLESS, nicety: 'home' },

  'pins.add': { ...TIER_2, ...HARMLESS, scopes: ['pins:write'], nicety: 'pin' },
  'bookmarks.add': { ...TIER_2, ...BOOKMARK, ...TWICE },
  'bookmarks.list': { ...TIER_3, ...HARMLESS, scopes: ['bookmarks:read'], nicety: 'bookmark' },

  'conversations.canvases.create': { ...TIER_2, ...CANVAS, ...HARMLESS },
  'canvases.edit': { ...TIER_3, ...CANVAS, ...TWICE },

  'files.getUploadURLExternal': { ...TIER_4, ...FILES, ...HARMLESS },
  'files.completeUploadExternal': { ...TIER_4, ...FILES, ...HARMLESS },
} as const satisfies Readonly<Record<string, MethodFacts>>;

export type Method = keyof typeof METHODS;

/** The function of the client that `chat.postMessage` names. */
type Named<Client, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends keyof Client
    ? Named<Client[Head], Rest>
    : never
  : Path extends keyof Client
    ? Client[Path]
    : never;
type Call = (options: never) => Promise<unknown>;

export type ArgsOf<M extends Method> =
  Named<WebClient, M> extends infer F extends Call ? NonNullable<Parameters<F>[0]> : never;
export type ResultOf<M extends Method> =
  Named<WebClient, M> extends infer F extends Call ? Awaited<ReturnType<F>> : never;

export const factsOf = (method: Method): MethodFacts => METHODS[method];
