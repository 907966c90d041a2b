import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Instant, SECOND_MS, toMs } from '../../../../core/time.ts';

/** Slack's window is five minutes; Bolt looks only for what is too old (reliability 1.10). */
const WINDOW_S = 300;

export type Signed = {
  readonly signature: string | readonly string[] | undefined;
  /** Seconds since 1970. */
  readonly timestamp: string | readonly string[] | undefined;
  /** The body as it came, byte by byte. */
  readonly body: Buffer;
};

/** Why a request is not Slack's; undefined when it is. Compared in constant time. */
export function isForged({ signature, timestamp, body }: Signed, secret: string, now: Instant): string | undefined {
  if (typeof signature !== 'string' || typeof timestamp !== 'string') return 'it is not signed';
  if (!/^\d{1,12}$/.test(timestamp)) return 'its time cannot be read';
  const ageS = toMs(now) / SECOND_MS - Number(timestamp);
  if (ageS > WINDOW_S) return 'it is too old';
  if (ageS < -WINDOW_S) return 'it is from the future';
  const wanted = Buffer.from(
    `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`,
  );
  const given = Buffer.from(signature);
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? undefined : 'its signature is wrong';
}
