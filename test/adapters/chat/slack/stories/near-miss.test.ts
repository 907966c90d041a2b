import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { instant, toMs } from '../../../../../src/core/time.ts';
import { SECRET } from '../../../../support/slack-behind.ts';
import * as requests from '../../../../support/slack-requests.ts';
import type { SlackWorld } from '../../../../support/slack-world.ts';
import { slackWorld } from '../../../../support/slack-world.ts';
import { tempFolder } from '../../../../support/temp-folder.ts';

const RECEIVERS = { near_miss: { receives: ['eve', 'dan'], policy: 'Nobody is blamed.', reply_within: '5bd' } };
/** 09:55 in Detroit: the reports of the day are written at 10:00. */
const BEFORE_THE_BATCH = instant('2026-11-20T14:55:00Z');
const SECRET_WORDS = 'the wombat ate the backup tape';

type View = { readonly callback_id?: string; readonly private_metadata?: string; readonly blocks: readonly unknown[] };
const how = (world: SlackWorld) => ({ secret: SECRET, atMs: toMs(world.clock.now()) });
const opened = ({ slack }: SlackWorld) => JSON.parse(slack.asked('views.open').at(-1)?.args['view'] ?? '{}') as View;

/** Sends a modal with these values; answers the view that takes its place. */
async function send(world: SlackWorld, view: View, texts: Readonly<Record<string, string>>): Promise<View> {
  const values = Object.fromEntries(
    Object.entries(texts).map(([block, value]) => [block, { text: { type: 'plain_text_input', value } }]),
  );
  const { team, users } = world.behind;
  const more = { callback_id: view.callback_id, private_metadata: view.private_metadata ?? '' };
  const from = {
    user: { id: users['bob'], name: 'bob', username: 'bob', team_id: team },
    team: { id: team, domain: 'harbor' },
  };
  const got = await world.send(requests.asInteraction({ ...requests.submission(values, more), ...from }, how(world)));
  await world.settle();
  return (JSON.parse(got.body) as { readonly view: View }).view;
}

/** Every byte that Muster has written, its database and its log included. */
function written(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(join(one.parentPath, one.name), 'latin1'))
    .join('\n');
}

describe('a near miss in Slack', () => {
  test('is told in a form, seen before it is kept, and answered with a receipt; who told it is nowhere', async () => {
    using folder = tempFolder();
    await using world = await slackWorld({ plan: RECEIVERS, data: folder.path, at: BEFORE_THE_BATCH });
    await world.slash('bob', 'my own story in the wrong place: zebra', undefined, '/nearmiss');
    const form = opened(world);
    expect(JSON.stringify(form)).toContain('What Slack knows');
    const preview = await send(world, form, {
      'nm:what': `Ann Berg and I saw that ${SECRET_WORDS}`,
      'nm:stopped': 'by chance',
    });
    const shown = JSON.stringify(preview);
    expect(shown).toContain(SECRET_WORDS);
    expect(shown).not.toContain('Ann Berg');
    const before = written(folder.path);
    expect(before).not.toContain('wombat');
    const thanks = await send(world, preview, {});
    const receipt = /"text":"([a-z]+(?:[ -][a-z]+){3})"/.exec(JSON.stringify(thanks))?.[1] ?? '';
    expect(receipt.split(/[ -]/)).toHaveLength(4);
    const bytes = written(folder.path);
    for (const trace of ['wombat', 'zebra', world.behind.users['bob'] ?? 'bob', receipt])
      expect(bytes, trace).not.toContain(trace);
    expect(await world.muster.store.streams('IN-slack', 10)).toEqual([]);
    await world.wait(10);
    expect(await world.muster.nearMisses.mailbox(receipt)).not.toHaveProperty('refused');
    expect(written(folder.path)).not.toContain(world.behind.users['bob'] ?? 'bob');
  });

  test('without its two sentences it is asked for them', async () => {
    await using world = await slackWorld({ plan: RECEIVERS });
    await world.slash('bob', '', undefined, '/nearmiss');
    const got = await world.send(
      requests.asInteraction(
        { ...requests.submission({}, { callback_id: 'nearmiss:form' }), team: { id: world.behind.team, domain: 'x' } },
        how(world),
      ),
    );
    expect(JSON.parse(got.body)).toMatchObject({ response_action: 'errors' });
  });

  test('typed as words it is not kept, and the way to the form is shown', async () => {
    using folder = tempFolder();
    await using world = await slackWorld({ plan: RECEIVERS, data: folder.path });
    await world.slash('bob', `nearmiss ${SECRET_WORDS}`);
    expect(written(folder.path)).not.toContain('wombat');
    expect(world.slack.asked('views.open')).toHaveLength(1);
  });
});
