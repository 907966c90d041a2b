import { expect, test } from 'vitest';
import { installations } from '../../../../../src/adapters/chat/slack/transport/installations.ts';
import { sealer } from '../../../../../src/adapters/chat/slack/transport/seal.ts';
import { TOKEN } from '../../../../support/slack-behind.ts';
import type { SlackWorld } from '../../../../support/slack-world.ts';
import { slackWorld } from '../../../../support/slack-world.ts';

const OAUTH = {
  SLACK_BOT_TOKEN: '',
  SLACK_CLIENT_ID: '1234567890.1234567890',
  SLACK_CLIENT_SECRET: '0123456789abcdef0123456789abcdef',
};

/** What the installer of Slack's own library hands over at the end. */
async function install({ muster, behind }: SlackWorld) {
  const shelf = new Map<string, string>();
  const kept = installations(
    {
      put: async (team, sealed) => void shelf.set(team, sealed),
      get: async (team) => shelf.get(team),
      remove: async (team) => void shelf.delete(team),
      list: async () => [],
    },
    sealer(muster.secret),
  );
  await kept.store.storeInstallation({
    team: { id: behind.team, name: 'Harbor' },
    enterprise: undefined,
    user: { id: behind.users['eve'] ?? '', token: undefined, scopes: undefined },
    bot: { id: 'B1', userId: behind.bot, token: TOKEN, scopes: ['chat:write'] },
    appId: 'A1',
    isEnterpriseInstall: false,
  });
  const text = shelf.get(behind.team) ?? '';
  expect(text).not.toContain(TOKEN);
  const command = { type: 'put', key: behind.team, text, name: 'Harbor' };
  await muster.engine.handle({ stream: 'SHELF-slack', command, by: 'muster', reply: () => '' });
}

test('a workspace that installed Muster through another process is served from its first word on', async () => {
  await using world = await slackWorld({ settings: OAUTH });
  await world.slash('bob', 'start phones are silent');
  expect(await world.muster.store.streams('INC-', 10)).toEqual([]);
  await install(world);
  await world.slash('bob', 'start phones are silent');
  expect((await world.directs('ann')).length).toBeGreaterThan(0);
  expect(await world.room()).toMatch(/^C/);
});

test('a workspace that takes Muster out is told of, and what comes from it then is left alone', async () => {
  await using world = await slackWorld({ settings: OAUTH });
  await install(world);
  await world.slash('bob', 'start phones are silent');
  await world.event({ type: 'app_uninstalled' });
  await world.slash('bob', 'note still here');
  const types = (await world.events()).map(({ type }) => type);
  expect(types).toContain('declared');
  expect(types).not.toContain('noted');
  expect(world.muster.missing().join(' ')).toMatch(/No workspace has installed Muster/);
});
