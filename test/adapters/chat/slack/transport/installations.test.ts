import type { Installation } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { installations } from '../../../../../src/adapters/chat/slack/transport/installations.ts';
import { sealer } from '../../../../../src/adapters/chat/slack/transport/seal.ts';
import { memoryShelf } from './memory-shelf.ts';

const TEAM = 'T0CLINIC1';
const given: Installation<'v2', false> = {
  team: { id: TEAM, name: 'Lakeshore Clinic' },
  enterprise: undefined,
  user: { id: 'U0ANN0001', token: 'xoxp-of-a-person', scopes: ['files:read'] },
  bot: { id: 'B1', userId: 'U0BOT0001', token: 'xoxb-of-the-bot', scopes: ['chat:write', 'commands'] },
  appId: 'A1',
  tokenType: 'bot',
  isEnterpriseInstall: false,
  authVersion: 'v2',
};
const query = { teamId: TEAM, enterpriseId: undefined, isEnterpriseInstall: false } as const;

describe('an installation', () => {
  it('is kept sealed, and only what Muster needs of it', async () => {
    const shelf = memoryShelf();
    const all = installations(shelf, sealer('s'));
    await all.store.storeInstallation(given);
    expect(await all.token(TEAM)).toBe('xoxb-of-the-bot');
    expect(JSON.stringify([...shelf.rows])).not.toMatch(/xox[bp]/);
    expect(await shelf.list()).toEqual([{ team: TEAM, name: 'Lakeshore Clinic' }]);
    expect(JSON.stringify(await all.read(TEAM))).not.toContain('xoxp');
    expect(await all.store.fetchInstallation(query)).toMatchObject({
      team: { id: TEAM, name: 'Lakeshore Clinic' },
      bot: { token: 'xoxb-of-the-bot', userId: 'U0BOT0001' },
      user: { token: undefined },
    });
  });

  it('a second time in the same workspace takes the place of the first', async () => {
    const shelf = memoryShelf();
    const all = installations(shelf, sealer('s'));
    await all.store.storeInstallation(given);
    await all.store.storeInstallation({
      ...given,
      bot: { ...given.bot, id: 'B1', userId: 'U0BOT0001', scopes: [], token: 'xoxb-new' },
    });
    expect(await all.token(TEAM)).toBe('xoxb-new');
    expect(shelf.rows.size).toBe(1);
  });

  it('that is taken away is gone', async () => {
    const all = installations(memoryShelf(), sealer('s'));
    await all.store.storeInstallation(given);
    await all.store.deleteInstallation?.(query);
    expect(await all.read(TEAM)).toEqual({ ok: false, code: 'not installed', say: expect.stringContaining(TEAM) });
    expect(await all.token(TEAM)).toBeUndefined();
    await expect(all.store.fetchInstallation(query)).rejects.toThrow('not installed');
  });

  it('sealed with another secret says so in a sentence, and gives no token', async () => {
    const shelf = memoryShelf();
    await installations(shelf, sealer('old')).store.storeInstallation(given);
    const all = installations(shelf, sealer('new'));
    expect(await all.read(TEAM)).toEqual({
      ok: false,
      code: 'sealed',
      say: `The Slack token of the workspace ${TEAM} cannot be opened. MUSTER_SECRET is not the one it was sealed with. Set that one again. Or install Muster there once more.`,
    });
    expect(await all.token(TEAM)).toBeUndefined();
  });

  it('of one workspace cannot be laid in the place of another', async () => {
    const shelf = memoryShelf();
    const all = installations(shelf, sealer('s'));
    await all.store.storeInstallation(given);
    const row = shelf.rows.get(TEAM);
    if (row !== undefined) shelf.rows.set('T0OTHER01', row);
    expect(await all.token('T0OTHER01')).toBeUndefined();
  });

  it.each([
    ['for a whole organisation', { ...given, isEnterpriseInstall: true }, 'one workspace at a time'],
    ['without a bot', { ...given, bot: undefined }, 'no bot token'],
    [
      'whose token runs out',
      { ...given, bot: { ...given.bot, refreshToken: 'xoxe-1', expiresAt: 1 } },
      'token rotation',
    ],
  ])('%s is refused with what to do', async (_what, wrong, say) => {
    const shelf = memoryShelf();
    const storing = installations(shelf, sealer('s')).store.storeInstallation(wrong as Installation<'v2', false>);
    await expect(storing).rejects.toThrow(say);
    expect(shelf.rows.size).toBe(0);
  });
});
