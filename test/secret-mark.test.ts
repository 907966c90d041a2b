import { describe, expect, it } from 'vitest';
import { memoryStore } from '../src/adapters/stores/memory/memory-store.ts';
import { instant } from '../src/core/time.ts';
import { leaveMark, otherSecret } from '../src/secret-mark.ts';
import { virtualClock } from './support/virtual-clock.ts';

const ONE = 'the secret of the first Muster';
const TWO = 'a secret that somebody gave the second';
const newStore = () => memoryStore(virtualClock(instant('2026-11-20T21:40:00Z')));

describe('the mark of the secret', () => {
  it('is nothing to speak of at the first start, and while the secret stays', async () => {
    const store = newStore();
    expect(await otherSecret(store, ONE, true)).toBeUndefined();
    await leaveMark(store, ONE);
    expect(await otherSecret(store, ONE, true)).toBeUndefined();
  });

  it('says what to do when another Muster of the same database has another secret', async () => {
    const store = newStore();
    await leaveMark(store, ONE);
    expect(await otherSecret(store, TWO, true)).toMatch(/give every Muster on it the same/);
  });

  it('says what the one before is needed for when the secret of a folder was lost, until one has run with the new one', async () => {
    const store = newStore();
    await leaveMark(store, ONE);
    for (const _look of ['a word at the command line', 'another one'])
      expect(await otherSecret(store, TWO, false)).toMatch(
        /sealed near misses.*need the same secret.*Put the earlier one back/,
      );
    await leaveMark(store, TWO);
    expect(await otherSecret(store, TWO, false)).toBeUndefined();
  });

  it('does not hold the secret', async () => {
    const store = newStore();
    await leaveMark(store, ONE);
    expect((await store.text('secret-mark'))?.text).toMatch(/^[0-9a-f]{8}$/);
  });
});
