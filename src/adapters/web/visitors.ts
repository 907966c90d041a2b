import type { Request } from 'express';
import { nameOf } from '../../core/book.ts';
import type { PersonId } from '../../core/ids.ts';
import { personId } from '../../core/ids.ts';
import type { Reading } from '../../core/incident/cards.ts';
import { shortTime } from '../../core/time.ts';
import type { Frame } from './pages/layout.ts';
import type { Health } from './health.ts';
import type { WebParts } from './parts.ts';
import type { Session, Sessions } from './sign-in/sessions.ts';

/** Somebody who is signed in to the console. */
export type Visitor = { readonly person: PersonId; readonly session: Session };

/** The visitor of a request. Somebody who left the plan is signed out by that. */
export function visitorOf(req: Request, sessions: Sessions, { book }: Pick<WebParts, 'book'>): Visitor | undefined {
  const session = sessions.read(req.headers.cookie);
  if (session === undefined || !Object.hasOwn(book().plan.people, session.person)) return undefined;
  return { person: personId(session.person), session };
}

/** Whether somebody who was signed in is so no more: the session has ended, or they have left the plan. */
export const isGone = ({ person, session }: Visitor, sessions: Sessions, { book }: Pick<WebParts, 'book'>): boolean =>
  sessions.isOver(session) || !Object.hasOwn(book().plan.people, person);

/**
 * A browser says where a request comes from; another site may not post to the console. A browser that says nothing is held
 * by the form's own token. (`Origin` is no help: with `Referrer-Policy: no-referrer` browsers send `null`.)
 */
export function comesFromElsewhere(req: Request): boolean {
  const from = req.get('sec-fetch-site');
  return from === 'cross-site' || from === 'same-site';
}

export const zoneFor = ({ book }: Pick<WebParts, 'book'>, person: PersonId): string =>
  book().plan.people[person]?.timezone ?? book().plan.plan.timezone;

export const readingFor = async (parts: Pick<WebParts, 'book' | 'now'>, person: PersonId): Promise<Reading> => ({
  at: await parts.now(),
  zone: zoneFor(parts, person),
});

/** What stands around each page of this visitor. */
export async function frameFor(
  visitor: Visitor,
  around: { readonly parts: WebParts; readonly sessions: Sessions; readonly health: Health },
): Promise<Frame> {
  const { parts, sessions, health } = around;
  const book = parts.book();
  return {
    name: nameOf(book, visitor.person),
    company: book.plan.plan.company,
    formToken: sessions.formToken(visitor.session),
    hasPhoneWall: parts.hasPhones,
    clock: { now: await parts.now().catch(() => parts.wall.now()), speed: parts.clockSpeed() },
    alarms: [...(await illness(health)), ...(await refusedPlan(parts, visitor.person))],
  };
}

async function illness(health: Health): Promise<readonly string[]> {
  const { ready, store, sweep } = await health.readiness();
  return ready
    ? []
    : [
        `MUSTER IS NOT WORKING AS IT SHOULD: database ${store}, sweep ${sweep}. Call people by hand, and look at its log.`,
      ];
}

async function refusedPlan(parts: WebParts, person: PersonId): Promise<readonly string[]> {
  const refused = await parts.refusedPlan();
  if (refused === null) return [];
  const when = shortTime(refused.at, zoneFor(parts, person), await parts.now());
  const more = refused.problems === 1 ? '' : ` and ${refused.problems - 1} more`;
  return [`THE LAST EDIT OF THE PLAN WAS REFUSED ${when}: ${refused.first}${more}. The plan before it is in force.`];
}
