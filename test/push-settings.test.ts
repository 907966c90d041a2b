import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

const read = (environment: Readonly<Record<string, string>>) => {
  const got = readConfig(environment);
  return got.ok ? got.config.push : got.say;
};
const KEY = '0123456789abcdef0123456789abcdef';
const SECRET = 'sixteen characters';

describe('the ways to push', () => {
  it('are none without a setting', () => {
    const none = { web: undefined, ntfy: undefined, pagerDuty: undefined, webhook: undefined };
    expect(read({})).toEqual(none);
    expect(read({ WEB_PUSH: 'no', NTFY_URL: '' })).toEqual(none);
  });

  it.each([
    [{ WEB_PUSH: 'yes' }, { web: { services: [] } }],
    [
      { WEB_PUSH: 'yes', WEB_PUSH_SERVICES: ' Push.example.com, 127.0.0.1:8090 ,' },
      { web: { services: ['push.example.com', '127.0.0.1:8090'] } },
    ],
    [{ NTFY_URL: 'https://ntfy.sh/' }, { ntfy: { url: 'https://ntfy.sh', token: undefined } }],
    [{ NTFY_URL: 'http://127.0.0.1:9', NTFY_TOKEN: 'tk_x\r' }, { ntfy: { url: 'http://127.0.0.1:9', token: 'tk_x' } }],
    [{ PAGERDUTY_ROUTING_KEY: KEY }, { pagerDuty: { routingKey: KEY, url: 'https://events.pagerduty.com' } }],
    [
      { PAGERDUTY_ROUTING_KEY: KEY, PAGERDUTY_API_URL: 'https://events.eu.pagerduty.com/' },
      { pagerDuty: { routingKey: KEY, url: 'https://events.eu.pagerduty.com' } },
    ],
    [
      { PAGE_WEBHOOK_URL: 'https://a.example/x/', PAGE_WEBHOOK_SECRET: SECRET },
      { webhook: { url: 'https://a.example/x/', secret: SECRET } },
    ],
  ])('are those that are set: %j', (environment: object, push) => {
    expect(read(environment as Record<string, string>)).toMatchObject(push);
  });

  it.each([
    [{ WEB_PUSH: 'on' }, 'WEB_PUSH is yes or no'],
    [{ WEB_PUSH_SERVICES: 'https://push.example.com' }, 'hosts, with a port'],
    [{ NTFY_URL: 'http://ntfy.example.com' }, 'has to begin with https'],
    [{ NTFY_TOKEN: 'tk_x' }, 'NTFY_URL is not'],
    [{ PAGERDUTY_ROUTING_KEY: 'abc' }, '32 letters and digits'],
    [{ PAGERDUTY_API_URL: 'https://events.eu.pagerduty.com' }, 'PAGERDUTY_ROUTING_KEY is not'],
    [{ PAGE_WEBHOOK_URL: 'https://a.example' }, 'PAGE_WEBHOOK_SECRET is not'],
    [{ PAGE_WEBHOOK_SECRET: SECRET }, 'PAGE_WEBHOOK_URL is not'],
    [{ PAGE_WEBHOOK_URL: 'https://a.example', PAGE_WEBHOOK_SECRET: 'short' }, 'at least 16'],
  ])('that do not go together stop the start: %j', (environment: object, say) => {
    expect(read(environment as Record<string, string>)).toContain(say);
  });

  it.each([
    ['NTFY_URL', 'set NTFY_TOKEN'],
    ['PAGERDUTY_API_URL', 'PAGERDUTY_ROUTING_KEY is enough'],
    ['PAGE_WEBHOOK_URL', 'signed with PAGE_WEBHOOK_SECRET'],
    ['TWILIO_API_URL', 'TWILIO_AUTH_TOKEN'],
    ['SMS_GATEWAY_URL', 'SMS_GATEWAY_PASSWORD'],
  ])('take no user and no password in %s, and do not say them again', (key, say) => {
    for (const login of ['muster:s3cret', ':s3cret', 's3cret']) {
      const said = read({ [key]: `https://${login}@push.example.com/x` });
      expect(said).toContain(`${key} has a user`);
      expect(said).toContain(say);
      expect(said).not.toContain('s3cret');
    }
  });

  it.each([
    ['WEB_PUSH', 'yes'],
    ['NTFY_URL', 'https://ntfy.sh'],
    ['PAGERDUTY_ROUTING_KEY', KEY],
    ['PAGE_WEBHOOK_URL', 'https://a.example'],
  ])('reach real people, so time runs as it does: %s', (key, value) => {
    expect(read({ [key]: value, MUSTER_TIME_SCALE: '60' })).toContain(`${key} is set`);
  });

  it('that are switched off reach nobody', () => {
    expect(readConfig({ WEB_PUSH: 'no', MUSTER_TIME_SCALE: '60' })).toMatchObject({
      ok: true,
      config: { reachesReal: false },
    });
  });
});
