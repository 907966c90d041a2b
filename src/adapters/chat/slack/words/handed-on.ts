import { z } from 'zod';
import { readInstant } from '../../../../core/time.ts';
import type { ChatHost } from '../../../../ports/chat.ts';
import type { Delivery } from '../transport/envelope.ts';
import { sealer } from '../transport/seal.ts';
import type { Moments } from './moments.ts';

const shape = z.object({
  responseUrl: z.string().exactOptional(),
  triggerId: z.string().exactOptional(),
  at: z.string(),
});
const aboutOf = (delivery: string) => `slack delivery ${delivery}`;

/** What is kept of a delivery, with its short-lived things for whichever process works it. */
export interface HandedOn {
  /** The body to keep. */
  wrap(delivery: Delivery): object;
  /** Learns what another process was given with a delivery; a seal that does not open teaches nothing. */
  unwrap(body: unknown, delivery: string): void;
}

/**
 * Slack gives a button's press an address to answer to and three seconds to open a form, to the process that it was sent to. Another
 * one may be the first to work it; so, where there are several, both are kept with the delivery, sealed with Muster's secret and
 * worth nothing half an hour later. With one process nothing of them is ever kept.
 */
export function handedOn({ host, moments }: { readonly host: ChatHost; readonly moments: Moments }): HandedOn {
  const { seal, open } = sealer(host.secret);
  return {
    wrap({ id, body, now }) {
      if (!host.shared || Object.keys(now).length === 0) return body;
      return { ...body, sealed: seal(JSON.stringify({ ...now, at: host.clock.now() }), aboutOf(id)) };
    },
    unwrap(body, delivery) {
      const sealed: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'sealed') : undefined;
      const opened = typeof sealed === 'string' ? open(sealed, aboutOf(delivery)) : undefined;
      const read = opened?.ok === true ? shape.safeParse(JSON.parse(opened.text)) : undefined;
      if (read?.success !== true) return;
      const { at, ...now } = read.data;
      moments.keep(delivery, now, readInstant(at) ?? host.clock.now());
    },
  };
}
