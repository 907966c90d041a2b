import { z } from 'zod';
import type { IncidentsChannel, SlackConfig, SlackConnection } from './adapters/chat/slack/settings.ts';
import { secretTrouble } from './adapters/chat/slack/setup/secrets.ts';
import { isSafe, optional } from './setting.ts';

const shaped = (pattern: RegExp, error: string) => z.string().regex(pattern, { error });

/** Slack's own words, which no app may take (slack.com/help/articles/201259356), and the second one of Muster. */
const TAKEN =
  'archive away call collapse dnd expand feed feedback invite join kick leave me msg dm mute nearmiss open part pro remind remove rename search shortcuts shrug star status topic unarchive who'.split(
    ' ',
  );

/** What Slack takes for a slash command (32 characters with the slash), and Muster for its root one. */
const command = shaped(
  /^\/[a-z0-9][a-z0-9_-]{0,30}$/,
  'is a slash and at most 31 small letters, digits, - or _, such as /incident',
).refine((word) => !TAKEN.includes(word.slice(1)), { error: 'is a word of Slack itself or /nearmiss: take another' });

/** `C0123ABCD`, `#incidents`, `incidents`, or what "Copy link" gives: `https://acme.slack.com/archives/C0123ABCD`. */
const CHANNEL_ID = /^(?:https:\/\/[\w.-]+\/archives\/)?([CG][A-Z0-9]{7,20})\/?$/;
const CHANNEL_NAME = /^#?([\p{Ll}\p{Lo}\p{N}_-]{1,80})$/u;

/** The settings of Slack. Whether they go together, and what a token looks like, says `slackOf`. */
export const slackSettings = {
  SLACK_BOT_TOKEN: optional('The bot token of your Slack app (xoxb-…), for one workspace'),
  SLACK_APP_TOKEN: optional('The app-level token (xapp-…): Slack by Socket Mode, without a public address'),
  SLACK_SIGNING_SECRET: optional('The signing secret of your Slack app: Slack by HTTP, at MUSTER_PUBLIC_URL'),
  SLACK_CLIENT_ID: optional('The client id of your Slack app: several workspaces, each installs it for itself'),
  SLACK_CLIENT_SECRET: optional('The client secret that goes with SLACK_CLIENT_ID'),
  SLACK_API_URL: z
    .url({ protocol: /^https?$/ })
    .default('https://slack.com/api/')
    .refine(isSafe, { error: 'has to begin with https: tokens travel there' })
    .describe("Where Slack's Web API is; another one only for tests and GovSlack"),
  SLACK_COMMAND: command.default('/incident').describe('The slash command of Muster, with its slash'),
  SLACK_INCIDENTS_CHANNEL: z
    .string()
    .refine((place) => CHANNEL_ID.test(place) || CHANNEL_NAME.test(place), {
      error: 'is a name such as #incidents, or the id of a channel (C…)',
    })
    .optional()
    .describe('The channel where incidents are announced; with SLACK_ROOMS=thread, where they live'),
  SLACK_ROOMS: z
    .enum(['channel', 'thread'], { error: 'is channel or thread' })
    .default('channel')
    .describe('Whether an incident gets a channel of its own, or a thread in SLACK_INCIDENTS_CHANNEL'),
  SLACK_CHANNEL_PREFIX: shaped(
    /^[a-z0-9][a-z0-9_-]{0,20}$/,
    'is at most 21 small letters, digits, - or _, such as inc-',
  )
    .default('inc-')
    .describe("What the name of an incident's channel begins with"),
  SLACK_REACTIONS: z
    .enum(['yes', 'no'], { error: 'is yes or no' })
    .default('no')
    .describe('Whether a pushpin puts a message on the timeline and a check mark ends a step; needs more scopes'),
  SLACK_CANVAS: z
    .enum(['yes', 'no'], { error: 'is yes or no' })
    .default('no')
    .describe(
      'Whether the postmortem is a canvas of the channel as well, where the workspace allows one; needs a scope',
    ),
} as const;

export type { SlackConfig } from './adapters/chat/slack/settings.ts';

const shape = z.object(slackSettings);
export type SlackData = z.output<typeof shape> & { readonly MUSTER_PUBLIC_URL?: string | undefined };
type Refused = { readonly ok: false; readonly say: string };

/** The settings of Slack as one: none of the secrets means no Slack, and every wrong set of them is one plain sentence. */
export function slackOf(data: SlackData): { readonly ok: true; readonly slack: SlackConfig | undefined } | Refused {
  const trouble = secretTrouble(data);
  if (trouble !== undefined) return no(trouble);
  const found = connectionOf(data);
  if (!found.ok) return found;
  const { connection } = found;
  if (connection === undefined) return { ok: true, slack: undefined };
  const incidents = channelOf(data.SLACK_INCIDENTS_CHANNEL);
  if (data.SLACK_ROOMS === 'thread' && incidents === undefined)
    return no('SLACK_ROOMS is thread, but SLACK_INCIDENTS_CHANNEL is not set: name the channel, such as #incidents.');
  if (connection.by === 'oauth' && incidents?.by === 'id')
    return no(
      'SLACK_INCIDENTS_CHANNEL is the id of a channel in one workspace: with SLACK_CLIENT_ID write its name, such as #incidents.',
    );
  const apiUrl = data.SLACK_API_URL.replace(/\/*$/, '/');
  return {
    ok: true,
    slack: {
      connection,
      apiUrl,
      command: data.SLACK_COMMAND,
      incidents,
      rooms: data.SLACK_ROOMS,
      channelPrefix: data.SLACK_CHANNEL_PREFIX,
      reactions: data.SLACK_REACTIONS === 'yes',
      canvas: data.SLACK_CANVAS === 'yes',
    },
  };
}

const no = (say: string): Refused => ({ ok: false, say });

function channelOf(text: string | undefined): IncidentsChannel | undefined {
  const [, id] = CHANNEL_ID.exec(text ?? '') ?? [];
  const [, name] = CHANNEL_NAME.exec(text ?? '') ?? [];
  if (id !== undefined) return { by: 'id', id };
  return name === undefined ? undefined : { by: 'name', name };
}

type Connection = { readonly ok: true; readonly connection: SlackConnection | undefined } | Refused;
const taken = (connection: SlackConnection | undefined): Connection => ({ ok: true, connection });

const WHERE_BOT = 'copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions" of your Slack app';
const WHERE_APP =
  'make one (xapp-…) under "Basic Information", "App-Level Tokens", with the scope connections:write, or set SLACK_SIGNING_SECRET for HTTP';

function connectionOf(data: SlackData): Connection {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = data;
  if (data.SLACK_CLIENT_ID !== undefined || data.SLACK_CLIENT_SECRET !== undefined) return severalOf(data);
  if (botToken === undefined && appToken === undefined && signingSecret === undefined) return taken(undefined);
  if (botToken === undefined) {
    const given = appToken === undefined ? 'SLACK_SIGNING_SECRET' : 'SLACK_APP_TOKEN';
    return no(`${given} is set, but SLACK_BOT_TOKEN is not: ${WHERE_BOT}.`);
  }
  if (appToken !== undefined && signingSecret !== undefined)
    return no(
      'SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set: keep SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP, and take the other one away.',
    );
  if (appToken !== undefined) return taken({ by: 'socket', botToken, appToken });
  if (signingSecret === undefined) return no(`SLACK_BOT_TOKEN is set, but SLACK_APP_TOKEN is not: ${WHERE_APP}.`);
  const publicUrl = publicUrlOf(data, 'SLACK_SIGNING_SECRET');
  return publicUrl.ok ? taken({ by: 'http', botToken, signingSecret, publicUrl: publicUrl.url }) : publicUrl;
}

function severalOf(data: SlackData): Connection {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_SIGNING_SECRET: signingSecret } = data;
  const where = 'copy it from "Basic Information" of your Slack app';
  if (clientId === undefined) return no(`SLACK_CLIENT_SECRET is set, but SLACK_CLIENT_ID is not: ${where}.`);
  if (clientSecret === undefined) return no(`SLACK_CLIENT_ID is set, but SLACK_CLIENT_SECRET is not: ${where}.`);
  if (data.SLACK_APP_TOKEN !== undefined)
    return no(
      'SLACK_APP_TOKEN and SLACK_CLIENT_ID are both set, but several workspaces work by HTTP only: take SLACK_APP_TOKEN away and set SLACK_SIGNING_SECRET.',
    );
  if (data.SLACK_BOT_TOKEN !== undefined)
    return no(
      'SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set: take SLACK_BOT_TOKEN away, for each workspace gets its own token when it installs Muster.',
    );
  if (signingSecret === undefined) return no(`SLACK_CLIENT_ID is set, but SLACK_SIGNING_SECRET is not: ${where}.`);
  const publicUrl = publicUrlOf(data, 'SLACK_CLIENT_ID');
  return publicUrl.ok
    ? taken({ by: 'oauth', clientId, clientSecret, signingSecret, publicUrl: publicUrl.url })
    : publicUrl;
}

/** Slack delivers to https only. The address comes without a slash at its end. */
function publicUrlOf(data: SlackData, because: string): { readonly ok: true; readonly url: string } | Refused {
  const { MUSTER_PUBLIC_URL: url } = data;
  if (url === undefined)
    return no(`${because} is set, but MUSTER_PUBLIC_URL is not: Slack by HTTP needs the https address of Muster.`);
  if (!isSafe(url))
    return no(`${because} is set, but MUSTER_PUBLIC_URL does not begin with https: Slack delivers to nothing else.`);
  return { ok: true, url: url.replace(/\/+$/, '') };
}
