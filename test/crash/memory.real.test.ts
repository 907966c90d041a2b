import { DatabaseSync } from 'node:sqlite';
import { setTimeout as after } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { linkHash } from '../../src/ports/chain.ts';
import { tempFolder } from '../support/temp-folder.ts';
import type { Victim } from './victim.ts';
import { victim } from './victim.ts';

/** Enough for Muster, and far too little for the poison. */
const LITTLE_MEMORY = { NODE_OPTIONS: '--max-old-space-size=128', MUSTER_TIME_SCALE: '300' };
const DEATHS_ALLOWED = 3;
/** More than the first two levels of the sample plan have. */
const PEOPLE = 3;

const say = (one: Victim, delivery: string, words: string) =>
  one.say({ delivery, words, as: 'owen', answer: undefined, about: '' });

/** Two incidents that nobody has, and a process that was killed; INC-1 gets so many more events of so many characters. */
async function poisoned(
  folder: string,
  { events, characters }: { readonly events: number; readonly characters: number },
) {
  const one = await victim(folder, LITTLE_MEMORY);
  await one.live();
  await say(one, 'd-1', 'start nobody can sign in --sev 2');
  await say(one, 'd-2', 'start phones send callers in a loop --sev 2');
  await one.kill();
  const body = JSON.stringify({
    type: 'noted',
    text: 'x'.repeat(characters),
    at: '2026-11-20T14:05:00.000Z',
    by: 'owen',
    v: 1,
  });
  const db = new DatabaseSync(join(folder, 'muster.db'));
  db.exec('begin');
  const version = Number(db.prepare("select version from streams where stream = 'INC-1'").get()?.['version']);
  const newest = db.prepare("select hash from events where stream = 'INC-1' and version = ?").get(version);
  const put = db.prepare("insert into events (stream, version, body, checksum, hash) values ('INC-1', ?, ?, ?, ?)");
  let hash = String(newest?.['hash']);
  for (let n = 1; n <= events; n += 1) {
    hash = linkHash(hash, { stream: 'INC-1', version: version + n, text: body });
    put.run(version + n, body, crc32(body), hash);
  }
  db.prepare("update streams set version = ? where stream = 'INC-1'").run(version + events);
  db.exec('commit');
  db.close();
  return one;
}

/** Whom the phones were rung for. */
const paged = (one: Victim, id: string) =>
  new Set(one.phones().flatMap(({ incident, person }) => (incident === id ? [person] : [])));

/** Waits until so many people were paged for it, which takes more than one level; false when the process ended before. */
async function pages(one: Victim, incident: string, people: number): Promise<boolean> {
  let over = false;
  void one.ended().then(() => (over = true));
  const deadline = Date.now() + 30_000;
  while (!over && Date.now() < deadline) {
    if (paged(one, incident).size >= people) return true;
    await after(50);
  }
  return false;
}

it('an event as large as the memory kills nobody: its incident is quarantined and goes on paging, as do the others', async () => {
  using folder = tempFolder();
  await using one = await poisoned(folder.path, { events: 1, characters: 140_000_000 });
  await one.live();
  expect(await pages(one, 'INC-2', PEOPLE)).toBe(true);
  const readable = await one.get('/api/v1/incidents');
  expect(readable).toMatchObject([{ id: expect.stringMatching(/^INC-/) as string }, {}]);
  expect(await pages(one, 'INC-1', PEOPLE)).toBe(true);
});

it('an incident that kills the process at each start is set aside after three deaths, and the others are paged', async () => {
  using folder = tempFolder();
  await using one = await poisoned(folder.path, { events: 32_000, characters: 4_000 });
  let deaths = 0;
  for (; deaths <= DEATHS_ALLOWED; deaths += 1) {
    await one.live();
    if (await pages(one, 'INC-2', PEOPLE)) break;
  }
  expect(deaths).toBe(DEATHS_ALLOWED);
  expect(await one.get('/api/v1/incidents')).toMatchObject([{ id: 'INC-2' }]);
});
