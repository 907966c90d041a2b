import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Instant } from '../../../../core/time.ts';
import { HOUR_MS, toMs } from '../../../../core/time.ts';

/** A workspace is connected to this Muster by whoever was given the link, and not by everybody who finds the address. */
const VALID_MS = HOUR_MS;

const signed = (secret: string, until: number) =>
  createHmac('sha256', secret).update(`slack install ${until}`).digest('base64url');

/** The address at which one workspace installs Muster; good for an hour. */
export function installLink(secret: string, publicUrl: string, now: Instant): string {
  const until = toMs(now) + VALID_MS;
  return `${publicUrl.replace(/\/$/, '')}/slack/install?until=${until}&key=${signed(secret, until)}`;
}

/** Whether a request carries such a link that is still good. */
export function mayInstall(secret: string, req: Pick<IncomingMessage, 'url'>, now: Instant) {
  const asked = new URL(req.url ?? '/', 'http://muster.invalid').searchParams;
  const until = Number(asked.get('until'));
  const given = Buffer.from(asked.get('key') ?? '');
  const wanted = Buffer.from(signed(secret, until));
  const isRight = given.length === wanted.length && timingSafeEqual(given, wanted);
  if (isRight && until >= toMs(now)) return { ok: true } as const;
  const say = isRight
    ? 'This link has run out. "npx muster slack install" prints a new one.'
    : 'To connect a workspace you need a link of this Muster: "npx muster slack install" prints it.';
  return { ok: false, say } as const;
}
