import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config.ts';

const ALL = {
  OIDC_ISSUER: 'https://login.example.com/firm',
  OIDC_CLIENT_ID: 'muster',
  OIDC_CLIENT_SECRET: 'a secret',
  MUSTER_PUBLIC_URL: 'https://muster.example.com',
};

describe('the settings of an identity provider', () => {
  it('are not needed', () => {
    expect(readConfig({})).toMatchObject({ ok: true, config: { oidc: undefined } });
    expect(readConfig({ MUSTER_PUBLIC_URL: ALL.MUSTER_PUBLIC_URL })).toMatchObject({ config: { oidc: undefined } });
  });

  it('make one, which is asked nothing at the start', () => {
    const oidc = { issuer: ALL.OIDC_ISSUER, clientId: 'muster', clientSecret: 'a secret', claim: 'email' };
    expect(readConfig(ALL)).toMatchObject({ ok: true, config: { oidc } });
    expect(readConfig({ ...ALL, OIDC_CLAIM: 'upn' })).toMatchObject({ config: { oidc: { claim: 'upn' } } });
  });

  it.each(['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'MUSTER_PUBLIC_URL'] as const)(
    'stop the start with one sentence when %s is missing',
    (missing) => {
      const read = readConfig({ ...ALL, [missing]: undefined });
      expect(read).toMatchObject({ ok: false });
      expect(read.ok ? '' : read.say).toContain(`but ${missing} is not`);
    },
  );

  it.each([
    ['http://login.example.com', 'https'],
    ['login.example.com', 'OIDC_ISSUER'],
    ['file:///etc/passwd', 'OIDC_ISSUER'],
  ])('stop the start with the issuer %s', (issuer, sentence) => {
    const read = readConfig({ ...ALL, OIDC_ISSUER: issuer });
    expect(read.ok ? '' : read.say).toContain(sentence);
  });

  it('never say the secret', () => {
    for (const wrong of [
      { ...ALL, OIDC_ISSUER: 'wrong' },
      { ...ALL, OIDC_CLIENT_ID: undefined },
    ])
      expect(JSON.stringify(readConfig(wrong))).not.toContain(ALL.OIDC_CLIENT_SECRET);
  });
});
