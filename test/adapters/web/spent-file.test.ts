import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spentInFile } from '../../../src/adapters/web/sign-in/spent-file.ts';
import { sessionsOf } from '../../../src/adapters/web/sign-in/sessions.ts';
import type { Sessions } from '../../../src/adapters/web/sign-in/sessions.ts';
import { HOUR_MS, instant } from '../../../src/core/time.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

function world() {
  const folder = tempFolder();
  const file = join(folder.path, 'ended-sessions');
  const clock = virtualClock(instant('2026-11-20T21:40:00Z'));
  /** Another process of the same Muster. */
  const start = () =>
    sessionsOf({ secret: 'a secret of this test', clock, isSecure: false, ended: spentInFile(file, clock) });
  const cookie = (sessions: Sessions) => sessions.setCookie(sessions.begin('nina')).split(';')[0] ?? '';
  const signOut = async (sessions: Sessions, given: string) => {
    const session = sessions.read(given);
    if (session === undefined) throw new Error('nobody is signed in');
    await sessions.end(session);
  };
  return { file, clock, start, cookie, signOut, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

describe('whoever signs out', () => {
  it('stays signed out when Muster starts again, and others stay signed in', async () => {
    using it = world();
    const first = it.start();
    const [nina, other] = [it.cookie(first), it.cookie(first)];
    await it.signOut(first, nina);
    const again = it.start();
    expect(again.read(nina)).toBeUndefined();
    expect(it.start().read(nina)).toBeUndefined();
    expect(again.read(other)).toMatchObject({ person: 'nina' });
  });

  it('does so too after a crash in the middle of somebody else’s sign-out', async () => {
    using it = world();
    const first = it.start();
    const [one, two] = [it.cookie(first), it.cookie(first)];
    await it.signOut(first, one);
    appendFileSync(it.file, '\nhalf-a-li');
    const again = it.start();
    await it.signOut(again, two);
    appendFileSync(it.file, '\nhalf 17');
    expect([one, two].map((cookie) => it.start().read(cookie))).toEqual([undefined, undefined]);
  });

  it('is forgotten once the session would be over anyway', async () => {
    using it = world();
    const first = it.start();
    await it.signOut(first, it.cookie(first));
    await it.clock.advance(13 * HOUR_MS);
    it.start();
    expect(readFileSync(it.file, 'utf8')).toBe('');
  });

  it('stays signed out on all devices too, however long their id is', async () => {
    using it = world();
    for (const length of [1, 60, 61, 63]) {
      const first = it.start();
      const cookie = first.setCookie(first.begin('n'.repeat(length))).split(';')[0] ?? '';
      expect(first.read(cookie)).toBeDefined();
      await first.end(first.allOf('n'.repeat(length)));
      expect([first.read(cookie), it.start().read(cookie)]).toEqual([undefined, undefined]);
    }
  });

  it('is told when that could not be kept: nothing is written that could not be read back', async () => {
    using it = world();
    const sessions = it.start();
    for (const id of ['x'.repeat(81), 'a b', '', 'a\nb'])
      await expect(sessions.end({ id, person: 'nina', ends: it.clock.now() })).rejects.toThrow('read back');
    expect(existsSync(it.file)).toBe(false);
  });

  it('leaves a file that only Muster may read, and nothing in it that signs anybody in', async () => {
    using it = world();
    const sessions = it.start();
    const cookie = it.cookie(sessions);
    await it.signOut(sessions, cookie);
    expect(statSync(it.file).mode & 0o077).toBe(0);
    expect(readFileSync(it.file, 'utf8')).not.toContain(cookie.split('.').at(-1) ?? '');
    expect(readFileSync(it.file, 'utf8')).not.toContain('nina');
  });
});
