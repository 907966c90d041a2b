import { expect, it } from 'vitest';
import { connection } from '../../../src/adapters/stores/postgres/pools.ts';

const sent = (url: string) => new URL(connection(url, 'test').connectionString ?? '');

it('the password goes to the database as it is written, whatever signs it has', () => {
  const { password } = sent('postgres://muster:ab+cd%2Bef%20g@db.example/muster');
  expect(decodeURIComponent(password)).toBe('ab+cd+ef g');
});

it('the wishes of an address for its session stay beside our own', () => {
  const options = sent('postgres://db.example/muster?options=-c%20search_path%3Dours').searchParams.get('options');
  expect(options).toMatch(/^-c search_path=ours -c tcp_keepalives_idle=\d+/);
});
