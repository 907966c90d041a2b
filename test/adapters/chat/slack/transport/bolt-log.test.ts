import { describe, expect, it } from 'vitest';
import { boltLog, withoutSecrets } from '../../../../../src/adapters/chat/slack/transport/bolt-log.ts';
import { spokenLog } from './front-desk.ts';

describe('what Bolt says in our log', () => {
  it.each([
    'xoxb-123456789012-1234567890123-AbCdEf',
    'xoxp-1-2-3-abc',
    'xoxe.xoxb-1-Mi0yLTEyMzQ',
    'xapp-1-A0123-456-deadbeef',
    'https://hooks.slack.com/commands/T1/2/abcdef',
    'wss://wss-primary.slack.com/link/?ticket=abc-def&app_id=1',
    'client_secret=abcdef0123',
  ])('holds nothing that opens a door: %s', (secret) => {
    const log = spokenLog();
    const bolt = boltLog(log);
    bolt.error(`failed with ${secret} in it`, new Error(`and "${secret}"`), { token: secret });
    bolt.warn(secret);
    bolt.info(secret);
    const text = log.lines.join('\n');
    expect(text).toContain('[hidden]');
    for (const part of secret.split(/[/?&=.]/).filter((each) => /\d/.test(each))) expect(text).not.toContain(part);
  });

  it('is dropped where it is for debugging, and short where it is long', () => {
    const log = spokenLog();
    boltLog(log).debug('the whole payload');
    boltLog(log).warn('x'.repeat(100_000));
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]?.length).toBeLessThan(1_100);
  });

  it('leaves other words alone', () => {
    expect(withoutSecrets('An incoming event was not acknowledged within 3 seconds.')).toBe(
      'An incoming event was not acknowledged within 3 seconds.',
    );
  });
});
