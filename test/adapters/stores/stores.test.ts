import { memoryStore } from '../../../src/adapters/stores/memory/memory-store.ts';
import { sqliteStore } from '../../../src/adapters/stores/sqlite/sqlite-store.ts';
import { instant } from '../../../src/core/time.ts';
import { storeContract } from '../../contracts/store.contract.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START = instant('2026-11-20T14:05:00.000Z');

storeContract('in memory', async () => {
  const clock = virtualClock(START);
  const store = memoryStore(clock);
  return { store, pass: clock.advance, [Symbol.asyncDispose]: () => store.close() };
});

storeContract('SQLite', async () => {
  const clock = virtualClock(START);
  const folder = tempFolder();
  const store = sqliteStore(folder.file('muster.db'), clock);
  return {
    store,
    pass: clock.advance,
    [Symbol.asyncDispose]: async () => {
      await store.close();
      folder[Symbol.dispose]();
    },
  };
});
