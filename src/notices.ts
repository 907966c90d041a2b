import type { Outcome, Postponed } from './core/aggregate.ts';
import { MUSTER } from './core/incident/events.ts';
import type { Medium } from './core/media.ts';
import type { PageMessage } from './core/message.ts';
import type { NoticeEffect, NoticesCommand } from './core/notices/notices.ts';
import { GATHER_MS, NOTE, noticesOf, PAST } from './core/notices/notices.ts';
import { quietUntil } from './core/plan/presence.ts';
import type { Plan } from './core/plan/schema.ts';
import { entry } from './core/plan/schema.ts';
import type { Instant } from './core/time.ts';
import { MINUTE_MS, msBetween, plusMs } from './core/time.ts';
import type { Engine } from './engine/engine.ts';
import type { Sender } from './engine/paging.ts';
import type { TellPerson } from './ports/notices.ts';
import type { Performer } from './ports/performer.ts';

/** What wakes nobody, in the order of the person's own `reach`; SMS is the last one, and nobody is called for what can wait. */
const QUIET: readonly (readonly Medium[])[] = [['chat', 'email', 'push'], ['sms']];

type TellParts = {
  readonly engine: () => Pick<Engine, 'handle'>;
  readonly plan: () => Plan;
  /** The store's clock. */
  readonly now: () => Promise<Instant>;
};

/**
 * Keeps a note for somebody of the plan, to be sent outside their quiet hours. Somebody who is away gets it too, and not their
 * cover: it wakes nobody and is theirs to know. One whom the plan does not know is passed over.
 */
export const tellPersonOf =
  ({ engine, plan, now }: TellParts): TellPerson =>
  async ({ person: id, key, subject, text, now: isUrgent }) => {
    const person = entry(plan().people, id);
    if (person === undefined) return;
    // A note is gathered with others first: quiet hours are judged when it would leave.
    const at = await now();
    const earliest = quietUntil(person, isUrgent ? at : plusMs(at, GATHER_MS)) ?? at;
    const ways = QUIET.flatMap((media) =>
      person.reach.filter(({ medium }) => media.includes(medium)).map(({ medium, to }) => ({ medium, to })),
    );
    const urgent = isUrgent ? ({ now: true } as const) : {};
    const command: NoticesCommand = { type: 'notify', person: id, key, subject, text, ways, earliest, ...urgent };
    await engine().handle({ stream: noticesOf(id), command, by: MUSTER, reply: () => '' });
  };

type SendParts = Pick<TellParts, 'plan' | 'now'> & {
  readonly sender: Sender;
  /** Whether what a note that travels alone is about is over by now, by its key. Left out: nothing ever is. */
  readonly isPast?: (key: string) => Promise<boolean>;
};

/** Sends what was kept, by the pagers that carry pages. What comes due in the night, after an outage, waits for the morning. */
export function noticePerformer({ sender, plan, now, isPast }: SendParts): Performer<NoticeEffect> {
  return {
    timeoutMs: sender.timeoutMs,
    async perform({ person: id, keys, key, way, subject, text, alone }, signal): Promise<Outcome | Postponed> {
      const [about] = keys;
      if (alone && about !== undefined && (await isPast?.(about))) return { outcome: 'accepted', reference: PAST };
      const at = await now();
      const person = entry(plan().people, id);
      const asleep = person === undefined ? undefined : quietUntil(person, at);
      if (asleep !== undefined)
        return { outcome: 'postponed', afterMs: Math.max(msBetween(at, asleep), MINUTE_MS), reason: 'quiet hours' };
      const message: PageMessage = { key, incident: NOTE, person: id, ...way, subject, text, drill: false };
      return sender.send(message, signal);
    },
  };
}
