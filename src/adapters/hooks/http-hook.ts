import { createHmac } from 'node:crypto';
import type { Outcome } from '../../core/aggregate.ts';
import type { Hook } from '../../core/plan/schema.ts';
import { spanMs } from '../../core/time.ts';

export type HookCall = {
  readonly name: string;
  readonly hook: Hook;
  /** The HMAC key, resolved from `secret:NAME`. */
  readonly key: string;
  readonly idempotencyKey: string;
  readonly incident: string;
  readonly with: Readonly<Record<string, unknown>>;
};

/** The largest answer that is read, in bytes; the rest is not kept. */
const MOST_ANSWER_BYTES = 4_096;

/**
 * Calls one registered hook: JSON body, `Idempotency-Key`, and `Muster-Signature: sha256=…` (HMAC of `timestamp.body`). A
 * redirect is not followed. Throws when the connection breaks or the hook's own `timeout` passes: the outcome is unknown.
 */
export async function callHook(
  { name, hook, key, idempotencyKey, incident, with: given }: HookCall,
  signal: AbortSignal,
): Promise<Outcome> {
  const body = JSON.stringify({ hook: name, incident, idempotencyKey, with: given });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
  const withBody = hook.method === 'GET' ? {} : { body };
  const response = await fetch(hook.url, {
    method: hook.method,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': idempotencyKey,
      'muster-timestamp': timestamp,
      'muster-signature': `sha256=${signature}`,
    },
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(spanMs(hook.timeout))]),
    ...withBody,
  });
  const answer = (await response.text()).slice(0, MOST_ANSWER_BYTES);
  if (response.ok) return { outcome: 'accepted', reference: answer === '' ? `answered ${response.status}` : answer };
  return { outcome: 'failed', reason: `${name} answered ${response.status}`, permanent: response.status < 500 };
}
