import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../../src/config.ts';
import { ACCOUNT } from '../../../support/twilio-world.ts';

const SERVICE = `MG${'0123456789abcdef'.repeat(2)}`;
const all = { TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: 'token', TWILIO_FROM: '+1 313 555 0100' };
const read = (settings: Record<string, string>) => {
  const config = readConfig(settings);
  return config.ok ? config.config.twilio : config.say;
};

describe('the settings of Twilio', () => {
  it('are none, or all of them', () => {
    expect(read({})).toBeUndefined();
    expect(read(all)).toEqual({
      accountSid: ACCOUNT,
      authToken: 'token',
      from: { by: 'number', number: '+13135550100' },
      voiceFrom: '+13135550100',
      apiUrl: 'https://api.twilio.com',
    });
  });

  it('call from another number when one is named, and from none with a Messaging Service alone', () => {
    expect(read({ ...all, TWILIO_FROM: SERVICE })).toMatchObject({ from: { by: 'service' }, voiceFrom: undefined });
    expect(read({ ...all, TWILIO_FROM: SERVICE, TWILIO_VOICE_FROM: '+13135550199' })).toMatchObject({
      voiceFrom: '+13135550199',
    });
  });

  it.each([
    [
      { TWILIO_ACCOUNT_SID: ACCOUNT },
      /TWILIO_ACCOUNT_SID is set, but TWILIO_AUTH_TOKEN is not: .*console\.twilio\.com/,
    ],
    [{ TWILIO_AUTH_TOKEN: 'x' }, /TWILIO_AUTH_TOKEN is set, but TWILIO_ACCOUNT_SID is not/],
    [{ TWILIO_VOICE_FROM: '+13135550100' }, /TWILIO_VOICE_FROM is set, but TWILIO_ACCOUNT_SID is not/],
    [{ ...all, TWILIO_FROM: '' }, /TWILIO_FROM is not: write a number/],
    [{ ...all, TWILIO_ACCOUNT_SID: `SK${'0'.repeat(32)}` }, /API key/],
    [{ ...all, TWILIO_ACCOUNT_SID: 'AC12' }, /is not AC and 32/],
    [{ ...all, TWILIO_FROM: '313 555 0100' }, /TWILIO_FROM is not a sender/],
    [{ ...all, TWILIO_VOICE_FROM: SERVICE }, /TWILIO_VOICE_FROM is not a number/],
    [{ ...all, TWILIO_API_URL: 'http://twilio.example' }, /TWILIO_API_URL has to begin with https/],
    [{ ...all, MUSTER_TIME_SCALE: '60' }, /TWILIO_ACCOUNT_SID is set: time may only run faster/],
  ])('say what is wrong with %o', (settings, say) => {
    expect(read(settings)).toMatch(say);
  });

  it('never say the Auth Token', () => {
    expect(read({ TWILIO_AUTH_TOKEN: 'very-secret' })).not.toContain('very-secret');
  });
});
