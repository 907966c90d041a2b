import { mkdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { placeOf } from '../src/places.ts';
import { muster } from './cli/in-process.ts';
import { tempFolder } from './support/temp-folder.ts';

const URL = 'postgres://muster:a-password@db.example/muster';

it('takes "database" for the database of the settings, and a path for a path', async () => {
  using folder = tempFolder();
  mkdirSync(folder.file('database'));
  expect(await placeOf('database', URL)).toEqual({ kind: 'postgres', url: URL });
  expect(await placeOf(URL, undefined)).toEqual({ kind: 'postgres', url: URL });
  expect(await placeOf(folder.file('database'), URL)).toEqual({ kind: 'folder', path: folder.file('database') });
});

it.each([
  ['move', '--from', 'here', '--to', 'database'],
  ['move', '--from', 'database', '--to', 'here'],
  ['verify', '--from', 'database'],
])('says which setting is missing: %s %s %s %s %s', async (...argv) => {
  using folder = tempFolder();
  const answered = await muster(argv.filter(Boolean), { MUSTER_DATA: folder.path, MUSTER_PORT: '1' });
  expect(answered).toMatchObject({ code: 1, out: '', err: expect.stringContaining('DATABASE_URL is not set') });
});
