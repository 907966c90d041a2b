import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../../src/config.ts';

const SERVER = 'smtp://mail.example.com';
const FROM = 'muster@example.com';
const read = (environment: Readonly<Record<string, string>>) => {
  const found = readConfig({ SMTP_URL: SERVER, MUSTER_MAIL_FROM: FROM, ...environment });
  if (!found.ok) throw new Error(found.say);
  return found.config.mail;
};
const refusal = (environment: Readonly<Record<string, string>>) => {
  const found = readConfig({ SMTP_URL: SERVER, MUSTER_MAIL_FROM: FROM, ...environment });
  if (found.ok) throw new Error('was taken');
  return found.say;
};

describe('the settings of mail', () => {
  it('are none when none is there', () => {
    expect(readConfig({})).toMatchObject({ ok: true, config: { mail: undefined, reachesReal: false } });
    expect(readConfig({ SMTP_URL: SERVER, MUSTER_MAIL_FROM: FROM })).toMatchObject({ config: { reachesReal: true } });
  });

  it.each([
    ['smtp://mail.example.com', 'mail.example.com', 587, 'if offered', undefined],
    ['smtp://mail.example.com:25', 'mail.example.com', 25, 'if offered', undefined],
    ['smtp://ann:pass@mail.example.com', 'mail.example.com', 587, 'required', { user: 'ann', password: 'pass' }],
    ['smtps://ann:pass@mail.example.com', 'mail.example.com', 465, 'from the start', { user: 'ann', password: 'pass' }],
    [
      'smtps://ann%40example.com:p%2Fa%3Fs%25s@mail.example.com/',
      'mail.example.com',
      465,
      'from the start',
      { user: 'ann@example.com', password: 'p/a?s%s' },
    ],
    [
      'smtp://ann@example.com:pa@ss@mail.example.com',
      'mail.example.com',
      587,
      'required',
      { user: 'ann@example.com', password: 'pa@ss' },
    ],
    ['smtp://ann:100%@mail.example.com', 'mail.example.com', 587, 'required', { user: 'ann', password: '100%' }],
    ['smtp://127.0.0.1:25', '127.0.0.1', 25, 'never', undefined],
    ['smtp://localhost', 'localhost', 587, 'never', undefined],
    ['smtp://[::1]:2525', '::1', 2525, 'never', undefined],
    ['smtps://[2001:db8::1]', '2001:db8::1', 465, 'from the start', undefined],
  ])('read the server out of %s', (url, host, port, tls, credentials) => {
    expect(read({ SMTP_URL: url })?.server).toEqual({ host, port, tls, credentials });
  });

  it.each([
    ['muster@example.com', { name: '', address: 'muster@example.com' }],
    ['Muster <muster@example.com>', { name: 'Muster', address: 'muster@example.com' }],
    ['"Muster, IT Größe" <muster@example.com>', { name: 'Muster, IT Größe', address: 'muster@example.com' }],
  ])('read the sender out of %s', (text, from) => {
    expect(read({ MUSTER_MAIL_FROM: text })?.from).toEqual(from);
  });

  it('say where answers arrive, and where Muster listens for them', () => {
    expect(read({})).toMatchObject({ answers: undefined, listen: undefined });
    expect(read({ MUSTER_MAIL_ANSWERS: 'Muster@Example.com' })).toMatchObject({ answers: 'muster@example.com' });
    expect(
      read({ MUSTER_MAIL_ANSWERS: 'm@example.com', MUSTER_MAIL_PORT: '2525', MUSTER_HOST: '0.0.0.0' }),
    ).toMatchObject({
      listen: { host: '0.0.0.0', port: 2525 },
    });
  });

  it.each([
    [{ SMTP_URL: '' }, 'MUSTER_MAIL_FROM is set, but SMTP_URL is not'],
    [{ MUSTER_MAIL_FROM: '' }, 'SMTP_URL is set, but MUSTER_MAIL_FROM is not'],
    [{ SMTP_URL: 'mail.example.com' }, 'SMTP_URL is not an address'],
    [{ SMTP_URL: 'mail.example.com:587' }, 'SMTP_URL has to begin with smtp://'],
    [{ SMTP_URL: 'https://mail.example.com' }, 'SMTP_URL has to begin with smtp://'],
    [{ SMTP_URL: 'smtp://' }, 'SMTP_URL'],
    [{ SMTP_URL: 'smtp://ann@mail.example.com' }, 'SMTP_URL has a user or a password, but not both'],
    [{ SMTP_URL: 'smtp://mail.example.com?tls.rejectUnauthorized=false' }, 'NODE_EXTRA_CA_CERTS'],
    [{ SMTP_URL: 'smtp://mail.example.com/path' }, 'SMTP_URL has something behind the port'],
    [{ MUSTER_MAIL_FROM: 'Muster' }, 'MUSTER_MAIL_FROM is not an address'],
    [{ MUSTER_MAIL_FROM: 'a@example.com, b@example.com' }, 'MUSTER_MAIL_FROM is not an address'],
    [{ MUSTER_MAIL_FROM: 'Muster\nBcc: x <a@example.com>' }, 'MUSTER_MAIL_FROM is not an address'],
    [{ MUSTER_MAIL_ANSWERS: 'Muster <a@example.com>' }, 'MUSTER_MAIL_ANSWERS is one address'],
    [{ MUSTER_MAIL_ANSWERS: 'a+b@example.com' }, 'MUSTER_MAIL_ANSWERS is one address'],
    [{ MUSTER_MAIL_PORT: '2525' }, 'MUSTER_MAIL_PORT is set, but MUSTER_MAIL_ANSWERS is not'],
    [{ MUSTER_MAIL_PORT: 'smtp', MUSTER_MAIL_ANSWERS: 'a@example.com' }, 'MUSTER_MAIL_PORT'],
  ])('that are wrong are one sentence: %j', (environment, say) => {
    expect(refusal(environment)).toContain(say);
    expect(refusal(environment)).not.toContain('\n');
  });

  it('never say a password back', () => {
    for (const url of [
      'smtp://ann:hunter2@',
      'ann:hunter2@mail',
      'smtp://ann:hunter2@mail.example.com/?a',
      'http://a:hunter2@b',
    ])
      expect(refusal({ SMTP_URL: url })).not.toContain('hunter2');
  });

  it('refuse a faster clock', () => {
    expect(refusal({ MUSTER_TIME_SCALE: '60' })).toContain('SMTP_URL is set');
  });
});
