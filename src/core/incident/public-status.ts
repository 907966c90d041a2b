import type { Plan } from '../plan/schema.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, plusMs } from '../time.ts';
import { isLive } from './lifecycle.ts';
import type { Publication } from './publications.ts';
import type { Incident } from './state.ts';

/** What is over is told for so long. */
export const HISTORY_DAYS = 14;

export type PublicUpdate = { readonly at: Instant; readonly text: string };
/** What one audience was told of one trouble, newest first. Whose trouble it is, and what it is called inside, is not in it. */
export type PublicThread = {
  readonly audience: string;
  readonly since: Instant;
  /** When this audience hears again; null when it is over. */
  readonly nextAt: Instant | null;
  /** The closing words were said: without them a thread ends with its incident, and nobody has said here that it is over. */
  readonly isOver: boolean;
  readonly updates: readonly PublicUpdate[];
};
export type PublicStatus = {
  readonly title: string;
  readonly open: readonly PublicThread[];
  readonly past: readonly PublicThread[];
};

/**
 * The public status page of a plan that asks for one: approved words to the audiences that it names, and nothing else of any
 * incident. No drill and no private incident has a part in it.
 */
export function publicStatus(plan: Plan, incidents: readonly Incident[], at: Instant): PublicStatus | undefined {
  const page = plan.comms.status_page;
  if (page === undefined) return undefined;
  const told = incidents
    .filter(({ lifecycle }) => lifecycle.kind === 'real' && !lifecycle.private)
    .flatMap((incident) => page.audiences.flatMap((audience) => threadsOf(incident, audience)))
    .toSorted((a, b) => (newest(a) < newest(b) ? 1 : newest(a) > newest(b) ? -1 : 0));
  const oldest = plusMs(at, -HISTORY_DAYS * DAY_MS);
  return {
    title: page.title ?? `${plan.plan.company}: status`,
    open: told.filter(({ nextAt }) => nextAt !== null),
    past: told.filter((thread) => thread.nextAt === null && newest(thread) >= oldest),
  };
}

const newest = ({ updates, since }: PublicThread) => updates[0]?.at ?? since;

/** Closing words end a thread; what is said after them begins another one. A closed incident has none that is open. */
function threadsOf(incident: Incident, audience: string): readonly PublicThread[] {
  const threads: Publication[][] = [];
  for (const publication of incident.publications.filter((one) => one.audience === audience)) {
    const current = threads.at(-1);
    if (current === undefined || current.at(-1)?.last === true) threads.push([publication]);
    else current.push(publication);
  }
  return threads.map((thread) => ({
    audience,
    since: thread[0]?.at ?? incident.lifecycle.declaredAt,
    nextAt: isLive(incident) ? (thread.at(-1)?.nextAt ?? null) : null,
    isOver: thread.at(-1)?.last === true,
    updates: thread.map(({ at, text }) => ({ at, text })).toReversed(),
  }));
}
