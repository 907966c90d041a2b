import type { Manifest } from '@slack/web-api/dist/types/request/manifest.js';
import type { Wishes } from './scopes.ts';
import { eventsFor, featuresOf, scopesFor } from './scopes.ts';

/** Where Slack delivers in HTTP mode, and where it sends whoever has installed Muster in a workspace. */
export const EVENTS_PATH = '/slack/events';
export const REDIRECT_PATH = '/slack/oauth_redirect';

/** The second slash command; it has no setting, for two words that mean the same help nobody. */
export const NEAR_MISS_COMMAND = '/nearmiss';

/** The shortcuts in the menu of a message. Names have at most 24 characters. */
export const SHORTCUTS = [
  {
    callbackId: 'start_from_message',
    name: 'Start incident from this',
    description: 'Start an incident; this message says what is wrong',
  },
  {
    callbackId: 'add_to_timeline',
    name: 'Add to timeline',
    description: "Keep this message in the incident's timeline",
  },
  {
    callbackId: 'report_near_miss',
    name: 'Report near miss',
    description: 'Something that could have become an incident; nobody is paged',
  },
  {
    callbackId: 'make_action',
    name: 'Make action item',
    description: 'A promise with an owner and a date, from this message',
  },
] as const;

/** By HTTP Slack needs to know where; by Socket Mode there is no address. `publicUrl` begins with https. */
export type Asked = Wishes & {
  /** With its slash. */
  readonly command: string;
} & ({ readonly mode: 'socket' } | { readonly mode: 'http'; readonly publicUrl: string });

const DESCRIPTION = 'Runs incidents from your continuity plan: pages people, opens a channel, keeps time and timeline.';
/** Slack refuses one of fewer than 175 characters (manifest.schema.2.0.0.json). */
const LONG_DESCRIPTION = [
  'Muster is the incident bot that your firm runs itself.',
  'One line of words starts an incident: the people of your continuity plan are paged level by level until somebody has it,',
  'the incident gets a channel of its own, everybody sees their next step and the time that is left, and closing it writes',
  'the postmortem.',
  'Muster reads what is said to it and the messages that people hand to it, and nothing else.',
].join(' ');

/** The Slack app that a firm makes for itself, to be pasted into "Create New App", "From a manifest". */
export function manifestOf(asked: Asked): Manifest {
  const features = featuresOf(asked);
  const urls = asked.mode === 'http' ? urlsOf(asked.publicUrl) : undefined;
  const at = urls === undefined ? {} : { url: urls.events };
  const requests = urls === undefined ? {} : { request_url: urls.events };
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: { name: 'Muster', description: DESCRIPTION, long_description: LONG_DESCRIPTION },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'Muster', always_online: true },
      shortcuts: SHORTCUTS.map(({ callbackId, name, description }) => ({
        name,
        type: 'message',
        callback_id: callbackId,
        description,
      })),
      slash_commands: [
        {
          command: asked.command,
          ...at,
          description: 'Start an incident, or work on one',
          usage_hint: 'start WHAT IS WRONG | ack | next | done 3 | status | help',
          should_escape: true,
        },
        {
          command: NEAR_MISS_COMMAND,
          ...at,
          description: 'Report something that could have become an incident; nobody is paged',
          should_escape: true,
        },
      ],
    },
    oauth_config: {
      ...(urls === undefined ? {} : { redirect_urls: [urls.redirect] }),
      scopes: { bot: scopesFor(features).map(({ scope }) => scope) },
    },
    settings: {
      event_subscriptions: { ...requests, bot_events: [...eventsFor(features)] },
      interactivity: { is_enabled: true, ...requests },
      org_deploy_enabled: false,
      socket_mode_enabled: asked.mode === 'socket',
      token_rotation_enabled: false,
    },
  };
}

function urlsOf(publicUrl: string) {
  const base = publicUrl.replace(/\/+$/, '');
  return { events: `${base}${EVENTS_PATH}`, redirect: `${base}${REDIRECT_PATH}` };
}
