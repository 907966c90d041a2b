import type { Chat } from './ports/chat.ts';
import type { Pager } from './ports/pager.ts';

/**
 * All that carry pages, the real ones first. What a real one carries must not be accepted by a phone that does not exist: the
 * page would count as sent.
 */
export function pagersOf(chats: readonly Chat[], phones: Pager): readonly Pager[] {
  const real = chats.map(({ pager }) => pager);
  const media = phones.media.filter((medium) => !real.some((pager) => pager.media.includes(medium)));
  return [...real, { ...phones, media }];
}
