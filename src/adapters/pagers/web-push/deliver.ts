import webPush from 'web-push';
import { verdictOf } from '../../../core/http-answer.ts';
import type { Subscription } from './browsers.ts';
import type { VapidKeys } from './vapid.ts';

/** What the push service of one browser says. `gone`: the browser has taken its permission back, or was wiped. */
export type Delivered =
  | { readonly is: 'taken'; readonly reference: string }
  | { readonly is: 'gone' }
  | { readonly is: 'later' | 'never'; readonly reason: string };

export type Parcel = {
  readonly payload: string;
  readonly topic: string;
  /** RFC 8030 5.3: `high` also where the battery is low; `normal` where it may wait for that. */
  readonly urgency: 'high' | 'normal';
  readonly keys: VapidKeys;
  /** Who is responsible: an https or mailto address (RFC 8292 2.1); Apple refuses a message without a real one. */
  readonly subject: string;
};

/** A page that is older rings nobody any more: by then somebody else was asked. In seconds. */
const TTL_S = 600;
/** The browser is not there any more (RFC 8030 7.3, and what push services really answer). */
const GONE = [404, 410];

/** Encrypts a text so that this browser alone can read it (RFC 8291). Throws when its keys are no keys. */
export const encryptFor = ({ keys }: Subscription, text: string) =>
  webPush.encrypt(keys.p256dh, keys.auth, text, 'aes128gcm');

/** Posts one message for one browser. Rejects when the push service cannot be reached, or when the caller gives up. */
export async function deliver(subscription: Subscription, parcel: Parcel, signal: AbortSignal): Promise<Delivered> {
  const { payload, topic, urgency, keys, subject } = parcel;
  const { headers, body } = webPush.generateRequestDetails(subscription, payload, {
    vapidDetails: { subject, ...keys },
    TTL: TTL_S,
    urgency,
    topic,
    contentEncoding: 'aes128gcm',
  });
  const { 'Content-Length': _length, ...others } = headers;
  const service = new URL(subscription.endpoint).host;
  const answer = await fetch(subscription.endpoint, {
    method: 'POST',
    headers: Object.fromEntries(Object.entries(others).map(([name, value]) => [name, String(value)])),
    body: new Uint8Array(body ?? []),
    signal,
    redirect: 'manual',
  }).catch((fault: unknown) => {
    // The address names the browser: nothing of it may be in what is logged.
    throw new Error(`the push service ${service} does not answer`, { cause: fault });
  });
  await answer.body?.cancel();
  if (GONE.includes(answer.status)) return { is: 'gone' };
  const verdict = verdictOf(answer.status);
  if (verdict === 'taken') return { is: 'taken', reference: `${service} ${answer.status}` };
  return { is: verdict, reason: `the push service ${service} answered ${answer.status}` };
}
