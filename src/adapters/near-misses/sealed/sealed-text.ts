import type { NearMissVault } from '../../../ports/near-misses.ts';
import { NearMissFault } from '../../../ports/near-misses.ts';
import type { NamedText, Store } from '../../../ports/store.ts';
import type { Threads } from './seal.ts';
import { threadSealer } from './seal.ts';

const NAME = 'near-misses';
/** As many processes as this write their batch at the same hour; more is no chance. */
const MOST_TRIES = 50;

type Parts = { readonly store: Pick<Store, 'text' | 'putText'>; readonly secret: string };

/**
 * All texts of near misses as one sealed text of the store, for several processes with one database. Whoever holds the database
 * and not the secret sees how often it was written, and nothing else.
 */
export function sealedText({ store, secret }: Parts): NearMissVault {
  const sealer = threadSealer(secret);

  async function now(): Promise<NamedText | undefined> {
    try {
      return await store.text(NAME);
    } catch (cause) {
      throw new NearMissFault('The near misses cannot be read from the database.', { cause });
    }
  }
  const opened = (kept: NamedText | undefined): Threads =>
    kept === undefined ? new Map() : sealer.open(Buffer.from(kept.text, 'base64'));

  return {
    read: async () => opened(await now()),
    async change(make) {
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const kept = await now();
        const threads = new Map(opened(kept));
        make(threads);
        if (await put(kept?.version ?? 0, sealer.close(threads).toString('base64'))) return;
      }
      throw new NearMissFault('The near misses could not be written: others keep writing them.');
    },
  };

  async function put(expected: number, text: string): Promise<boolean> {
    try {
      return await store.putText(NAME, expected, text);
    } catch (cause) {
      throw new NearMissFault('The near misses could not be written to the database.', { cause });
    }
  }
}
