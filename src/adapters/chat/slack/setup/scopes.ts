import type { Manifest } from '@slack/web-api/dist/types/request/manifest.js';

type OAuth = NonNullable<NonNullable<Manifest['oauth_config']>['scopes']>;
type Subscriptions = NonNullable<NonNullable<Manifest['settings']>['event_subscriptions']>;
export type BotScope = NonNullable<OAuth['bot']>[number];
export type BotEvent = NonNullable<Subscriptions['bot_events']>[number];

/** The types of @slack/web-api 8.2 do not know this scope; Slack does (docs.slack.dev/reference/scopes/canvases.write). */
const CANVASES_WRITE = String('canvases:write') as BotScope;

/** What a firm may have or do without. `private`: incidents in private channels. */
export const FEATURES = ['always', 'private', 'reactions', 'canvas'] as const;
export type Feature = (typeof FEATURES)[number];

export type Scope = {
  readonly scope: BotScope;
  readonly feature: Feature;
  /** Without what is required Muster cannot do its work in Slack; a nicety is missed and no more. */
  readonly need: 'required' | 'nicety';
  /** What it is for, for whoever has to approve it. */
  readonly why: string;
  /** What happens without it: a clause in the present, for a sentence that says so. */
  readonly without: string;
};

/** Every permission that Muster asks a workspace for, and why: the least that the features need (Slack's method pages). */
export const SCOPES: readonly Scope[] = [
  {
    scope: 'commands',
    feature: 'always',
    need: 'required',
    why: 'the slash commands and the message shortcuts',
    without: 'nobody can speak to Muster by a slash command or a shortcut',
  },
  {
    scope: 'chat:write',
    feature: 'always',
    need: 'required',
    why: 'cards, pages and answers, where Muster was invited',
    without: 'Muster cannot say anything, nor page by Slack',
  },
  {
    scope: 'channels:manage',
    feature: 'always',
    need: 'required',
    why: "making an incident's channel, inviting people, its topic, archiving it",
    without: 'incidents get no channel of their own',
  },
  {
    scope: 'channels:read',
    feature: 'always',
    need: 'required',
    why: 'who joins or leaves, and whether a channel was archived, renamed or deleted',
    without: 'Muster does not see who joined, nor that a channel was archived',
  },
  {
    scope: 'im:write',
    feature: 'always',
    need: 'required',
    why: 'opening a direct message, to page somebody or to answer them alone',
    without: 'nobody can be paged by direct message',
  },
  {
    scope: 'im:history',
    feature: 'always',
    need: 'required',
    why: 'hearing what people write to Muster itself in a direct message, and nobody else',
    without: 'what people write to Muster in a direct message is not heard',
  },
  {
    scope: 'users:read',
    feature: 'always',
    need: 'required',
    why: 'names of accounts, and whether one was deactivated',
    without: 'Muster does not know who speaks',
  },
  {
    scope: 'users:read.email',
    feature: 'always',
    need: 'required',
    why: 'which account is which person of the plan, by e-mail address',
    without: 'accounts cannot be matched with the people of the plan',
  },
  {
    scope: 'app_mentions:read',
    feature: 'always',
    need: 'required',
    why: 'hearing @Muster in a channel, also in threads, where Slack allows no slash command',
    without: '@Muster in a channel is not heard',
  },
  {
    scope: 'groups:write',
    feature: 'private',
    need: 'required',
    why: 'making the private channel of a private incident',
    without: 'private incidents get no channel of their own',
  },
  {
    scope: 'groups:read',
    feature: 'private',
    need: 'required',
    why: 'the same as channels:read, in the private channels where Muster is',
    without: 'Muster does not see who joined a private channel, nor that it was archived',
  },
  {
    scope: 'pins:write',
    feature: 'always',
    need: 'nicety',
    why: 'pinning the situation card',
    without: 'the situation card is not pinned',
  },
  {
    scope: 'bookmarks:write',
    feature: 'always',
    need: 'nicety',
    why: 'links to the console, the postmortem and the meeting on top of the channel',
    without: 'the channel has no bookmarks',
  },
  {
    scope: 'bookmarks:read',
    feature: 'always',
    need: 'nicety',
    why: 'seeing which of these links are there already',
    without: 'a link may stand in the channel twice after a restart',
  },
  {
    scope: 'files:write',
    feature: 'always',
    need: 'nicety',
    why: 'the postmortem as a file in the channel',
    without: 'the postmortem is linked and not attached',
  },
  {
    scope: 'reactions:read',
    feature: 'reactions',
    need: 'nicety',
    why: 'a pushpin puts a message on the timeline, a check mark ends a step (`SLACK_REACTIONS=yes`)',
    without: 'reactions do nothing',
  },
  {
    scope: 'channels:history',
    feature: 'reactions',
    need: 'nicety',
    why: 'reading the one message that got the reaction: Slack does not send its text',
    without: 'a reaction puts nothing on the timeline',
  },
  {
    scope: 'groups:history',
    feature: 'reactions',
    need: 'nicety',
    why: 'the same in private channels where Muster is',
    without: 'a reaction in a private channel puts nothing on the timeline',
  },
  {
    scope: CANVASES_WRITE,
    feature: 'canvas',
    need: 'nicety',
    why: 'the postmortem as a canvas, where the plan of the workspace allows one',
    without: 'the postmortem is a file and no canvas',
  },
];

/** Of an app-level token; it stands in no manifest but is chosen when the token is made. */
export const APP_TOKEN_SCOPE = 'connections:write';

export type Subscription = {
  readonly event: BotEvent;
  readonly feature: Feature;
  /** Slack sends it with any one of these; none: with every token. */
  readonly scopes: readonly BotScope[];
};

const none: readonly BotScope[] = [];
const ofChannels: readonly BotScope[] = ['channels:read'];
const ofGroups: readonly BotScope[] = ['groups:read'];

/** Every event that Muster asks for, with the scope that Slack sends it for (docs.slack.dev/reference/events). */
export const EVENTS: readonly Subscription[] = [
  { event: 'app_home_opened', feature: 'always', scopes: none },
  { event: 'app_mention', feature: 'always', scopes: ['app_mentions:read'] },
  { event: 'message.im', feature: 'always', scopes: ['im:history'] },
  { event: 'member_joined_channel', feature: 'always', scopes: ['channels:read', 'groups:read'] },
  { event: 'member_left_channel', feature: 'always', scopes: ['channels:read', 'groups:read'] },
  { event: 'channel_archive', feature: 'always', scopes: ofChannels },
  { event: 'channel_unarchive', feature: 'always', scopes: ofChannels },
  { event: 'channel_rename', feature: 'always', scopes: ofChannels },
  { event: 'channel_deleted', feature: 'always', scopes: ofChannels },
  { event: 'channel_left', feature: 'always', scopes: ofChannels },
  { event: 'group_archive', feature: 'private', scopes: ofGroups },
  { event: 'group_unarchive', feature: 'private', scopes: ofGroups },
  { event: 'group_rename', feature: 'private', scopes: ofGroups },
  { event: 'group_deleted', feature: 'private', scopes: ofGroups },
  { event: 'group_left', feature: 'private', scopes: ofGroups },
  { event: 'reaction_added', feature: 'reactions', scopes: ['reactions:read'] },
  { event: 'reaction_removed', feature: 'reactions', scopes: ['reactions:read'] },
  { event: 'user_change', feature: 'always', scopes: ['users:read'] },
  { event: 'team_join', feature: 'always', scopes: ['users:read'] },
  { event: 'app_uninstalled', feature: 'always', scopes: none },
  { event: 'tokens_revoked', feature: 'always', scopes: none },
];

export type Wishes = { readonly reactions: boolean; readonly private?: boolean; readonly canvas?: boolean };

/** Private channels are asked for unless they are not wanted; canvases only when they are. */
export function featuresOf({ reactions, private: withPrivate = true, canvas = false }: Wishes): readonly Feature[] {
  const wanted: Readonly<Record<Feature, boolean>> = { always: true, private: withPrivate, reactions, canvas };
  return FEATURES.filter((feature) => wanted[feature]);
}

/** The scopes that these features need; without private channels, none that reads them. */
export const scopesFor = (features: readonly Feature[]): readonly Scope[] =>
  SCOPES.filter(
    ({ scope, feature }) =>
      features.includes(feature) && (features.includes('private') || !scope.startsWith('groups:')),
  );

export const eventsFor = (features: readonly Feature[]): readonly BotEvent[] =>
  EVENTS.filter(({ feature }) => features.includes(feature)).map(({ event }) => event);
