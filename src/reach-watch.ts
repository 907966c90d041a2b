import { MUSTER } from './core/incident/events.ts';
import type { Incident } from './core/incident/state.ts';
import type { Book } from './core/book.ts';
import type { ReachCommand } from './core/reach/events.ts';
import { REACH } from './core/reach/reach.ts';
import type { Engine } from './engine/engine.ts';
import type { Notify } from './engine/notice.ts';
import { reasonOf } from './engine/notice.ts';
import type { Log } from './ports/log.ts';

type Parts = { readonly engine: () => Pick<Engine, 'handle' | 'read'>; readonly log: Log };

const INCIDENT = /^(?:INC|EX)-\d+$/;
/** A page was refused by the medium, or reported as not delivered after it was taken over. */
const FAILED: readonly string[] = ['pageFailed', 'pageUndelivered'];
type Failed = {
  readonly type: string;
  readonly page: string;
  readonly attempt: number;
  readonly reason: string;
  readonly permanent: boolean;
};

/**
 * Hears what becomes of the pages of incidents, and puts on record which ways do not work. What is only down for a while says
 * nothing about a way: a refusal counts when it is for good, and a message that never arrived always does.
 */
export function reachWatch({ engine, log }: Parts): Notify {
  async function keep(stream: string, { page: key, attempt, reason }: Failed) {
    const { escalation } = (await engine().read(stream)).state as Incident;
    const page = escalation.pages.find((one) => one.key === key);
    if (page === undefined) return;
    const { person, medium, to } = page;
    const name = `${stream}/${key}/${attempt}`;
    const command: ReachCommand = { type: 'fail', person, medium, to, key: name, reason };
    await engine().handle({ stream: REACH, command, by: MUSTER, delivery: `reach/${name}`, reply: () => '' });
  }
  return (notice) => {
    if (notice.kind !== 'appended' || !INCIDENT.test(notice.stream)) return;
    for (const event of notice.events.filter(isLost))
      void keep(notice.stream, event).catch((fault: unknown) =>
        log.error({ stream: notice.stream, reason: reasonOf(fault) }, 'a page that failed could not be put on record'),
      );
  };
}

const isLost = (event: unknown): event is Failed => {
  const { type, permanent } = event as Failed;
  return FAILED.includes(type) && (permanent || type === 'pageUndelivered');
};

/** Tests and notes go by this plan from now on; the same one twice is once. */
export async function takeForReach(engine: Pick<Engine, 'handle'>, { hash }: Pick<Book, 'hash'>): Promise<void> {
  const command: ReachCommand = { type: 'take', planHash: hash };
  await engine.handle({ stream: REACH, command, by: MUSTER, reply: () => '' });
}
