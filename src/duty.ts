import type { Book } from './core/book.ts';
import type { DutyCommand, TellEffect } from './core/duty/duty.ts';
import { DUTY } from './core/duty/duty.ts';
import { MUSTER } from './core/incident/events.ts';
import type { Upkeep } from './core/upkeep/upkeep.ts';
import { UPKEEP } from './core/upkeep/upkeep.ts';
import type { Engine } from './engine/engine.ts';
import type { Notify } from './engine/notice.ts';
import type { Log } from './ports/log.ts';
import type { TellPerson } from './ports/notices.ts';
import type { Performer } from './ports/performer.ts';

type Parts = {
  readonly engine: () => Pick<Engine, 'handle' | 'read'>;
  /** The plan in force; it is kept in the store already. */
  readonly book: () => Book;
  /** Resolves when the plan in force is the one that all processes have. */
  readonly agreed?: () => Promise<void>;
  readonly log: Log;
};

/** Hands plan and overrides to whoever watches over the turns: at the start, and whenever one of them changes. */
export function dutyOf({ engine, book, agreed, log }: Parts) {
  let running = false;
  let last: Promise<unknown> = Promise.resolve();

  async function take() {
    await agreed?.();
    const { overrides } = (await engine().read(UPKEEP)).state as Upkeep;
    const plain = overrides.map(({ schedule, who, from, to, source }) => ({
      schedule,
      who,
      from,
      to,
      ...(source === undefined ? {} : { source }),
    }));
    const command: DutyCommand = { type: 'takeDuty', planHash: book().hash, overrides: plain };
    await engine().handle({ stream: DUTY, command, by: MUSTER, reply: () => '' });
  }
  const soon = () => {
    // What is lost here is taken at the next change, or at the next start.
    last = last
      .then(take)
      .catch((fault: unknown) => log.warn({ reason: String(fault) }, 'the turns were not looked at again'));
    return last;
  };

  const hear: Notify = (notice) => {
    // Said elsewhere too: the process that said it may be gone before it has looked.
    const isHeard = notice.kind === 'appended' || notice.kind === 'heard';
    if (running && isHeard && notice.stream === UPKEEP) void soon();
  };
  return {
    hear,
    async start() {
      running = true;
      await soon();
    },
    async stop() {
      running = false;
      await last;
    },
  };
}

/** A note is told once it is kept; asked for again it is the same one. */
export const tellPerformer = (tell: TellPerson): Performer<TellEffect> => ({
  timeoutMs: 10_000,
  async perform({ note }) {
    await tell(note);
    return { outcome: 'accepted', reference: 'kept' };
  },
});
