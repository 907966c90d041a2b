import type { Request } from 'express';
import { nameOf } from '../../core/book.ts';
import type { PersonId } from '../../core/ids.ts';
import { personId } from '../../core/ids.ts';
import { isMember } from '../../core/incident/members.ts';
import type { Incident } from '../../core/incident/state.ts';
import { findPerson } from '../../core/lookup.ts';
import type { Refused } from './answers.ts';
import { refused } from './answers.ts';
import type { Speaker } from '../../ports/door.ts';
import type { WebParts } from './parts.ts';
import { OPERATOR, holderOf } from './tokens.ts';

/** Who asks the API: a person of the plan, or whoever runs Muster (null). */
export type Caller = { readonly person: PersonId | null };
export type Called = { readonly ok: true; readonly caller: Caller } | { readonly ok: false; readonly no: Refused };

const NO_TOKEN = 'Send a token in the header "Authorization: Bearer …". "npx muster token PERSON" makes one.';
const WRONG_TOKEN =
  'This token was not made by this Muster, or its secret has changed. "npx muster token PERSON" makes one.';

/** Reads the bearer token of a request. Somebody who left the plan is nobody. */
export function callerOf(req: Request, { secret, book }: Pick<WebParts, 'secret' | 'book'>): Called {
  const [, given] = /^Bearer +(\S+) *$/i.exec(req.headers.authorization ?? '') ?? [];
  if (given === undefined) return { ok: false, no: refused(401, 'no-token', NO_TOKEN) };
  const holder = holderOf(secret, given);
  if (holder === undefined) return { ok: false, no: refused(401, 'wrong-token', WRONG_TOKEN) };
  if (holder === OPERATOR) return { ok: true, caller: { person: null } };
  if (!Object.hasOwn(book().plan.people, holder))
    return { ok: false, no: refused(401, 'not-in-the-plan', `The plan has no person "${holder}" any more.`) };
  return { ok: true, caller: { person: personId(holder) } };
}

export const speakerFor = ({ book }: Pick<WebParts, 'book'>, person: PersonId): Speaker => ({
  id: person,
  name: nameOf(book(), person),
  by: person,
});

/** Whoever runs Muster and does not say as whom. */
const RUNNER: Speaker = { id: null, name: 'operator', by: 'guest:operator' };

/** The speaker that a caller may be. Only an operator's token speaks for others. */
export function speakerAs(
  parts: Pick<WebParts, 'book'>,
  { person }: Caller,
  as: string | undefined,
): { readonly ok: true; readonly speaker: Speaker } | { readonly ok: false; readonly no: Refused } {
  if (person !== null) {
    if (as === undefined || as === person) return { ok: true, speaker: speakerFor(parts, person) };
    return { ok: false, no: refused(403, 'not-you', `This token speaks for ${person} only, not for somebody else.`) };
  }
  if (as === undefined) return { ok: true, speaker: RUNNER };
  const found = findPerson(parts.book(), as);
  if (!found.ok) return { ok: false, no: refused(400, found.refusal.code, found.refusal.say) };
  return { ok: true, speaker: speakerFor(parts, found.id) };
}

/** Whoever runs Muster holds its database, so nothing in it is kept from them. */
export const maySee = (incident: Incident, { person }: Caller) => person === null || isMember(incident, person);
