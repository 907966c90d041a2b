import { CHAIN_BEGIN, linkHash } from '../../../src/ports/chain.ts';
import type { Finding, History } from '../history.ts';

const RULE = 'all streams verify';

/** Every stream counts 1, 2, 3 … and each event's hash follows from the one before it. */
export function chains({ streams }: Pick<History, 'streams'>): readonly Finding[] {
  return [...streams].flatMap(([stream, events]) => {
    let before: string = CHAIN_BEGIN;
    for (const [n, { version, text, hash }] of events.entries()) {
      if (version !== n + 1) return [{ rule: RULE, say: `${stream}: event ${n + 1} is missing, ${version} is there` }];
      before = linkHash(before, { stream, version, text });
      if (hash !== before) return [{ rule: RULE, say: `${stream}: the chain is broken at event ${version}` }];
    }
    return [];
  });
}
