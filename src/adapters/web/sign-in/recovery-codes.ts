import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Instant } from '../../../core/time.ts';
import type { Store } from '../../../ports/store.ts';
import { isSame, signature } from '../sign.ts';

/** How many codes a person gets at once. */
export const CODES_AT_ONCE = 8;
/**
 * 24 letters that nobody takes for another one, written or on the telephone: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V. Sixteen of
 * them are 73 bits: more than anybody can try, however often.
 */
const LETTERS = 'ACDEFGHJKMNPQRTVWXY34679';
const [GROUPS, IN_A_GROUP] = [4, 4];
/** Two browsers at the same moment; more is no chance. */
const MOST_TRIES = 10;

export type CodeUse = { readonly ok: true; readonly left: number } | { readonly ok: false };

/** Codes on paper, for when the identity provider and every way to be sent a link are down. */
export interface RecoveryCodes {
  /** Puts new ones in the place of all that the person had; only their hashes are known here. */
  replace(person: string, hashes: readonly string[]): Promise<void>;
  /** Uses one up, if it is one. */
  use(person: string, given: string): Promise<CodeUse>;
  left(person: string): Promise<number>;
}

/** New codes for a person, `K7QF-3MXA-…`, each to be read to somebody in four groups. */
export function newCodes(): readonly string[] {
  const group = () => Array.from({ length: IN_A_GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: CODES_AT_ONCE }, () => Array.from({ length: GROUPS }, group).join('-'));
}

/** What is kept of a code: useless without Muster's secret, and worth nothing for another person. */
export const hashOfCode = (secret: string, person: string, code: string) =>
  signature(secret, 'recovery', `${person}\n${code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`);

export const isCodeHash = (text: string) => /^[\w-]{43}$/.test(text);

const kept = z.discriminatedUnion('type', [
  z.object({ type: z.literal('recoveryCodesReplaced'), hashes: z.array(z.string()) }),
  z.object({ type: z.literal('recoveryCodeUsed'), hash: z.string() }),
]);

type Parts = { readonly secret: string; readonly store: Pick<Store, 'append' | 'read' | 'now'> };

/**
 * Codes of each person as a stream of what happened to them (`recovery/marcus`). The store lets one of two writers win, so
 * a code works once, whatever is restarted and however many Musters there are.
 */
export function recoveryCodes({ secret, store }: Parts): RecoveryCodes {
  const streamOf = (person: string) => `recovery/${person}`;

  async function read(person: string) {
    const stored = await store.read(streamOf(person));
    let hashes: readonly string[] = [];
    for (const { body } of stored) {
      const event = kept.parse(body);
      hashes = event.type === 'recoveryCodesReplaced' ? event.hashes : hashes.filter((one) => one !== event.hash);
    }
    return { hashes, version: stored.at(-1)?.version ?? 0 };
  }

  /** False when somebody else wrote first. */
  async function append(person: string, expected: number, event: z.infer<typeof kept>): Promise<boolean> {
    const at: Instant = await store.now();
    const { outcome } = await store.append({
      stream: streamOf(person),
      expected,
      events: [{ v: 1, at, by: person, ...event }],
      agenda: [],
      open: false,
    });
    return outcome === 'appended';
  }

  return {
    async replace(person, hashes) {
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const { version } = await read(person);
        if (await append(person, version, { type: 'recoveryCodesReplaced', hashes: [...hashes] })) return;
      }
      throw new Error(`the recovery codes of ${person} are being changed by others all the time`);
    },
    async use(person, given) {
      const wanted = hashOfCode(secret, person, given);
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const { hashes, version } = await read(person);
        // Each one is looked at, so that the time says nothing about which one it was.
        const [hash] = hashes.filter((one) => isSame(one, wanted));
        if (hash === undefined) return { ok: false };
        if (await append(person, version, { type: 'recoveryCodeUsed', hash }))
          return { ok: true, left: hashes.length - 1 };
      }
      return { ok: false };
    },
    left: async (person) => (await read(person)).hashes.length,
  };
}
