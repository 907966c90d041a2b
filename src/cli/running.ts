import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { systemClock } from '../adapters/clock/system-clock.ts';
import { isSame, signature } from '../adapters/web/sign.ts';
import { OPERATOR, makeToken } from '../adapters/web/tokens.ts';
import { addressOf, isNoted } from '../address.ts';
import type { Config } from '../config.ts';
import { secretOf } from '../secret.ts';

const ANSWERS_WITHIN_MS = 30_000;

export type Called =
  { readonly reached: true; readonly status: number; readonly body: unknown } | { readonly reached: false };

/**
 * Asks the running Muster, as whoever runs it. Not reached: nothing listens there, or it is no Muster of this folder. `withinMs` is
 * how long the answer may take.
 */
// oxlint-disable-next-line max-params -- the last is for one slow question
export async function callRunning(
  config: Config,
  path: string,
  body?: unknown,
  withinMs = ANSWERS_WITHIN_MS,
): Promise<Called> {
  // Another Muster may listen where this one would, with the same secret even: a copy of it, or what it is a copy of.
  if (config.cluster === undefined && !isNoted(config)) return { reached: false };
  const address = addressOf(config);
  const secret = secretOf(config);
  if (!(await isOurs(address, secret))) return { reached: false };
  const answer = await fetch(`${address}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${makeToken(secret, OPERATOR, systemClock().now())}`,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect: 'error',
    signal: AbortSignal.timeout(withinMs),
  });
  return { reached: true, status: answer.status, body: await answer.json() };
}

/** Whether what listens there knows our secret. A token is sent to nobody else: the port may be another program's by now. */
async function isOurs(address: string, secret: string): Promise<boolean> {
  const word = randomBytes(24).toString('base64url');
  try {
    const answer = await fetch(`${address}/hello/${word}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    });
    const read = z.object({ muster: z.string() }).safeParse(await answer.json());
    return read.success && isSame(read.data.muster, signature(secret, 'hello', word));
  } catch (fault) {
    if (!(fault instanceof DOMException)) return false;
    throw new Error(`What listens at ${address} does not answer.`, { cause: fault });
  }
}
