import { describe, expect, test } from 'vitest';
import { slackApi } from '../../../../../src/adapters/chat/slack/api/api.ts';
import { instant } from '../../../../../src/core/time.ts';
import { raw, slackFaults } from '../../../../support/slack-faults.ts';
import { virtualClock } from '../../../../support/virtual-clock.ts';
import { writtenLog } from './written-log.ts';

describe('while Slack is down', () => {
  test('nothing but pages and the canary is sent to it, so that nothing waits in line', async () => {
    await using slack = await slackFaults();
    const clock = virtualClock(instant('2026-11-22T09:00:00Z'), () => slack.open() > 0);
    const api = slackApi({ tokens: async () => 'xoxb-1', clock, log: writtenLog(), url: slack.url });
    const nicety = () => api.call('pins.add', { channel: 'C1', timestamp: '1.1' }, { priority: 'nicety', team: 'T1' });
    const page = () => api.call('chat.postMessage', { channel: 'U1', text: 'x' }, { priority: 'page', team: 'T1' });
    slack.script('*', raw(503));
    await nicety();
    await nicety();
    expect(api.health().state).toBe('down');
    const before = slack.asked('pins.add').length;
    expect(await nicety()).toMatchObject({ ok: false, kind: 'broken', sent: 'no' });
    expect(slack.asked('pins.add')).toHaveLength(before);
    await page();
    expect(slack.asked('chat.postMessage')).toHaveLength(1);
    slack.heal();
    for (let second = 0; second < 30; second += 1) await clock.advance(1_000);
    expect(api.health().state).toBe('up');
    expect(await nicety()).toMatchObject({ ok: true });
    api.close();
  });
});
