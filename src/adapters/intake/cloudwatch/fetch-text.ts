import { SECOND_MS } from '../../../core/time.ts';
import { FetchFault } from './sns-signature.ts';
import type { FetchText } from './sns-signature.ts';

const WITHIN_MS = 5 * SECOND_MS;

/** A text over https, without following where it is sent on to. Rejects with a `FetchFault`. */
export const fetchText: FetchText = async (url, mostBytes) => {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(WITHIN_MS) });
    if (!response.ok) throw new Error(`Amazon SNS answered ${response.status}`);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw new Error('Amazon SNS answered more than it should');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  } catch (cause) {
    throw new FetchFault('Amazon SNS could not be reached', { cause });
  }
};
