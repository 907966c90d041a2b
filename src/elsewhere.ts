import { SHELF } from './core/inbox/shelf.ts';
import { UPKEEP } from './core/upkeep/upkeep.ts';
import type { Notify } from './engine/notice.ts';
import { reasonOf } from './engine/notice.ts';
import type { Monitors } from './monitors.ts';
import type { Plans } from './plans.ts';
import type { Chat } from './ports/chat.ts';
import type { Log } from './ports/log.ts';

type Parts = {
  readonly plans: () => Pick<Plans, 'follow'>;
  readonly beats: () => Pick<Monitors['beats'], 'list'>;
  readonly chats: readonly Pick<Chat, 'platform' | 'shelfChanged'>[];
  readonly log: Log;
};

/**
 * Takes over what other processes did: the plan they adopted, the workspaces that were connected through them, what reported to
 * them. At once when it is heard of; and with every audit, for what is heard is only a hint.
 */
export function elsewhere({ plans, beats, chats, log }: Parts): Notify {
  const safely = (work: Promise<unknown>, what: string) =>
    void work.catch((fault: unknown) =>
      log.warn({ reason: reasonOf(fault) }, `${what} of other processes could not be looked at; tried again soon`),
    );
  return (notice) => {
    if (notice.kind === 'audited') {
      safely(plans().follow(), 'the plan');
      safely(beats().list(), 'the heartbeats');
    }
    if (notice.kind !== 'heard') return;
    if (notice.stream === UPKEEP) safely(plans().follow(), 'the plan');
    for (const chat of chats) if (notice.stream === `${SHELF}${chat.platform}`) chat.shelfChanged?.();
  };
}
