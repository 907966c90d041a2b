import webPush from 'web-push';
import { z } from 'zod';
import type { Shelf } from '../../../ports/chat.ts';
import type { Log } from '../../../ports/log.ts';
import type { Seal } from './seal.ts';

/** By these push services know that it is always the same Muster (RFC 8292); base64url. */
export type VapidKeys = { readonly publicKey: string; readonly privateKey: string };

const KEY = 'web-push/vapid';
const kept = z.object({ publicKey: z.string(), privateKey: z.string() });

/**
 * Muster's own pair of keys: made once, kept sealed. Another MUSTER_SECRET cannot open it: then a new pair is made, and no
 * browser rings before its person lets it ring again.
 */
export function vapidKeys(shelf: Shelf, seal: Seal, log: Log): () => Promise<VapidKeys> {
  let known: Promise<VapidKeys> | undefined;

  async function find(): Promise<VapidKeys> {
    const closed = await shelf.get(KEY);
    const opened = closed === undefined ? undefined : seal.open(closed, KEY);
    if (opened !== undefined) return kept.parse(JSON.parse(opened));
    if (closed !== undefined)
      log.error(
        {},
        'the keys of web push were sealed with another secret: new ones are made, and people have to let their phones ring again',
      );
    const made = webPush.generateVAPIDKeys();
    await shelf.put(KEY, seal.close(JSON.stringify(made), KEY), 'keys of web push');
    return made;
  }

  return () => {
    known ??= find().catch((fault: unknown) => {
      known = undefined;
      throw fault;
    });
    return known;
  };
}
