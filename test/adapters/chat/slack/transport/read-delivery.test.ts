import { describe, expect, it } from 'vitest';
import { hashOf } from '../../../../../src/adapters/chat/slack/transport/delivery-id.ts';
import { readDelivery } from '../../../../../src/adapters/chat/slack/transport/read-delivery.ts';
import {
  ANN,
  BOT_USER,
  CHANNEL,
  TEAM,
  command,
  direct,
  event,
  mention,
  messageAction,
  press,
  submission,
} from '../../../../support/slack-requests.ts';

const bodyOf = (given: unknown) => {
  const read = readDelivery(given);
  return typeof read === 'string' ? read : read.body;
};
const idOf = (given: unknown) => {
  const read = readDelivery(given);
  return typeof read === 'string' ? read : read.id;
};

describe('what people do in Slack', () => {
  it('a command keeps its words and gives its short-lived things apart', () => {
    const read = readDelivery(command({ text: 'assign <@U0BEN0001|ben> 2 &amp; go', trigger_id: '1.2.abc' }));
    expect(read).toEqual({
      id: `${TEAM}-command-${hashOf('1.2.abc')}`,
      body: {
        kind: 'command',
        team: TEAM,
        user: ANN,
        userName: 'ann',
        channel: CHANNEL,
        command: '/incident',
        text: 'assign <@U0BEN0001|ben> 2 &amp; go',
      },
      now: { responseUrl: expect.stringContaining('hooks.slack.com'), triggerId: '1.2.abc' },
    });
  });

  it.each([
    ['a button', {}, 'ack INC-42'],
    [
      'a choice',
      { type: 'static_select', value: undefined, selected_option: { value: 'assign INC-42 2 ben' } },
      'assign INC-42 2 ben',
    ],
  ])('%s brings its line of words', (_what, action, words) => {
    expect(bodyOf(press(action))).toMatchObject({
      kind: 'press',
      words,
      channel: CHANNEL,
      actionId: 'ack',
      ephemeral: false,
    });
  });

  it.each([
    [
      'on the App Home',
      { container: { type: 'view', view_id: 'V1' }, channel: undefined, message: undefined },
      { channel: null, message: null },
    ],
    [
      'in an ephemeral message',
      { container: { message_ts: '1.5', channel_id: CHANNEL, is_ephemeral: true }, message: undefined },
      { message: '1.5', ephemeral: true },
    ],
    ['in a thread', { container: { message_ts: '1.5', channel_id: CHANNEL, thread_ts: '1.2' } }, { thread: '1.2' }],
  ])('a button %s is known by its place', (_where, more, place) => {
    expect(bodyOf(press({}, more))).toMatchObject(place);
  });

  it('something typed in a modal brings all that is filled in there, and no words', () => {
    const { view } = submission({ what: { x: { value: 'files' } } }) as { view: object };
    expect(
      bodyOf(press({ value: 'fil' }, { view, channel: undefined, container: { type: 'view' }, message: undefined })),
    ).toMatchObject({
      kind: 'press',
      words: '',
      channel: null,
      view: { id: 'V0FORM001', metadata: '{"words":"start"}', values: { what: 'files' } },
    });
  });

  it('a link, which has no words, is none of ours', () => {
    expect(bodyOf(press({ value: undefined, url: 'https://muster.example.org' }))).toBe('ignored');
  });

  it('a form keeps what was answered, by block', () => {
    const values = {
      what: { value: { type: 'plain_text_input', value: 'files are locked' } },
      empty: { value: { type: 'plain_text_input', value: null } },
      one: { x: { type: 'static_select', selected_option: { text: {}, value: 'files' } } },
      none: { x: { type: 'static_select', selected_option: null } },
      several: { x: { type: 'checkboxes', selected_options: [{ value: 'private' }, { value: 'drill' }] } },
      who: { x: { type: 'multi_users_select', selected_users: ['U1', 'U2'] } },
      day: { x: { type: 'datepicker', selected_date: '2026-11-22' } },
      hour: { x: { type: 'datetimepicker', selected_date_time: 1_735_689_600 } },
      rich: { x: { type: 'rich_text_input', rich_text_value: { elements: [] } } },
    };
    expect(bodyOf(submission(values))).toEqual({
      kind: 'form',
      team: TEAM,
      user: ANN,
      callbackId: 'words',
      metadata: '{"words":"start"}',
      values: {
        what: 'files are locked',
        empty: null,
        one: 'files',
        none: null,
        several: ['private', 'drill'],
        who: ['U1', 'U2'],
        day: '2026-11-22',
        hour: '1735689600',
        rich: null,
      },
    });
  });

  it('a message shortcut brings the message, also that of a bot', () => {
    expect(bodyOf(messageAction({ ts: '1.7', thread_ts: '1.2' }))).toMatchObject({
      kind: 'shortcut',
      callbackId: 'add_to_timeline',
      message: { ts: '1.7', user: 'U0BEN0001', text: 'the NAS is full' },
      thread: '1.2',
    });
    expect(bodyOf(messageAction({ user: undefined, bot_id: 'B1' }))).toMatchObject({ message: { user: null } });
  });

  it.each([
    ['a mention', mention({ text: 'x' }), { kind: 'mention', text: 'x', user: ANN, thread: null }],
    ['a direct message', direct(), { kind: 'direct', text: 'status', channel: 'D0ANN0001' }],
    ['a direct message with a picture', direct({ subtype: 'file_share' }), { kind: 'direct' }],
    [
      'a reaction',
      event({
        type: 'reaction_added',
        user: ANN,
        reaction: 'pushpin',
        item: { type: 'message', channel: CHANNEL, ts: '1.2' },
        item_user: 'U0BEN0001',
      }),
      { kind: 'reaction', reaction: 'pushpin', added: true, ts: '1.2', itemUser: 'U0BEN0001' },
    ],
    [
      'a reaction taken back',
      event({
        type: 'reaction_removed',
        user: ANN,
        reaction: 'pushpin',
        item: { type: 'message', channel: CHANNEL, ts: '1.2' },
      }),
      { added: false, itemUser: null },
    ],
    [
      'somebody joins',
      event({ type: 'member_joined_channel', user: ANN, channel: CHANNEL, channel_type: 'C', team: TEAM }),
      { kind: 'joined', user: ANN },
    ],
    ['somebody leaves', event({ type: 'member_left_channel', user: ANN, channel: CHANNEL }), { kind: 'left' }],
    [
      'the bot leaves',
      event({ type: 'member_left_channel', user: BOT_USER, channel: CHANNEL }),
      { kind: 'channel', what: 'removed' },
    ],
    [
      'the App Home',
      event({ type: 'app_home_opened', user: ANN, channel: 'D1', tab: 'home' }),
      { kind: 'home', user: ANN },
    ],
    [
      'an archived channel',
      event({ type: 'channel_archive', channel: CHANNEL, user: ANN }),
      { kind: 'channel', what: 'archived' },
    ],
    ['a private one opened again', event({ type: 'group_unarchive', channel: CHANNEL }), { what: 'unarchived' }],
    [
      'a renamed one',
      event({ type: 'channel_rename', channel: { id: CHANNEL, name: 'x', created: 1 } }),
      { what: 'renamed', channel: CHANNEL },
    ],
    ['a deleted one', event({ type: 'channel_deleted', channel: CHANNEL }), { what: 'deleted' }],
    ['the bot put out', event({ type: 'channel_left', channel: CHANNEL, actor_id: ANN }), { what: 'removed' }],
    ['Muster put out of the workspace', event({ type: 'app_uninstalled' }), { kind: 'team', what: 'uninstalled' }],
    [
      'its token revoked',
      event({ type: 'tokens_revoked', tokens: { oauth: [], bot: [BOT_USER] } }),
      { what: 'tokens revoked' },
    ],
    [
      'a person switched off',
      event({ type: 'user_change', user: { id: ANN, deleted: true } }),
      { kind: 'user', deleted: true },
    ],
    ['a person who is new', event({ type: 'team_join', user: { id: ANN } }), { kind: 'user', deleted: false }],
  ])('%s is understood', (_what, given, wanted) => {
    expect(bodyOf(given)).toMatchObject(wanted);
  });

  it('somebody of another organisation is marked, where Slack says so', () => {
    expect(bodyOf(mention({ team: 'T0OTHER01' }))).toMatchObject({ user: ANN, stranger: true });
    expect(bodyOf(press({}, { user: { id: ANN, team_id: 'T0OTHER01' } }))).toMatchObject({ stranger: true });
    expect(bodyOf(mention())).not.toHaveProperty('stranger');
    expect(
      bodyOf(press({}, { user: { id: ANN, team_id: 'E0FIRM001' }, team: { id: TEAM, enterprise_id: 'E0FIRM001' } })),
    ).not.toHaveProperty('stranger');
  });

  it('an event belongs to the team that installed Muster, not to the one it happened in', () => {
    const shared = mention({ team: 'T0OTHER01' });
    expect(bodyOf({ ...shared, team_id: 'T0OTHER01' })).toMatchObject({ team: TEAM, stranger: true });
  });
});

describe('what nobody said to us', () => {
  it.each([
    ['a bot', mention({ bot_id: 'B1' })],
    ['our own bot', direct({ user: BOT_USER })],
    [
      'our own bot pressing an emoji',
      event({
        type: 'reaction_added',
        user: BOT_USER,
        reaction: 'x',
        item: { type: 'message', channel: CHANNEL, ts: '1.2' },
      }),
    ],
    ['an edit', direct({ subtype: 'message_changed' })],
    ['a join', direct({ subtype: 'channel_join' })],
    ['a mention that was edited in', mention({ edited: { user: ANN, ts: '1.2' } })],
    ['talk in a channel', direct({ channel: CHANNEL, channel_type: 'channel' })],
    ['a mention in a direct message, which comes as a message too', mention({ channel: 'D0ANN0001' })],
    ['the messages tab', event({ type: 'app_home_opened', user: ANN, tab: 'messages' })],
    ['a token of a person', event({ type: 'tokens_revoked', tokens: { oauth: [ANN], bot: [] } })],
    ['an event nobody asked for', event({ type: 'star_added' })],
    ['an event named like a part of JavaScript', event({ type: 'constructor' })],
    ['a closed form', { ...submission({}), type: 'view_closed' }],
    ['the options of a menu', { ...press(), type: 'block_suggestion' }],
  ])('is ignored: %s', (_what, given) => {
    expect(bodyOf(given)).toBe('ignored');
  });
});

describe('the name of a delivery', () => {
  it('is the same for the same delivery, and another for another', () => {
    const given = press();
    expect(idOf(given)).toBe(idOf(structuredClone(given)));
    expect(idOf(press())).not.toBe(idOf(press()));
    expect(idOf(command())).not.toBe(idOf(command()));
    expect(idOf(mention())).not.toBe(idOf(mention()));
  });

  it('a form sent again with the same answers is the same, with another answer another', () => {
    const said = (value: string) => submission({ what: { x: { value } } });
    expect(idOf(said('a'))).toBe(idOf(said('a')));
    expect(idOf(said('a'))).not.toBe(idOf(said('b')));
  });

  it('of two teams is never the same', () => {
    const given = { event_id: 'Ev1', authorizations: undefined };
    expect(idOf(mention({}))).not.toBe(idOf({ ...mention({}), ...given, team_id: 'T0OTHER01' }));
  });

  it('has no parts that run into each other', () => {
    const at = { trigger_id: undefined };
    const one = { ...at, actions: [{ action_id: 'a-b', action_ts: '1.2', value: 'x' }] };
    expect(idOf(press({}, one))).toMatch(/-h_[0-9a-f]{32}$/);
  });
});
