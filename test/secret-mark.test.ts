import { describe, expect, it } from 'vitest';
import { memoryStore } from '../src/adapters/stores/memory/memory-store.ts';
import { instant } from '../src/core/time.ts';
import { leaveMark } from '../src/secret-mark.ts';
import { virtualClock } from './support/virtual-clock.ts';

const ONE = 'the secret of the first Muster';
const TWO = 'a secret that somebody gave the second';
const newStore = () => memoryStore(virtualClock(instant('2026-11-20T21:40:00Z')));

describe('the mark of the secret', () => {
  it('is left at the first start, and nothing is said while the secret stays', async () => {
    const store = newStore();
    expect(await leaveMark(store, ONE, true)).toBeUndefined();
    expect(await leaveMark(store, ONE, true)).toBeUndefined();
  });

  it('says what to do when another Muster of the same database has another secret', async () => {
    const store = newStore();
    await leaveMark(store, ONE, true);
    expect(await leaveMark(store, TWO, true)).toMatch(/give every Muster on it the same/);
  });

  it('says what the one before is needed for when the secret of a folder was lost, once', async () => {
    const store = newStore();
    await leaveMark(store, ONE, false);
    expect(await leaveMark(store, TWO, false)).toMatch(
      /sealed near misses.*need the same secret.*Put the earlier one back/,
    );
    expect(await leaveMark(store, TWO, false)).toBeUndefined();
  });

  it('does not hold the secret', async () => {
    const store = newStore();
    await leaveMark(store, ONE, true);
    expect((await store.text('secret-mark'))?.text).toMatch(/^[0-9a-f]{8}$/);
  });
});
