import { createHmac } from 'node:crypto';

/**
 * Requests as Slack sends them, byte for byte: the headers of its own robot, forms with `+` for a space, JSON with `\/` and
 * `\uXXXX` as its servers write it, the signature over exactly these bytes. Shapes: platforms A.5.
 */
export type SlackRequest = {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
export type Signing = {
  readonly secret: string;
  /** When Slack signed it; ms since 1970. */
  readonly atMs: number;
  /** The nth time that Slack delivers it again, and why. */
  readonly retry?: { readonly num: number; readonly reason: string };
};

const FORM = 'application/x-www-form-urlencoded';

/** Signs a body of the given kind. */
export function signed(body: string, contentType: string, { secret, atMs, retry }: Signing): SlackRequest {
  const timestamp = String(Math.floor(atMs / 1_000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    method: 'POST',
    body,
    headers: {
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      accept: 'application/json,*/*',
      'content-type': contentType,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
      ...(retry === undefined ? {} : { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason }),
    },
  };
}

export const asForm = (fields: Readonly<Record<string, string>>, how: Signing) =>
  signed(new URLSearchParams(fields).toString(), FORM, how);
/** Interactions come as a form with one field of JSON. */
export const asInteraction = (payload: object, how: Signing) => asForm({ payload: slackJson(payload) }, how);
export const asEvent = (body: object, how: Signing) => signed(slackJson(body), 'application/json', how);

/** JSON as Slack's servers write it. */
export const slackJson = (value: unknown) =>
  JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const TEAM = 'T0MUSTER1';
export const BOT_USER = 'U0BOT0001';
export const ANN = 'U0ANN0001';
export const CHANNEL = 'C0ROOM001';
const RESPONSE_URL = 'https://hooks.slack.com/actions/T0MUSTER1/1234567890/abcdefghijklmnop';
const TOKEN = 'gIkuvaNzQIHg97ATvDxqgjtO';
const APP = 'A0MUSTER1';

let many = 0;
/** Another one each time, as Slack's are: `13345224609.738474920.8088930838d88f008e0…`. */
export const trigger = () => `${13_345_224_609 + (many += 1)}.738474920.8088930838d88f008e00000000000000`;
/** `1735689600.000123`: another one each time. */
export const stamp = () => `1735689600.${String((many += 1)).padStart(6, '0')}`;

export const command = (fields: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  token: TOKEN,
  team_id: TEAM,
  team_domain: 'lakeshore',
  channel_id: CHANNEL,
  channel_name: 'general',
  user_id: ANN,
  user_name: 'ann',
  command: '/incident',
  text: 'start files are locked',
  api_app_id: APP,
  is_enterprise_install: 'false',
  response_url: RESPONSE_URL.replace('actions', 'commands'),
  trigger_id: trigger(),
  ...fields,
});

const interaction = () => ({
  user: { id: ANN, username: 'ann', name: 'ann', team_id: TEAM },
  api_app_id: APP,
  token: TOKEN,
  trigger_id: trigger(),
  team: { id: TEAM, domain: 'lakeshore' },
  enterprise: null,
  is_enterprise_install: false,
});

/** A pressed button, or with `selected_option` a choice. */
export function press(action: Readonly<Record<string, unknown>> = {}, more: object = {}): object {
  const ts = stamp();
  return {
    type: 'block_actions',
    ...interaction(),
    container: { type: 'message', message_ts: ts, channel_id: CHANNEL, is_ephemeral: false },
    channel: { id: CHANNEL, name: 'inc-42' },
    message: { bot_id: 'B0BOT0001', type: 'message', text: 'Files are locked', user: BOT_USER, ts, team: TEAM },
    state: { values: {} },
    response_url: RESPONSE_URL,
    actions: [
      {
        action_id: 'ack',
        block_id: 'Fs4x',
        text: { type: 'plain_text', text: "I've got it", emoji: true },
        value: 'ack INC-42',
        style: 'primary',
        type: 'button',
        action_ts: stamp(),
        ...action,
      },
    ],
    ...more,
  };
}

/** A submitted modal; `values` by block id and action id, as Slack nests them. */
export function submission(values: Readonly<Record<string, object>>, view: object = {}): object {
  return {
    type: 'view_submission',
    ...interaction(),
    view: {
      id: 'V0FORM001',
      team_id: TEAM,
      type: 'modal',
      blocks: [],
      private_metadata: '{"words":"start"}',
      callback_id: 'words',
      state: { values },
      hash: '1735689600.aBcDeFgH',
      title: { type: 'plain_text', text: 'Start an incident', emoji: true },
      clear_on_close: false,
      notify_on_close: false,
      close: null,
      submit: { type: 'plain_text', text: 'Start', emoji: true },
      previous_view_id: null,
      root_view_id: 'V0FORM001',
      app_id: APP,
      external_id: '',
      app_installed_team_id: TEAM,
      bot_id: 'B0BOT0001',
      ...view,
    },
    response_urls: [],
  };
}

/** A message shortcut: the whole message comes along. */
export function messageAction(message: object = {}, more: object = {}): object {
  const ts = stamp();
  return {
    type: 'message_action',
    ...interaction(),
    action_ts: '1735689600.123456',
    callback_id: 'add_to_timeline',
    message_ts: ts,
    channel: { id: CHANNEL, name: 'general' },
    response_url: RESPONSE_URL.replace('actions', 'app'),
    message: {
      client_msg_id: 'e71c7a3b',
      type: 'message',
      text: 'the NAS is full',
      user: 'U0BEN0001',
      ts,
      team: TEAM,
      ...message,
    },
    ...more,
  };
}

export function event(inner: object, more: object = {}): object {
  many += 1;
  return {
    token: TOKEN,
    team_id: TEAM,
    context_team_id: TEAM,
    context_enterprise_id: null,
    api_app_id: APP,
    event: { event_ts: '1735689600.000100', ...inner },
    type: 'event_callback',
    event_id: `Ev0${String(many).padStart(8, '0')}`,
    event_time: 1_735_689_600,
    authorizations: [
      { enterprise_id: null, team_id: TEAM, user_id: BOT_USER, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: '4-eyJldCI6ImFwcF9tZW50aW9uIn0',
    ...more,
  };
}

export const mention = (fields: object = {}) =>
  event({
    type: 'app_mention',
    user: ANN,
    text: `<@${BOT_USER}> status`,
    ts: stamp(),
    team: TEAM,
    channel: CHANNEL,
    ...fields,
  });
export const direct = (fields: object = {}) =>
  event({
    type: 'message',
    user: ANN,
    text: 'status',
    ts: stamp(),
    team: TEAM,
    channel: 'D0ANN0001',
    channel_type: 'im',
    ...fields,
  });

export const urlVerification = (challenge: string) => ({ token: TOKEN, challenge, type: 'url_verification' });
/** Slack's look at the certificate; it comes unsigned. */
export const sslCheck = (more: Readonly<Record<string, string>> = {}): SlackRequest => ({
  method: 'POST',
  headers: { 'content-type': FORM, 'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)' },
  body: new URLSearchParams({ ssl_check: '1', token: TOKEN, ...more }).toString(),
});
