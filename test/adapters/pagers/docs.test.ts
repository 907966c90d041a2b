import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gatewayAddresses } from '../../../src/adapters/pagers/sms-gateway/addresses.ts';
import { answersTo } from '../../../src/core/answers.ts';
import { smsGatewaySettings } from '../../../src/sms-gateway-settings.ts';
import { twilioSettings } from '../../../src/twilio-settings.ts';

const text = readFileSync(join(import.meta.dirname, '../../../docs/phone.md'), 'utf8');

describe('docs/phone.md', () => {
  it('is five steps for Twilio', () => {
    const [, steps = ''] = /## Twilio in five steps.*?\n([\s\S]*?)\n## /.exec(text) ?? [];
    expect(steps.match(/^\d\./gm)).toEqual(['1.', '2.', '3.', '4.', '5.']);
  });

  it('names every setting but the address of the API, and no other', () => {
    const named = new Set(text.match(/\b(?:TWILIO|SMS_GATEWAY)_[A-Z_]+[A-Z]/g));
    const all = Object.keys({ ...twilioSettings, ...smsGatewaySettings }).filter((key) => key !== 'TWILIO_API_URL');
    expect([...named].toSorted()).toEqual(all.toSorted());
  });

  it('says what each key does', () => {
    for (const { digit, label } of answersTo('INC-42'))
      expect(text).toMatch(new RegExp(`\\| \`${digit}\` +\\| ${label} +\\|`));
  });

  it('has the address that kannel is given', () => {
    const [{ url }] = [gatewayAddresses('https://muster.example', 'x')[0] ?? { url: '' }];
    expect(text).toContain(url.replace(/[\w-]{32}/, 'TOKEN'));
  });
});
