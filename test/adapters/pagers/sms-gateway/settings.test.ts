import { expect, it } from 'vitest';
import { readConfig } from '../../../../src/config.ts';

const read = (settings: Record<string, string>) => {
  const config = readConfig(settings);
  return config.ok ? config.config.smsGateway : config.say;
};
const kannel = {
  SMS_GATEWAY_URL: 'http://10.0.0.5:13013/cgi-bin/sendsms',
  SMS_GATEWAY_USER: 'muster',
  SMS_GATEWAY_PASSWORD: 'secret',
};

it('a gateway is kannel, or an address with places', () => {
  expect(read({})).toBeUndefined();
  expect(read({ ...kannel, SMS_GATEWAY_FROM: '700' })).toEqual({
    url: kannel.SMS_GATEWAY_URL,
    login: { user: 'muster', password: 'secret' },
    from: '700',
  });
  expect(read({ SMS_GATEWAY_URL: 'https://sms.example/?to={to}&text={text}' })).toMatchObject({ login: undefined });
});

it.each([
  [{ SMS_GATEWAY_FROM: '700' }, /SMS_GATEWAY_FROM is set, but SMS_GATEWAY_URL is not/],
  [{ SMS_GATEWAY_URL: 'sms.example/?to={to}' }, /no address that begins with https/],
  [{ SMS_GATEWAY_URL: 'ftp://sms.example/' }, /no address that begins with https/],
  [{ SMS_GATEWAY_URL: 'https://a:b@sms.example/?to={to}&text={text}' }, /has a user in it/],
  [{ SMS_GATEWAY_URL: 'https://sms.example/?to={to}' }, /needs both \{to\}/],
  [{ SMS_GATEWAY_URL: 'https://sms.example/?text={text}' }, /needs both \{to\}/],
  [
    { SMS_GATEWAY_URL: 'https://sms.example/?to={phone}&text={text}' },
    /has \{phone\} in it: there are \{to\}, \{digits\}/,
  ],
  [{ SMS_GATEWAY_URL: kannel.SMS_GATEWAY_URL }, /spoken to as kannel, which needs SMS_GATEWAY_USER/],
  [{ ...kannel, SMS_GATEWAY_PASSWORD: '' }, /go together/],
  [{ ...kannel, MUSTER_TIME_SCALE: '60' }, /SMS_GATEWAY_URL is set: time may only run faster/],
])('says what is wrong with %o', (settings, say) => {
  expect(read(settings)).toMatch(say);
});
