import { describe, expect, test } from 'vitest';
import { toMs } from '../../../../../src/core/time.ts';
import { SECRET } from '../../../../support/slack-behind.ts';
import type { Who } from '../../../../support/slack-behind.ts';
import { fine, refuse } from '../../../../support/slack-faults.ts';
import { textOf } from '../../../../support/slack-read.ts';
import * as requests from '../../../../support/slack-requests.ts';
import { slackWorld } from '../../../../support/slack-world.ts';
import type { SlackWorld } from '../../../../support/slack-world.ts';
import { answered, gate, typesOf } from './told.ts';

type View = {
  readonly callback_id?: string;
  readonly private_metadata?: string;
  readonly blocks: readonly { readonly type: string; readonly block_id?: string; readonly element?: Element }[];
};
type Element = { readonly type: string; readonly action_id?: string };

/** The modal that was opened last, as Slack got it. */
function modal({ slack }: SlackWorld): View {
  const opened = slack.asked('views.open').at(-1);
  return JSON.parse(opened?.args['view'] ?? '{"blocks":[]}') as View;
}

/** Fills every field of text of the modal with these words, and sends it. */
async function submit(world: SlackWorld, who: Who, words: string) {
  const { callback_id: callback, private_metadata: metadata, blocks } = modal(world);
  const fields = blocks.flatMap(({ block_id: id, element }) =>
    id === undefined || element?.type !== 'plain_text_input' ? [] : [[id, element] as const],
  );
  const values = Object.fromEntries(
    fields.map(([id, { type, action_id: action = '' }]) => [id, { [action]: { type, value: words } }]),
  );
  const { team, users } = world.behind;
  const body = requests.submission(values, {
    team_id: team,
    app_installed_team_id: team,
    callback_id: callback,
    private_metadata: metadata,
  });
  const from = {
    user: { id: users[who], name: who, username: who, team_id: team },
    team: { id: team, domain: 'harbor' },
  };
  const how = { secret: SECRET, atMs: toMs(world.clock.now()) };
  const got = await world.send(requests.asInteraction({ ...body, ...from }, how));
  await world.settle();
  return got.body;
}

describe('a form in Slack', () => {
  test('opens for "start" without words, and what is filled in starts the incident', async () => {
    await using world = await slackWorld();
    world.slack.script('views.open', fine({ view: { id: 'V1' } }));
    await world.slash('bob', 'start');
    expect(modal(world).callback_id).toBe('start');
    expect(await submit(world, 'bob', 'phones send callers in a loop')).toBe('');
    expect((await world.incident()).lifecycle).toMatchObject({ title: 'phones send callers in a loop' });
    expect(await world.directs('ann')).toHaveLength(1);
  });

  test('that is sent empty is shown again with what is missing, and starts nothing', async () => {
    await using world = await slackWorld();
    world.slack.script('views.open', fine({ view: { id: 'V1' } }));
    await world.slash('bob', 'start');
    expect(await submit(world, 'bob', '')).toContain('"response_action":"errors"');
    expect(await world.events()).toEqual([]);
  });

  test('cannot be opened when Slack does not answer: then the words to type are said', async () => {
    await using world = await slackWorld();
    world.slack.script('views.open', refuse('expired_trigger_id'));
    await world.slash('bob', 'start');
    expect(answered(world)).toContain('What is wrong? Say it in a few words');
  });

  test('asks why a step is stuck when its button is pressed, and then the card says STUCK', async () => {
    await using world = await gate();
    world.slack.script('views.open', fine({ view: { id: 'V1' } }));
    const room = await world.room();
    await world.tap('ann', 'Stuck', await world.find(room, 'Step 1:'));
    await submit(world, 'ann', 'the key is not there');
    expect(await typesOf(world)).toContain('stepStuck');
    expect(textOf((await world.find(room, 'Step 1:')) ?? { text: '', blocks: [] })).toContain(
      'STUCK: the key is not there',
    );
  });

  test('asks only whom a step is to be given to, among the people of the plan', async () => {
    await using world = await gate();
    world.slack.script('views.open', fine({ view: { id: 'V1' } }));
    await world.tap('ann', 'Give to…', await world.find(await world.room(), 'Step 1:'));
    const asked = modal(world).blocks.filter(({ type }) => type === 'input');
    expect(asked).toHaveLength(1);
    expect(JSON.stringify(asked)).toContain('Bob Berg');
    expect(modal(world).private_metadata).toContain('assign INC-1 1');
  });
});

describe('the home tab', () => {
  test('shows whoever opens it what is open and what is theirs to do', async () => {
    await using world = await gate();
    await world.event({ type: 'app_home_opened', user: world.behind.users['ann'], channel: 'D0HOME001', tab: 'home' });
    const [published] = world.slack
      .asked('views.publish')
      .filter(({ args }) => args['user_id'] === world.behind.users['ann']);
    expect(published?.args['view']).toContain('the gate is open');
    expect(published?.args['view']).toContain('Look at the gate');
  });
});
