import type { Medium } from '../../core/media.ts';
import { MEDIA } from '../../core/media.ts';
import type { Instant } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { WebNotice } from './parts.ts';

/** What became of the last page by one medium since Muster was started. */
export type MediumHealth = {
  readonly medium: Medium;
  readonly ok: boolean;
  /** By the wall's clock. */
  readonly at: Instant;
};

export interface MediaHealth {
  hear(notice: WebNotice): void;
  /** The media that were tried, in the order of `MEDIA`. */
  health(): readonly MediumHealth[];
}

/** Watches what becomes of pages, medium by medium: a medium is as healthy as its last page. */
export function mediaHealthOf({ now }: Pick<Clock, 'now'>): MediaHealth {
  const last = new Map<Medium, MediumHealth>();
  return {
    hear(notice) {
      if (notice.kind !== 'performed' || notice.effect !== 'page') return;
      const medium = mediumOf(notice.key);
      if (medium !== undefined) last.set(medium, { medium, ok: notice.outcome === 'accepted', at: now() });
    },
    health: () => MEDIA.flatMap((medium) => last.get(medium) ?? []),
  };
}

/** `INC-42/page/1.0/ann/sms/2`, the attempt last; a second number of the same person is `sms2`. */
function mediumOf(key: string): Medium | undefined {
  const parts = key.split('/');
  const last = /^\d+$/.test(parts.at(-1) ?? '') ? parts.at(-2) : parts.at(-1);
  return MEDIA.find((medium) => medium === last?.replace(/\d+$/, ''));
}
